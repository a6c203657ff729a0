"""Of an address that nobody takes, others are told: once, in working hours, and only of candidates they may see."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.alerts import unclaimed_requests
from portal.contacts import request_claims
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.interviews import actions as interviews
from portal.messaging import sending
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import ZONE, Firm
from tests.factories.working_days import working_day
from tests.fixtures.services import set_mail_clock
from tests.messaging.catching import Catcher

HOUR, TEN = timedelta(hours=1), time(10)


class Morning:
    """Ann met Dana; at ten on a working day she says that nobody has the address."""

    def __init__(self, firm: Firm, catcher: Catcher, *, recruiter: bool = True) -> None:
        self.firm, self.catcher = firm, catcher
        self.ten = self.now = working_day(firm.now() + timedelta(days=1), TEN)
        candidate = firm.candidate("Ann Lee")
        if not recruiter:
            candidate.recruiter_id = None
        interview = firm.interview(firm.application(candidate), starts_in=-2 * HOUR, people=("Dana Ruiz",))
        interview.people[0].met = True
        interviews.request_address(firm.command(now=self.ten), interview, interview.people[0])
        interviews.complete_step(firm.command(now=self.ten), interview, "debrief", means="told", at=self.ten)
        transaction.commit(firm.session, self.ten)
        self.request = firm.session.scalars(select(ContactRequest)).one()
        set_mail_clock(firm.app, lambda _session: self.now)

    def told(self, now: datetime) -> list[str]:
        """Whom the outbox holds mails for after the tick of that moment."""
        self.now = now
        unclaimed_requests.enqueue_due_alerts(self.firm.session, now)
        transaction.commit(self.firm.session, now)
        query = (
            select(OutgoingMessage.to_name)
            .where(OutgoingMessage.kind == unclaimed_requests.KIND)
            .order_by(OutgoingMessage.to_name)
        )
        return list(self.firm.session.scalars(query))

    def text_to(self, account: Account) -> str:
        body = self.catcher.to(account.email)[0].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def arrived(self) -> list[str]:
        sending.send(self.firm.session, "due", sending.transport())
        return [mail["Subject"] for _, mail in self.catcher.mails if mail["X-Portal-Kind"] == unclaimed_requests.KIND]


@pytest.fixture
def morning(firm: Firm, catcher: Catcher) -> Morning:
    return Morning(firm, catcher)


def test_at_half_the_target_the_office_is_told_once(morning: Morning) -> None:
    firm = morning.firm
    firm.stranger.office_id = firm.recruiter.office_id
    assert morning.told(morning.ten + 2 * HOUR - timedelta(seconds=1)) == []
    assert morning.told(morning.ten + 2 * HOUR) == ["Olga Owner", "Stan Stranger"]
    assert morning.arrived() == [f"Contact info still needed: Dana Ruiz, {morning.request.contact.employer.name}"] * 2
    assert morning.told(morning.ten + 3 * HOUR) == ["Olga Owner", "Stan Stranger"]
    assert morning.request.escalated_at == morning.ten + 2 * HOUR
    text = morning.text_to(firm.stranger)
    assert "Rita hasn’t gotten to it yet" in text and "Interview with" in text
    assert "Ann Lee" in text and f"/contact-requests/{morning.request.id}/answer" in text


def test_what_is_taken_or_answered_is_told_to_nobody(morning: Morning) -> None:
    request_claims.claim_request(morning.firm.command(now=morning.ten), morning.request)
    assert morning.told(morning.ten + 2 * HOUR) == []


def test_several_addresses_are_one_mail_to_each_and_later_ones_join_it_while_it_waits(morning: Morning) -> None:
    firm, late = morning.firm, morning.ten + 8 * HOUR
    second = ask_too(morning, "Lee Park", morning.ten)
    assert morning.told(late) == ["Olga Owner"]
    third = ask_too(morning, "Kim Stone", morning.ten + HOUR)
    request_claims.claim_request(firm.command(now=late), second)
    assert morning.told(late + HOUR) == ["Olga Owner"]
    assert morning.request.escalated_at == late and third.escalated_at == late + HOUR
    morning.now = working_day(morning.ten + timedelta(days=6), TEN)
    assert morning.arrived() == [
        f"Contact info still needed: Dana Ruiz, {morning.request.contact.employer.name} (and 1 more)"
    ]
    text = morning.text_to(firm.owner)
    assert "Lee Park" not in text
    assert all(f"/contact-requests/{row.id}/answer" in text for row in (morning.request, third))
    assert text.count("Rita hasn’t gotten to it yet.") == 2


def ask_too(morning: Morning, name: str, at: datetime) -> ContactRequest:
    """Another of Ann's interviews, and nobody has this address either."""
    firm = morning.firm
    interview = firm.interview(starts_in=-2 * HOUR, people=(name,))
    interview.people[0].met = True
    interviews.request_address(firm.command(now=at), interview, interview.people[0])
    interviews.complete_step(firm.command(now=at), interview, "debrief", means="told", at=at)
    transaction.commit(firm.session, at)
    asked = select(ContactRequest).order_by(ContactRequest.id.desc()).limit(1)
    return firm.session.scalars(asked).one()


@pytest.mark.parametrize("how", ["taken", "answered"])
def test_what_is_taken_or_answered_meanwhile_is_not_sent(morning: Morning, how: str) -> None:
    firm = morning.firm
    assert morning.told(morning.ten + 2 * HOUR) != []
    if how == "taken":
        request_claims.claim_request(firm.command(now=morning.now), morning.request)
    else:
        details = ContactDetails("Dana Ruiz", email="dana@acme.example")
        interviews.update_contact(firm.command(now=morning.now), morning.request.contact, details)
    transaction.commit(firm.session, morning.now)
    assert morning.arrived() == []


def test_outside_working_hours_it_waits_for_the_next_morning(morning: Morning) -> None:
    assert morning.told(morning.ten + 8 * HOUR) != []
    assert morning.arrived() == []
    mail = morning.firm.session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.kind == unclaimed_requests.KIND)
    ).first()
    assert mail is not None and mail.due_at.astimezone(ZoneInfo(ZONE)).time() == time(9)


def test_what_could_not_go_out_before_the_evening_waits_too(morning: Morning) -> None:
    assert morning.told(morning.ten + 6.9 * HOUR) != []
    morning.now = morning.ten + 8 * HOUR
    assert morning.arrived() == []
    morning.now = working_day(morning.ten + timedelta(days=6), TEN)
    assert len(morning.arrived()) == 1


@pytest.mark.parametrize("why", ["none", "gone"])
def test_where_no_recruiter_can_be_told_the_office_is_at_once(firm: Firm, catcher: Catcher, why: str) -> None:
    if why == "gone":
        firm.recruiter.deactivated_at = firm.now()
    morning = Morning(firm, catcher, recruiter=why == "gone")
    expected = {"none": ["Olga Owner", "Rita Recruiter"], "gone": ["Olga Owner"]}[why]
    assert morning.told(morning.ten) == expected
    assert len(morning.arrived()) == len(expected)
    assert "has no recruiter assigned" in morning.text_to(firm.owner)


def test_where_the_candidate_has_no_office_either_an_owner_is_told(firm: Firm, catcher: Catcher) -> None:
    candidate_offices(firm)
    morning = Morning(firm, catcher, recruiter=False)
    morning.request.candidate.office_id = None
    assert morning.told(morning.ten) == ["Olga Owner"]


def candidate_offices(firm: Firm) -> None:
    firm.owner.office_id = firm.stranger.office_id
