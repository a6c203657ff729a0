"""Being away until a day: what is refused, who is told, and whom contact requests and notes reach meanwhile."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.alerts import unclaimed_requests
from portal.applications.rules import Pace
from portal.approvals import mails as approval_mails
from portal.approvals.models import Approval
from portal.contacts import request_claims
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.interviews.models import Interview
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.reminders import actions as reminders
from portal.staff import absences
from portal.staff.coverage import coverage
from tests.factories.firm import ZONE, Firm
from tests.factories.working_days import working_day
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Week:
    """From a working day at nine on; Ann's interview with Dana, whose address is missing, is over."""

    def __init__(self, firm: Firm, catcher: Catcher) -> None:
        self.firm, self.catcher = firm, catcher
        self.nine = self.now = working_day(firm.now() + DAY, time(9))
        set_mail_clock(firm.app, lambda _session: self.now)
        ann = firm.candidate("Ann Lee")
        people = ("Dana Ruiz", "Kim Stone <kim@acme.example>")
        self.interview = firm.interview(
            firm.application(ann), starts_in=self.nine - 2 * HOUR - firm.now(), people=people
        )
        firm.stranger.office_id = firm.recruiter.office_id
        firm.session.flush()

    def debrief(self, interview: Interview) -> None:
        """Everyone was met; the interview was an hour before `now`."""
        told = tuple(PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in interview.people)
        debriefs.finish(self.firm.command(now=self.now), interview, DebriefAnswers(told, Pace()))

    def away(self, until: datetime, substitute: Account | None, since: datetime | None = None) -> None:
        command, zone = self.firm.command(now=self.now), ZoneInfo(ZONE)
        first = since.astimezone(zone).date() if since else None
        absences.start_absence(command, self.firm.recruiter, until.astimezone(zone).date(), substitute, first)

    def tick(self, at: datetime, kind: str) -> list[str]:
        """Do everything due at that time; return who got emails of this kind, by first name."""
        session, before = self.firm.session, len(self.catcher.mails)
        self.now = at
        transaction.commit(session, at)
        for work in (
            absences.end_due,
            reminders.replan_due_applications,
            unclaimed_requests.enqueue_due_alerts,
        ):
            work(session, at)
            transaction.commit(session, at)
        for queue in ("now", "due"):
            sending.send(session, queue, sending.transport())
        fresh = [(to, mail) for to, mail in self.catcher.mails[before:] if mail["X-Portal-Kind"] == kind]
        return sorted(to.partition("@")[0] for to, _ in fresh)

    def last_text(self) -> str:
        body = self.catcher.mails[-1][1].get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@pytest.fixture
def week(firm: Firm, catcher: Catcher) -> Week:
    return Week(firm, catcher)


def messages(firm: Firm, kind: str) -> list[OutgoingMessage]:
    return list(firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == kind)))


def test_a_contact_request_reaches_the_substitute_who_reads_for_whom(week: Week) -> None:
    week.away(week.nine + 7 * DAY, week.firm.stranger)
    week.debrief(week.interview)
    week.tick(week.nine + 2 * HOUR, "contact-request")
    assert week.tick(week.nine + 3 * HOUR, "contact-request") == ["stan"]
    assert "You get this because Rita Recruiter is away. They’re back on" in week.last_text()
    request = week.firm.session.scalars(select(ContactRequest)).one()
    assert request.recruiter_notified_at is not None


def test_the_next_request_reaches_the_recruiter_who_is_back(week: Week) -> None:
    week.away(week.nine + DAY, week.firm.stranger)
    later = working_day(week.nine + 2 * DAY, time(10))
    week.now = later
    week.debrief(week.interview)
    week.tick(later, "contact-request")
    assert week.tick(later + HOUR, "contact-request") == ["rita"]
    assert "because these are your candidates" in week.last_text()


def test_an_email_that_waits_goes_to_whoever_acts_when_it_is_sent(week: Week) -> None:
    week.debrief(week.interview)
    transaction.commit(week.firm.session, week.now)
    assert [row.to_name for row in messages(week.firm, "contact-request")] == ["Rita Recruiter"]
    week.away(week.nine + 7 * DAY, week.firm.stranger)
    assert week.tick(week.nine + 2 * HOUR, "contact-request") == ["stan"]
    assert week.tick(week.nine + 3 * HOUR, "contact-request") == []


def test_what_the_substitute_may_not_see_goes_to_an_owner(week: Week) -> None:
    other = week.firm.candidate("Bob Moss")
    other.office_id = None
    second = week.firm.interview(
        week.firm.application(other), starts_in=week.nine - 2 * HOUR - week.firm.now(), people=("Lee Park",)
    )
    week.away(week.nine + 7 * DAY, week.firm.stranger)
    week.debrief(week.interview)
    week.debrief(second)
    week.tick(week.nine + 2 * HOUR, "contact-request")
    assert week.tick(week.nine + 3 * HOUR, "contact-request") == ["olga", "stan"]


def test_half_of_the_target_later_others_are_told_and_neither_who_is_away_nor_the_substitute(week: Week) -> None:
    week.away(week.nine + 7 * DAY, week.firm.stranger)
    week.debrief(week.interview)
    for hours in (1, 2, 3):
        week.tick(week.nine + hours * HOUR, "contact-request")
    told = {row.to_name for row in messages(week.firm, unclaimed_requests.KIND)}
    assert told == {"Olga Owner"}


