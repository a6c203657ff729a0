"""Lists that say “upcoming” and “this week” hold what is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.interviews import actions as interviews
from portal.web.today.weeks import week_bounds
from tests.factories.firm import ZONE, Firm
from tests.fixtures.app import Browse
from tests.web.true_sentences.situations import DAY, HOUR, one_of_two_thanked


def test_upcoming_lists_what_is_still_ahead_and_on(firm: Firm, browse: Browse) -> None:
    over, under_way, ahead, off = (
        firm.interview(firm.application(firm.candidate(name)), starts_in=starts_in)
        for name, starts_in in (
            ("Olive Over", -2 * HOUR),
            ("Uma Under", -HOUR / 2),
            ("Al Ahead", 2 * DAY),
            ("Ora Off", 3 * DAY),
        )
    )
    interviews.set_status(firm.command(), off, "cancelled", None)
    recruiter = browse(firm.recruiter)
    upcoming, past = recruiter.get("/interviews").text, recruiter.get("/interviews?when=past").text
    for row, is_ahead in ((over, False), (under_way, True), (ahead, True), (off, False)):
        link = f'href="/interviews/{row.id}"'
        assert (link in upcoming, link in past) == (is_ahead, not is_ahead)


@pytest.mark.parametrize(
    ("country", "first", "last"),
    [("US", "2026-11-29", "2026-12-05"), ("DE", "2026-11-23", "2026-11-29"), ("AQ", "2026-11-23", "2026-11-29")],
)
def test_this_week_is_the_calendar_week_of_the_country(country: str, first: str, last: str) -> None:
    zone = ZoneInfo(ZONE)
    sunday = datetime(2026, 11, 29, 9, tzinfo=zone)
    starts, ends = week_bounds(sunday, zone, country)
    assert starts.astimezone(zone).isoformat().startswith(f"{first}T00:00")
    assert (ends.astimezone(zone) - HOUR).isoformat().startswith(f"{last}T23:00")


def test_done_this_week_is_what_a_completion_of_this_week_records(firm: Firm, browse: Browse) -> None:
    scene = one_of_two_thanked(firm)
    assert scene.interview is not None
    today = browse(firm.account_of(scene.candidate)).get("/today").text.partition("Done this week")[2]
    assert "Thank Dana Ruiz" in today
    for row in scene.interview.completions:
        row.at -= 8 * DAY
    assert (
        "Thank Dana Ruiz" not in browse(firm.account_of(scene.candidate)).get("/today").text.partition("Done this")[2]
    )
