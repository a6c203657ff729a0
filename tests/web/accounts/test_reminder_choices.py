"""A candidate's page "Reminders": which, when, how many, and none until a day."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.candidates import queries
from portal.candidates.models import Candidate
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.page_forms import form_of

PAGE = "/me/reminders"


@pytest.fixture
def own(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.account_of(firm.candidate()))


def one(firm: Firm) -> Candidate:
    return firm.session.scalars(select(Candidate).execution_options(populate_existing=True)).one()


def chosen(**changes: object) -> dict[str, object]:
    every = {
        "preparation": "y",
        "debrief": "y",
        "thank": "y",
        "follow_up": "y",
        "days": ["0", "1", "2", "3", "4", "5", "6"],
    }
    return {**every, "remind_from": "08:00", "remind_until": "20:00", **changes}


def test_choices_are_saved_and_shown_also_to_staff(firm: Firm, own: Browser, browse: Browse) -> None:
    sent = chosen(follow_up="", days=["0", "1"], remind_from="09:30", digest="y")
    assert own.post(f"{PAGE}/choices", sent, page=PAGE).status_code == 302
    row = one(firm)
    assert (row.reminders_off, row.reminder_days_off) == (["follow_up"], [2, 3, 4, 5, 6])
    assert (row.remind_from, row.remind_until, row.reminder_digest) == (time(9, 30), None, True)
    assert row.next_reminder_at is not None, "decided again"
    fields = form_of(own.get(PAGE))
    assert fields["remind_from"] == "09:30"
    staff = browse(firm.recruiter).get(f"/candidates/{row.id}").text.replace("\u202f", " ")
    for said in (
        "about follow-ups",
        "on Wed, Thu, Fri, Sat, and Sun",
        "between 9:30 AM and 8:00 PM",
        "One reminder a day",
    ):
        assert said in staff
    assert "between 8:00 PM and 9:30 AM" in own.get("/me/account").text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": []}, "Leave at least one day on."),
        ({"remind_from": "12:00", "remind_until": "12:00"}, "Choose a time after the first one."),
        ({"remind_from": "03:00"}, "Not a valid choice"),
        ({"days": ["9"]}, "field-error"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(firm: Firm, own: Browser, wrong: dict[str, object], said: str) -> None:
    answer = own.post(f"{PAGE}/choices", chosen(**wrong), page=PAGE)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert one(firm).reminder_days_off == []


@pytest.mark.parametrize(("sent", "days"), [({"weeks": "1"}, 7), ({"weeks": "2"}, 14), ({"until": "{tomorrow}"}, 1)])
def test_reminders_are_paused_until_a_local_day(firm: Firm, own: Browser, sent: dict[str, str], days: int) -> None:
    zone = ZoneInfo(one(firm).time_zone)
    today = firm.now().astimezone(zone).date()
    tomorrow = str(today + timedelta(days=1))
    own.post(f"{PAGE}/pause", {name: value.format(tomorrow=tomorrow) for name, value in sent.items()}, page=PAGE)
    candidate = one(firm)
    (row,) = queries.active_suppressions(firm.session, [candidate.id])[candidate.id]
    assert row.until is not None
    assert row.until.astimezone(zone).replace(tzinfo=None).isoformat() == f"{today + timedelta(days=days)}T00:00:00"
    assert "Reminders are paused until" in own.get(PAGE).text


@pytest.mark.parametrize("until", ["", "2020-01-01", "2099-01-01", "soon"])
def test_a_day_that_is_none_or_gone_is_refused(firm: Firm, own: Browser, until: str) -> None:
    answer = own.post(f"{PAGE}/pause", {"until": until}, page=PAGE)
    assert (answer.status_code, "field-error" in answer.text) == (422, True)
    assert form_of(answer) == form_of(own.get(PAGE)), "the switches stay as they were chosen"
    candidate = one(firm)
    assert queries.active_suppressions(firm.session, [candidate.id])[candidate.id] == []


@pytest.mark.parametrize(
    ("zone", "expected"), [("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Base", None), ("../etc/passwd", None), ("", None)]
)
def test_a_candidate_who_moved_uses_the_devices_zone(firm: Firm, own: Browser, zone: str, expected: str | None) -> None:
    before = one(firm).time_zone
    status = own.post("/me/time-zone", {"time_zone": zone}, page=PAGE).status_code
    assert status == 302 if expected else 400 <= status < 500
    assert one(firm).time_zone == (expected or before)
    assert one(firm).account.time_zone == one(firm).time_zone
