"""Business hours and holidays of the agency and its offices: the plan, requests, and reviews keep them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from portal.agencies import queries as agencies
from portal.agencies.models import HolidayChange, Office
from portal.applications import actions as applications
from portal.approvals.models import Approval
from portal.candidates.actions import CandidateProfile
from portal.contacts.models import ContactRequest
from portal.core.command import Command
from portal.core.errors import ActionRefused
from portal.followups import recalculation
from portal.followups.agency_time import add_office_working_hours, load_calendar
from portal.followups.models import Step
from portal.followups.recalculation import Recalculation
from portal.followups.rules.working_time import DEFAULT_WEEK, Week
from portal.interviews.models import Interview
from portal.jobs import tick
from portal.offices import business_hours
from portal.offices.business_hours import OfficeTime
from tests.approvals.test_actions import handed_in, written
from tests.factories.firm import Firm

SATURDAY: Week = (None, None, None, None, None, (time(10), time(14)), None)
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_NOON = datetime(2026, 3, 6, 17, tzinfo=UTC)


def owner(firm: Firm) -> Command:
    return firm.command(now=FRIDAY_NOON)


def office_of(firm: Firm, number: int = 0) -> Office:
    return agencies.offices(firm.session)[number]


def own(**values: object) -> OfficeTime:
    return OfficeTime(**({"time_zone": None, "week": None, "country": None, "region": None} | values))  # type: ignore[arg-type]


def requested(firm: Firm) -> tuple[Interview, ContactRequest]:
    """An interview of yesterday, debriefed, with one person whose contact info is asked for."""
    interview = firm.interview(starts_in=timedelta(hours=-2), people=("Lee Park",))
    firm.debriefed(interview)
    firm.commit()
    return interview, firm.session.scalars(select(ContactRequest)).one()


def one_day(firm: Firm) -> tuple[OfficeTime, datetime]:
    """Business hours of 4 hours, on no day but the one in 3 days, without holidays; and when they end."""
    day = (firm.now().astimezone(NEW_YORK) + timedelta(days=3)).date()
    week: Week = tuple((time(10), time(14)) if number == day.weekday() else None for number in range(7))
    ends = datetime.combine(day, time(14), NEW_YORK)
    return own(week=week, country="UA"), ends.astimezone(UTC)


def due_of_request(firm: Firm) -> datetime:
    firm.session.expire_all()
    return firm.session.scalars(select(Step.due_at).where(Step.kind == "request_contact")).one()


@pytest.mark.parametrize(
    ("case", "time_of_office", "expected"),
    [
        ("none of its own: the agency’s Friday in New York", own(), "2026-03-06T18:00"),
        ("Saturdays only", own(week=SATURDAY), "2026-03-07T16:00"),
        ("Berlin’s week is over", own(time_zone="Europe/Berlin"), "2026-03-09T09:00"),
        ("Saturdays, in Berlin", own(week=SATURDAY, time_zone="Europe/Berlin"), "2026-03-07T10:00"),
        ("a Friday off in Andorra’s Canillo? No", own(country="DE", region="BY"), "2026-03-06T18:00"),
    ],
)
def test_an_office_keeps_its_own_time(firm: Firm, case: str, time_of_office: OfficeTime, expected: str) -> None:
    office = office_of(firm)
    business_hours.set_office_time(owner(firm), office, time_of_office)
    found = add_office_working_hours(firm.session, office.id, FRIDAY_NOON, 1)
    assert found.strftime("%Y-%m-%dT%H:%M") == expected, case
    elsewhere = add_office_working_hours(firm.session, office_of(firm, 1).id, FRIDAY_NOON, 1)
    assert elsewhere == FRIDAY_NOON + timedelta(hours=1), "another office keeps the agency’s"


def test_the_request_of_an_office_follows_its_hours(firm: Firm) -> None:
    _, request = requested(firm)
    office = firm.session.get_one(Office, (firm.id, firm.recruiter.office_id))
    hours, ends = one_day(firm)
    assert business_hours.set_office_time(firm.command(), office, hours).applications == 1
    assert (due_of_request(firm), request.target_at) == (ends, ends)
    assert request.escalate_at == ends - timedelta(hours=2)
    assert business_hours.set_office_time(firm.command(), office, hours) == business_hours.NOTHING


def test_another_offices_hours_change_nothing_here(firm: Firm) -> None:
    requested(firm)
    before = due_of_request(firm)
    other = firm.session.get_one(Office, (firm.id, firm.stranger.office_id))
    assert business_hours.set_office_time(firm.command(), other, one_day(firm)[0]) == Recalculation(0, 0)
    assert due_of_request(firm) == before


def test_a_candidate_in_another_office_is_replanned_in_its_hours(firm: Firm) -> None:
    interview, _ = requested(firm)
    other = firm.session.get_one(Office, (firm.id, firm.stranger.office_id))
    hours, ends = one_day(firm)
    business_hours.set_office_time(firm.command(), other, hours)
    candidate = interview.application.candidate
    profile = CandidateProfile(
        candidate.name, candidate.email, candidate.time_zone, office_id=other.id, recruiter_id=candidate.recruiter_id
    )
    applications.update_candidate(firm.command(), candidate, profile)
    firm.commit()
    assert due_of_request(firm) == ends


def test_the_review_of_a_note_follows_the_offices_hours(firm: Firm) -> None:
    note = written(firm)
    handed_in(firm, note)
    office = firm.session.get_one(Office, (firm.id, firm.recruiter.office_id))
    hours, ends = one_day(firm)
    business_hours.set_office_time(firm.command(), office, hours)
    firm.session.expire_all()
    review = firm.session.scalars(select(Approval).where(Approval.note_id == note.id)).one()
    assert (review.target_at, review.escalate_at) == (ends - timedelta(hours=2), ends - timedelta(hours=3))


def test_a_day_off_moves_what_was_due_on_it(firm: Firm) -> None:
    interview = firm.interview(starts_in=timedelta(hours=-2), people=("Dana Ruiz <dana@acme.example>",))
    firm.debriefed(interview)
    firm.commit()
    follow_up = firm.session.scalars(select(Step).where(Step.kind == "follow_up")).one()
    day, before = follow_up.due_at.date(), follow_up.due_at
    assert business_hours.add_day_off(firm.command(), None, day, "Inventory") == Recalculation(1, 1)
    firm.session.refresh(follow_up)
    assert follow_up.due_at > before
    assert business_hours.remove_day_off(firm.command(), None, day) == Recalculation(1, 1)
    firm.session.refresh(follow_up)
    assert follow_up.due_at == before
    assert firm.session.scalar(select(func.count()).select_from(HolidayChange)) == 0, "nothing is left of it"


def test_more_than_a_few_are_replanned_in_the_background(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    requested(firm)
    monkeypatch.setattr(recalculation, "AT_ONCE", 0)
    before = due_of_request(firm)
    office = firm.session.get_one(Office, (firm.id, firm.recruiter.office_id))
    assert business_hours.set_office_time(firm.command(), office, one_day(firm)[0]) == Recalculation(1, None)
    assert due_of_request(firm) == before, "not yet"
    assert (firm.id, "plan") in tick.due(firm.session)


def test_holidays_are_those_of_the_region_as_the_agency_and_the_office_change_them(firm: Firm) -> None:
    command, office = owner(firm), office_of(firm)
    epiphany, memorial, ours = date(2026, 1, 6), date(2026, 5, 25), date(2026, 12, 24)
    business_hours.set_office_time(command, office, own(country="DE", region="BY"))
    business_hours.add_day_off(command, None, ours, "Holiday break")
    business_hours.remove_day_off(command, office, ours)
    business_hours.remove_day_off(command, office, epiphany)

    def closed(of: Office | None, *days: date) -> list[bool]:
        holidays = load_calendar(firm.session, of.id if of else None, FRIDAY_NOON).holidays
        return [day in holidays for day in days]

    assert closed(office, date(2026, 10, 3), epiphany, ours, memorial) == [True, False, False, True]
    assert closed(None, date(2026, 10, 3), epiphany, ours, memorial) == [False, False, True, True]
    business_hours.restore_day_off(command, office, ours)
    business_hours.restore_day_off(command, office, epiphany)
    assert closed(office, epiphany, ours) == [True, True]
    left = firm.session.scalars(select(HolidayChange.office_id)).all()
    assert left == [None], "the office has no changes of its own left"


@pytest.mark.parametrize(
    ("case", "field", "week", "region"),
    [
        ("no day", "day_0", (None,) * 7, None),
        ("ends before it starts", "closes_1", (None, (time(17), time(9)), *[None] * 5), None),
        ("a region of another country", "region", DEFAULT_WEEK, "BY"),
        ("no region at all", "region", DEFAULT_WEEK, "ZZ"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(
    firm: Firm, case: str, field: str, week: Week, region: str | None
) -> None:
    profile = agencies.profile(firm.session)
    with pytest.raises(ActionRefused) as refused:
        business_hours.set_agency_time(owner(firm), profile, time_zone="UTC", week=week, region=region)
    assert refused.value.field == field, case
    assert (profile.time_zone, profile.week) == ("America/New_York", None), "nothing was saved"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 25), "This day is already in the list as %(name)s."),
        (date(2025, 12, 24), "Choose a day in %(first)s or %(last)s."),
        (date(2028, 1, 3), "Choose a day in %(first)s or %(last)s."),
    ],
)
def test_a_day_that_cannot_be_added_is_refused(firm: Firm, day: date, words: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        business_hours.add_day_off(owner(firm), None, day, "Break")
    assert (refused.value.field, refused.value.sentence) == ("day", words)
