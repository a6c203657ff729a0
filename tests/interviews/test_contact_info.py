"""How the people met are reached: a guess is nobody's address, and what is given up leaves another way."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.audit.models import AuditEvent
from portal.contacts import actions as contacts
from portal.contacts import request_claims
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest
from portal.contacts.rules import fill_missing
from portal.core import transaction
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.followups.models import Step
from portal.interviews import contact_info
from portal.interviews.models import Interview
from tests.factories.firm import Firm

DANA = "dana.ruiz@acme.example"


@pytest.fixture
def interview(firm: Firm) -> Interview:
    """Ann met Dana, whose address nobody has."""
    made = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz",))
    firm.debriefed(made)
    settle(firm)
    return made


@pytest.fixture
def dana(interview: Interview) -> Contact:
    return interview.people[0].contact


@pytest.fixture
def request_row(firm: Firm, interview: Interview) -> ContactRequest:
    assert interview.people
    return firm.session.scalars(select(ContactRequest)).one()


def settle(firm: Firm) -> None:
    transaction.replan_touched(firm.session, firm.now())


def thank(firm: Firm) -> str:
    settle(firm)
    return firm.session.scalars(select(Step.state).where(Step.kind == "thank")).one()


def candidate(interview: Interview) -> Actor:
    return Actor("account", interview.application.candidate.account_id, "candidate")


def guessed(firm: Firm, contact: Contact) -> None:
    contacts.update_contact(firm.command(), contact, ContactDetails("Dana Ruiz", email=DANA, email_is_guess=True))


def test_nothing_is_sent_to_a_guess_until_somebody_knows_it_is_right(
    firm: Firm, dana: Contact, request_row: ContactRequest
) -> None:
    guessed(firm, dana)
    assert (dana.email, dana.mail_address, dana.reachable_at) == (DANA, None, None)
    assert (thank(firm), request_row.outcome) == ("blocked", None)
    contact_info.confirm_email(firm.command(), dana)
    assert (dana.mail_address, dana.email_is_guess) == (DANA, False)
    assert (thank(firm), request_row.outcome) == ("open", "answered")


@pytest.mark.parametrize("told", [DANA, "DANA.RUIZ@acme.example", "d.ruiz@acme.example"])
def test_who_is_told_an_address_makes_sure_of_a_guess_or_replaces_it(firm: Firm, dana: Contact, told: str) -> None:
    guessed(firm, dana)
    contact_info.fill_missing_details(firm.command(), dana, ContactDetails("Dana Ruiz", email=told))
    assert (dana.mail_address, dana.email_is_guess) == (told, False)
    assert thank(firm) == "open"


def test_saving_something_else_of_a_contact_does_not_make_sure_of_a_guess(firm: Firm, dana: Contact) -> None:
    guessed(firm, dana)
    contacts.update_contact(firm.command(), dana, ContactDetails("Dana Ruiz", title="CTO", email=DANA))
    assert (dana.title, dana.email_is_guess, dana.mail_address) == ("CTO", True, None)


@pytest.mark.parametrize(
    ("known", "told", "expected"),
    [
        (
            ContactDetails("Dana"),
            ContactDetails("D.", email="d@a.example"),
            ContactDetails("Dana", email="d@a.example"),
        ),
        (ContactDetails("Dana", phone="1"), ContactDetails("Dana", phone="2"), ContactDetails("Dana", phone="1")),
        (
            ContactDetails("Dana", email="x@a.example"),
            ContactDetails("Dana", email="d@a.example"),
            ContactDetails("Dana", email="x@a.example"),
        ),
        (
            ContactDetails("Dana", email="x@a.example", email_is_guess=True),
            ContactDetails("Dana", email="d@a.example"),
            ContactDetails("Dana", email="d@a.example"),
        ),
        (
            ContactDetails("Dana", email="x@a.example", email_is_guess=True),
            ContactDetails("Dana", title="CTO"),
            ContactDetails("Dana", "CTO", "x@a.example", email_is_guess=True),
        ),
        (
            ContactDetails("Dana", email="x@a.example"),
            ContactDetails("Dana", email="g@a.example", email_is_guess=True),
            ContactDetails("Dana", email="x@a.example"),
        ),
        (
            ContactDetails("Dana"),
            ContactDetails("Dana", email="g@a.example", email_is_guess=True),
            ContactDetails("Dana", email="g@a.example", email_is_guess=True),
        ),
    ],
)
def test_what_is_told_fills_in_and_overwrites_only_a_guess(
    known: ContactDetails, told: ContactDetails, expected: ContactDetails
) -> None:
    assert fill_missing(known, told) == expected


def by_post(firm: Firm, contact: Contact, by: Actor, now: datetime) -> None:
    contact_info.reach_by_post(firm.command(by=by, now=now), contact)


def via_hr(firm: Firm, contact: Contact, by: Actor, now: datetime) -> None:
    contact_info.reach_via_hr(firm.command(by=by, now=now), contact)


Way = Callable[[Firm, Contact, Actor, datetime], None]


@pytest.mark.parametrize(
    ("way", "email", "post"), [(by_post, None, "c/o {name}\n1 Main Street"), (via_hr, "hr@acme.example", None)]
)
def test_what_is_not_available_leaves_another_way(
    firm: Firm, interview: Interview, dana: Contact, request_row: ContactRequest, way: Way, email: str, post: str
) -> None:
    dana.employer.postal_address = "1 Main Street"
    mine = candidate(interview)
    with pytest.raises(ActionRefused, match="still looking"):
        way(firm, dana, mine, firm.now())
    contact_info.mark_not_available(firm.command(), request_row, "not_given_out")
    assert (request_row.outcome, request_row.reason, thank(firm)) == ("not_available", "not_given_out", "blocked")
    way(firm, dana, mine, firm.now())
    expected = post.format(name=dana.employer.name) if post else None
    assert (dana.mail_address, dana.postal_address) == (email, expected)
    assert thank(firm) == "open"


def test_a_way_that_nobody_knows_is_refused(firm: Firm, dana: Contact, request_row: ContactRequest) -> None:
    contact_info.mark_not_available(firm.command(), request_row, "not_given_out")
    dana.employer.hr_email = None
    for way in (by_post, via_hr):
        with pytest.raises(ActionRefused, match="There’s no"):
            way(firm, dana, firm.by, firm.now())


def test_an_own_address_goes_before_human_resources(firm: Firm, dana: Contact) -> None:
    via_hr(firm, dana, firm.by, firm.now())
    assert dana.mail_address == "hr@acme.example"
    guessed(firm, dana)
    assert dana.mail_address == "hr@acme.example"
    contact_info.confirm_email(firm.command(), dana)
    assert dana.mail_address == DANA


def taker(account: Account) -> Actor:
    return Actor("account", account.id, account.role)


def others_will_be_told(row: ContactRequest) -> bool:
    return row.escalate_at is not None


def test_a_request_is_one_persons_until_they_let_it_go(firm: Firm, request_row: ContactRequest) -> None:
    request_claims.claim_request(firm.command(), request_row)
    request_claims.claim_request(firm.command(), request_row)
    with pytest.raises(ActionRefused) as refused:
        request_claims.claim_request(firm.command(by=taker(firm.owner)), request_row)
    assert refused.value.values["name"] == "Rita Recruiter"
    settle(firm)
    assert not others_will_be_told(request_row)
    contact_info.release_request(firm.command(), request_row)
    settle(firm)
    assert others_will_be_told(request_row)
    request_claims.claim_request(firm.command(by=taker(firm.owner)), request_row)
    assert request_row.claimed_by == firm.owner


def test_who_leaves_lets_go_of_what_they_had_taken(firm: Firm, request_row: ContactRequest) -> None:
    leaving = firm.account("Lea Leaving", "recruiter", "lea@agency.example")
    request_claims.claim_request(firm.command(by=taker(leaving)), request_row)
    settle(firm)
    assert not others_will_be_told(request_row)
    accounts.deactivate(firm.command(), leaving)
    settle(firm)
    assert (request_row.claimed_by, request_row.claimed_at) == (None, None)
    assert others_will_be_told(request_row)
    assert "contact_request.release" in firm.session.scalars(select(AuditEvent.action)).all()
    request_claims.claim_request(firm.command(), request_row)
    assert request_row.claimed_by == firm.recruiter


@pytest.mark.parametrize("side", ["candidate", "recruiter"])
def test_either_side_ends_the_way_through_human_resources(
    firm: Firm, interview: Interview, dana: Contact, request_row: ContactRequest, side: str
) -> None:
    contact_info.mark_not_available(firm.command(), request_row, "not_given_out")
    via_hr(firm, dana, firm.by, firm.now())
    assert thank(firm) == "open"
    by = candidate(interview) if side == "candidate" else firm.by
    contact_info.reach_directly(firm.command(by=by), dana)
    assert (dana.mail_address, dana.reachable_at, thank(firm)) == (None, None, "blocked")
    assert contact_info.can_choose_other_way(firm.session, dana)


def test_who_takes_it_a_moment_later_is_told_who_has_it(firm: Firm, request_row: ContactRequest) -> None:
    assert request_row.claimed_by is None
    firm.session.execute(text("update contact_requests set claimed_by_id = :whose"), {"whose": firm.owner.id})
    with pytest.raises(ActionRefused) as refused:
        request_claims.claim_request(firm.command(), request_row)
    assert refused.value.values["name"] == "Olga Owner"


def test_a_closed_request_is_neither_taken_nor_given_up(firm: Firm, request_row: ContactRequest) -> None:
    contacts.close_request(firm.command(), request_row, "not_needed")
    for deed in (
        lambda: request_claims.claim_request(firm.command(), request_row),
        lambda: request_claims.record_hr_asked(firm.command(), request_row),
        lambda: contact_info.mark_not_available(firm.command(), request_row, "not_given_out"),
    ):
        with pytest.raises(ActionRefused, match="closed"):
            deed()


def test_new_details_of_human_resources_reach_whoever_is_reached_through_them(
    firm: Firm, dana: Contact, request_row: ContactRequest
) -> None:
    via_hr(firm, dana, firm.by, firm.now())
    assert (thank(firm), request_row.outcome) == ("open", "answered")
    employer = dana.employer
    for hr_email, state in ((None, "blocked"), ("people@acme.example", "open")):
        details = contacts.EmployerDetails(employer.name, hr_email=hr_email)
        contact_info.update_employer(firm.command(), employer, details)
        assert thank(firm) == state