def test_a_note_to_review_reaches_the_substitute(week: Week) -> None:
    firm = week.firm
    agencies.profile(firm.session).note_sending = "approval"
    week.away(week.nine + 7 * DAY, firm.stranger)
    week.debrief(week.interview)
    person = next(row for row in week.interview.people if row.contact.email)
    note = notes.begin(firm.command(now=week.now), person, "thank", {})
    row = Approval(note_id=note.id, kind="approve", asked_at=week.now, target_at=week.now + HOUR, subject="", body="")
    firm.session.add(row)
    firm.session.flush()
    approval_mails.enqueue_request(firm.session, row, week.now)
    (waiting,) = messages(firm, "approval")
    assert waiting.to_name == "Stan Stranger"
    absences.end_absence(firm.command(now=week.now), firm.recruiter)
    assert week.tick(week.nine + HOUR, "approval") == ["rita"], "they are back"


def test_the_substitute_gets_one_email_that_says_until_when(week: Week) -> None:
    week.away(week.nine + 7 * DAY, week.firm.stranger)
    week.away(week.nine + 7 * DAY, week.firm.stranger)
    assert week.tick(week.nine, "account") == ["stan"]
    assert "Rita Recruiter is away and back on" in week.last_text()
    week.away(week.nine + 8 * DAY, week.firm.stranger)
    absences.end_absence(week.firm.command(now=week.now), week.firm.recruiter)
    told = week.tick(week.nine + HOUR, "account")
    assert told == ["rita", "stan"], "that it ended; no email says that Stan fills in, for it ended before"


def claimed(week: Week, by: Account, at: datetime) -> ContactRequest:
    """Return the request of the interview's debrief, which someone took at that time."""
    request = week.firm.session.scalars(select(ContactRequest)).one()
    request_claims.claim_request(week.firm.command(by=Actor("account", by.id, by.role), now=at), request)
    return request


def test_what_the_substitute_took_comes_back_by_itself_and_both_get_one_email(week: Week) -> None:
    week.away(week.nine + 2 * DAY, week.firm.stranger)
    week.debrief(week.interview)
    request = claimed(week, week.firm.stranger, week.nine + HOUR)
    week.tick(week.nine + HOUR, "account")
    back = (week.nine + 2 * DAY).astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0)
    assert week.tick(back - timedelta(seconds=1), "account") == []
    assert week.tick(back, "account") == ["rita", "stan"]
    assert "What you took for their candidates is theirs again:" in week.last_text()
    assert "1 open contact request" in week.last_text()
    week.firm.session.expire_all()
    assert request.claimed_by_id == week.firm.recruiter.id
    assert week.firm.recruiter.back_on is None
    assert week.tick(back + HOUR, "account") == []


def test_what_the_substitute_took_before_the_absence_stays_theirs(week: Week) -> None:
    week.debrief(week.interview)
    request = claimed(week, week.firm.stranger, week.nine)
    week.now = week.nine + DAY
    week.away(week.nine + 2 * DAY, week.firm.stranger)
    assert not absences.end_absence(week.firm.command(now=week.now), week.firm.recruiter).any
    assert request.claimed_by_id == week.firm.stranger.id


def test_an_absence_that_begins_later_changes_nothing_before_and_its_email_says_when(week: Week) -> None:
    week.away(week.nine + 9 * DAY, week.firm.stranger, since=week.nine + 7 * DAY)
    assert week.tick(week.nine, "account") == ["stan"]
    assert "Rita Recruiter is away from" in week.last_text()
    week.debrief(week.interview)
    week.tick(week.nine + 2 * HOUR, "contact-request")
    assert week.tick(week.nine + 3 * HOUR, "contact-request") == ["rita"]
    assert [week.firm.recruiter.is_away(week.nine + days * DAY) for days in (6, 7, 8, 9)] == [False, True, True, False]


def test_canceling_a_planned_absence_tells_the_substitute_alone(week: Week) -> None:
    week.away(week.nine + 9 * DAY, week.firm.stranger, since=week.nine + 7 * DAY)
    week.tick(week.nine, "account")
    absences.end_absence(week.firm.command(now=week.now), week.firm.recruiter)
    assert week.tick(week.nine + HOUR, "account") == ["stan"]
    assert "Rita Recruiter isn’t away as planned, so you don’t fill in." in week.last_text()


@pytest.mark.parametrize(("since", "until", "field"), [(-1, 3, "away_from"), (3, 3, "back_on"), (4, 3, "back_on")])
def test_days_in_the_wrong_order_are_refused(week: Week, since: int, until: int, field: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        week.away(week.nine + until * DAY, week.firm.stranger, since=week.nine + since * DAY)
    assert refused.value.field == field


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_over_or_too_far_is_refused(week: Week, days: int) -> None:
    with pytest.raises(ActionRefused) as refused:
        week.away(week.nine + days * DAY, week.firm.stranger)
    assert refused.value.field == "back_on"


def test_who_fills_in_looks_after_candidates_and_is_someone_else(week: Week) -> None:
    for account in (week.firm.recruiter, week.firm.viewer):
        with pytest.raises(ActionRefused) as refused:
            week.away(week.nine + DAY, account)
        assert refused.value.field == "substitute_id"


def test_the_page_knows_how_far_a_substitute_sees(week: Week) -> None:
    firm, now = week.firm, week.now
    firm.candidate("Bob Moss").office_id = None
    firm.session.flush()
    found = coverage(firm.session, firm.recruiter, firm.stranger, now)
    assert (found.candidates, found.covered, found.owner) == (2, 1, firm.owner)
    assert coverage(firm.session, firm.recruiter, None, now).covered == 0
