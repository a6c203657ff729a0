"""Inviting colleagues: one or a whole list, each at most once and within the limits; sent again and withdrawn."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Account, AccountToken
from portal.core.command import OPERATOR, Actor
from portal.core.errors import ActionRefused
from portal.core.rate_limits import INVITATIONS_OF_AGENCY, INVITATIONS_TO_ADDRESS
from portal.messaging import rate_limits
from portal.messaging.models import OutgoingMessage
from portal.staff import invitations
from portal.staff.invitation_verdicts import ADDRESS_LIMIT, GOOD
from portal.staff.invitations import Assignment
from tests.factories.firm import Firm


@pytest.fixture
def by(firm: Firm) -> Actor:
    return Actor("account", firm.owner.id, "owner")


def mails(firm: Firm, kind: str) -> list[OutgoingMessage]:
    rows = select(OutgoingMessage).where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id)
    return list(firm.session.scalars(rows))


def test_an_invitation_is_sent_again_withdrawn_and_sent_once_more(firm: Firm, by: Actor) -> None:
    now = firm.now()
    made = invitations.invite(
        firm.command(by=by, now=now), name="Wes Okafor", email="wes@x.example", role="recruiter", office_id=None
    )
    invitations.invite_again(firm.command(by=by, now=now), made)
    invitations.withdraw(firm.command(by=by, now=now), made)
    live = select(AccountToken).where(AccountToken.account_id == made.id, AccountToken.expires_at > now)
    assert firm.session.scalars(live).all() == []
    with pytest.raises(ActionRefused):
        invitations.invite_again(firm.command(by=by, now=now), made)
    again = invitations.invite(
        firm.command(by=by, now=now), name=None, email="WES@x.example", role="viewer", office_id=None
    )
    assert (again, again.role, again.name, again.deactivated_at) == (made, "viewer", "Wes Okafor", None)
    assert len(firm.session.scalars(live).all()) == 1
    assert len(mails(firm, "invitation")) == 3


@pytest.mark.parametrize("whose", ["candidate", "colleague", "former"])
def test_an_address_that_is_known_is_refused_with_what_to_do(firm: Firm, by: Actor, whose: str) -> None:
    firm.stranger.deactivated_at = firm.now()
    email = {
        "candidate": firm.candidate().email,
        "colleague": firm.recruiter.email,
        "former": firm.stranger.email.upper(),
    }[whose]
    words = {"candidate": "candidate’s", "colleague": "already here", "former": "Reactivate"}[whose]
    with pytest.raises(ActionRefused, match=words) as refused:
        invitations.invite(firm.command(by=by), name="X Y", email=email, role="viewer", office_id=None)
    assert refused.value.field == "email"


def test_of_twenty_addresses_of_which_two_are_broken_eighteen_are_invited(firm: Firm, by: Actor) -> None:
    listed = [f"Person Q{letter} <person.{letter}@x.example>" for letter in "abcdefghijklmnopqr"]
    text = ", ".join([*listed[:9], "eve@mcgrath", "wes", *listed[9:]])
    verdicts = invitations.invite_list(firm.command(by=by), text, Assignment("viewer", firm.stranger.office_id))
    assert [verdict.code == GOOD for verdict in verdicts] == [True] * 9 + [False] * 2 + [True] * 9
    made = firm.session.scalars(select(Account).where(Account.email_key.like("person.%"))).all()
    assert {(row.role, row.office_id) for row in made} == {("viewer", firm.stranger.office_id)}
    assert sorted(row.name for row in made) == sorted(f"Person Q{letter}" for letter in "abcdefghijklmnopqr")
    assert len(mails(firm, "invitation")) == 18


def test_the_same_list_twice_invites_once(firm: Firm, by: Actor) -> None:
    for expected in (2, 2):
        invitations.invite_list(firm.command(by=by), "ada@x.example, ben@x.example", Assignment("recruiter"))
        assert len(mails(firm, "invitation")) == expected


def test_an_address_that_was_invited_as_often_as_allowed_is_left_out(firm: Firm, by: Actor) -> None:
    for _ in range(INVITATIONS_TO_ADDRESS.most):
        invitations.invite_list(firm.command(by=by), "Ada@x.example", Assignment("recruiter"))
        account = firm.session.scalars(select(Account).where(Account.email_key == "ada@x.example")).one()
        firm.session.flush()
        invitations.withdraw(firm.command(by=by), account)
    said = invitations.invite_list(firm.command(by=by), "ada@x.example, ben@x.example", Assignment("recruiter"))
    assert [verdict.code for verdict in said] == [ADDRESS_LIMIT, GOOD]
    later = invitations.judge_list(firm.session, "ada@x.example", firm.now() + timedelta(days=1, minutes=1))
    assert [verdict.code for verdict in later] == [GOOD]


def test_what_the_agency_may_still_send_counts_down(firm: Firm) -> None:
    assert rate_limits.link_mails_left(firm.session, firm.now()) == INVITATIONS_OF_AGENCY.most
    invitations.invite_list(firm.command(by=OPERATOR), "ada@x.example, ben@x.example", Assignment("recruiter"))
    assert rate_limits.link_mails_left(firm.session, firm.now()) == INVITATIONS_OF_AGENCY.most - 2


def test_an_invitation_with_work_given_to_it_is_handed_over_before_it_is_withdrawn(firm: Firm, by: Actor) -> None:
    made = invitations.invite(firm.command(by=by), name=None, email="wes@x.example", role="recruiter", office_id=None)
    candidate = firm.candidate("Ann Lee")
    candidate.recruiter_id = made.id
    firm.session.flush()
    with pytest.raises(ActionRefused, match="Hand it over first"):
        invitations.withdraw(firm.command(by=by), made)
    assert made.deactivated_at is None
