"""The times of an interview: refused where they cannot be, asked about where they may be a slip."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.interviews.models import Interview
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.page_forms import save_anyway

END = "Enter an end time that’s after the start time."
REFUSED = {
    "equal": ("10:00", "10:00"),
    "before, by an hour": ("10:00", "09:00"),
    "before, by a minute": ("10:00", "09:59"),
    "the next day, more than 12 hours on": ("20:00", "08:01"),
}
ASKED = {
    "past midnight": (30, "23:30", "00:30", "ends after midnight"),
    "exactly 12 hours, past midnight": (30, "20:00", "08:00", "ends after midnight"),
    "longer than 12 hours": (30, "08:00", "20:01", "longer than 12 hours"),
    "years away": (800, "10:00", "11:00", "more than a year away"),
    "long ago": (-800, "10:00", "11:00", "more than a year ago"),
}
TAKEN = {
    "an hour": (30, "10:00", "11:00"),
    "exactly 12 hours": (30, "08:00", "20:00"),
    "most of a year away": (360, "10:00", "11:00"),
    "last month": (-30, "10:00", "11:00"),
}


def slot(firm: Firm, days: int, starts: str, ends: str) -> dict[str, str]:
    day = (firm.now() + timedelta(days=days)).date().isoformat()
    return {"date": day, "starts": starts, "ends": ends, "time_zone": "America/New_York"}


def rows(firm: Firm) -> list[Interview]:
    firm.session.commit()
    return list(firm.session.scalars(select(Interview)))


@pytest.fixture
def path(firm: Firm) -> str:
    return f"/applications/{firm.application().id}/interviews/new"


@pytest.fixture
def rita(browse: Browse, firm: Firm, path: str) -> Browser:
    assert path
    return browse(firm.recruiter)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_to_end_on_that_no_calendar_reaches_is_refused(firm: Firm, rita: Browser, path: str, day: str) -> None:
    answer = rita.post(path, slot(firm, 3, "10:00", "23:59") | {"ends_on": day})
    assert answer.status_code == 422 and "Enter a year from" in answer.text and not rows(firm)


@pytest.mark.parametrize("case", REFUSED)
def test_an_end_that_is_not_after_the_start_is_refused_at_its_field(
    firm: Firm, rita: Browser, path: str, case: str
) -> None:
    answer = rita.post(path, slot(firm, 30, *REFUSED[case]))
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    field = page.find(id="ends")
    assert field is not None and field["aria-invalid"] == "true" and END in answer.text
    assert "Save anyway" not in answer.text and not rows(firm)


@pytest.mark.parametrize("case", ASKED)
def test_what_may_be_intended_is_asked_and_saved_by_a_second_submit(
    firm: Firm, rita: Browser, path: str, case: str
) -> None:
    days, starts, ends, sentence = ASKED[case]
    sent = slot(firm, days, starts, ends) | {"place": "12 Main Street"}
    answer = rita.post(path, sent)
    assert answer.status_code == 422 and sentence in answer.text and "12 Main Street" in answer.text
    assert not rows(firm)
    assert rita.post(path, sent | save_anyway(answer.text)).status_code == 302
    assert len(rows(firm)) == 1


@pytest.mark.parametrize("case", TAKEN)
def test_usual_times_are_saved_at_once(firm: Firm, rita: Browser, path: str, case: str) -> None:
    assert rita.post(path, slot(firm, *TAKEN[case])).status_code == 302


def test_an_answer_holds_only_for_what_it_was_given_to(firm: Firm, rita: Browser, path: str) -> None:
    answered = save_anyway(rita.post(path, slot(firm, 800, "10:00", "11:00")).text)
    again = rita.post(path, slot(firm, 900, "10:00", "11:00") | answered)
    assert again.status_code == 422 and "more than a year away" in again.text and not rows(firm)


def test_overlapping_interviews_of_one_candidate_are_asked_about(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    first, second = firm.application(candidate), firm.application(candidate)
    stranger = firm.application()
    firm.commit()
    rita = browse(firm.recruiter)
    times = slot(firm, 30, "10:00", "11:00")
    assert rita.post(f"/applications/{first.id}/interviews/new", times).status_code == 302
    standing = rows(firm)[0]
    path = f"/applications/{second.id}/interviews/new"
    touching = rita.post(path, times | {"starts": "11:00", "ends": "12:00"}, follow_redirects=True)
    assert touching.status_code == 200, "one that starts as the other ends does not overlap"
    answer = rita.post(path, times | {"starts": "10:59", "ends": "11:00"})
    assert answer.status_code == 422 and "overlaps another interview" in answer.text
    assert f'href="/interviews/{standing.id}"' in answer.text
    assert rita.post(f"/applications/{stranger.id}/interviews/new", times).status_code == 302
    moved = next(row for row in rows(firm) if row.application_id == second.id)
    edit = rita.post(f"/interviews/{moved.id}/edit", times)
    assert edit.status_code == 422 and "overlaps another interview" in edit.text
    assert rita.post(f"/interviews/{moved.id}/edit", times | save_anyway(edit.text)).status_code == 302
    unmoved = rita.post(f"/interviews/{moved.id}/edit", times | {"place": "Elsewhere"})
    assert unmoved.status_code == 302, "the times it has already are not asked about again"


def test_an_interview_of_two_days_is_asked_about_and_keeps_its_days(firm: Firm, rita: Browser, path: str) -> None:
    sent = slot(firm, 30, "09:00", "16:00")
    ends_on = (firm.now() + timedelta(days=31)).date().isoformat()
    answer = rita.post(path, sent | {"ends_on": ends_on})
    assert answer.status_code == 422 and "longer than 12 hours" in answer.text
    assert rita.post(path, sent | {"ends_on": ends_on} | save_anyway(answer.text)).status_code == 302
    row = rows(firm)[0]
    assert row.ends_at - row.starts_at == timedelta(hours=31)
    edit = f"/interviews/{row.id}/edit"
    shown = field_values(rita.get(edit).text)
    assert shown["ends_on"] == ends_on
    assert rita.post(edit, shown | {"place": "12 Main Street"}).status_code == 302
    row = rows(firm)[0]
    assert (row.place, row.ends_at - row.starts_at) == ("12 Main Street", timedelta(hours=31))


@pytest.mark.parametrize(
    ("hours", "ends_on"), [(1, ""), (4, ""), (13, "the next day"), (24, "the next day"), (36, "two days on")]
)
def test_an_interview_from_a_calendar_keeps_its_end_when_its_place_changes(
    firm: Firm, browse: Browse, hours: int, ends_on: str
) -> None:
    interview = firm.interview(people=())
    zone = ZoneInfo(interview.time_zone)
    start = (firm.now() + timedelta(days=20)).astimezone(zone).replace(hour=22, minute=0, second=0, microsecond=0)
    interview.starts_at, interview.ends_at = start, start + timedelta(hours=hours)
    firm.commit()
    rita, edit = browse(firm.recruiter), f"/interviews/{interview.id}/edit"
    shown = field_values(rita.get(edit).text)
    days = {"": None, "the next day": 1, "two days on": 2}[ends_on]
    assert shown["ends_on"] == ((start.date() + timedelta(days=days)).isoformat() if days else "")
    assert rita.post(edit, shown | {"place": "12 Main Street"}).status_code == 302
    row = rows(firm)[0]
    assert (row.place, row.ends_at) == ("12 Main Street", start + timedelta(hours=hours))


def test_a_day_to_end_on_before_the_start_is_refused_at_its_field(firm: Firm, rita: Browser, path: str) -> None:
    sent = slot(firm, 30, "09:00", "16:00") | {"ends_on": (firm.now() + timedelta(days=29)).date().isoformat()}
    page = BeautifulSoup(rita.post(path, sent).text, "html.parser")
    assert page.select_one("#ends_on[aria-invalid=true]") and not page.select_one("#ends[aria-invalid=true]")
    assert "on or after the day it starts" in page.text and not rows(firm)


def field_values(page: str) -> dict[str, str]:
    """What the page's form for an interview shows in its fields."""
    form = BeautifulSoup(page, "html.parser").select_one("form:has([name=ends_on])")
    assert form is not None
    values = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    zone = form.select_one("select[name=time_zone] option[selected]")
    assert zone is not None
    return values | {"time_zone": str(zone["value"])}


def test_a_canceled_interview_overlaps_nothing(firm: Firm, browse: Browse) -> None:
    candidate = firm.candidate()
    path = f"/applications/{firm.application(candidate).id}/interviews/new"
    firm.commit()
    rita, times = browse(firm.recruiter), slot(firm, 30, "10:00", "11:00")
    rita.post(path, times)
    rita.post(f"/interviews/{rows(firm)[0].id}/status", {"status": "cancelled"})
    assert rita.post(path, times).status_code == 302
