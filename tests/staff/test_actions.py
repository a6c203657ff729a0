"""Colleagues: invited, given a role, handed over from, deactivated, and let in again; never the last owner."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.approvals.models import Approval
from portal.audit.models import AuditEvent
from portal.contacts import request_claims
from portal.contacts.models import ContactRequest
from portal.core import transaction
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.staff import actions, handing_over, invitations, leaving, queries, workload
from portal.staff.rules import WorkloadCounts
from tests.factories.firm import Firm

HERE = {"ip_address": "192.0.2.1", "browser": "A browser"}


@pytest.fixture
def by(firm: Firm) -> Actor:
    return Actor("account", firm.owner.id, "owner")


def busy(firm: Firm) -> tuple[ContactRequest, Approval]:
    """Give the recruiter a candidate with a contact request that they took, and a note to review."""
    candidate = firm.candidate("Ann Lee")
    people = ("Dana Ruiz <d@acme.example>", "Lee Park")
    interview = firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2), people=people)
    firm.debriefed(interview)
    transaction.replan_touched(firm.session, firm.now())
    agencies.profile(firm.session).note_sending = "approval"
    person = next(row for row in interview.people if row.contact.email)
    note = notes.begin(firm.command(), person, "thank", {})
    approval = Approval(note_id=note.id, kind="approve", asked_at=firm.now(), target_at=firm.now(), subject="", body="")
    firm.session.add(approval)
    note.submitted_at = firm.now()
    request = firm.session.scalars(select(ContactRequest)).one()
    request_claims.claim_request(firm.command(), request)
    firm.session.flush()
    return request, approval


def mails(firm: Firm, kind: str) -> list[OutgoingMessage]:
    return list(
        firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id))
    )


def test_deactivating_ends_sessions_and_gives_all_work_to_one_colleague_in_one_email(firm: Firm, by: Actor) -> None:
    request, approval = busy(firm)
    token = accounts.start_session(firm.session, firm.recruiter, **HERE, now=firm.now())
    counts = leaving.deactivate(firm.command(by=by), firm.recruiter, [firm.owner]).counts
    assert counts == WorkloadCounts(candidates=1, requests=1, approvals=1, cards=0)
    assert account_queries.find_sign_in(firm.session, token, firm.now()) is None
    firm.session.expire_all()
    assert request.claimed_by_id == firm.owner.id
    assert request.recruiter_notified_at is not None
    assert approval.claimed_by_id is None, "no one had taken it: it waits for the candidate's new recruiter"
    assert workload.load_workload(firm.session, firm.owner).counts == counts
    assert not workload.load_workload(firm.session, firm.recruiter).counts.any
    (mail,) = mails(firm, "hand-over")
    assert (mail.to_email, mail.payload["candidates"]) == (firm.owner.email, 1)
    done = set(firm.session.scalars(select(AuditEvent.action).where(AuditEvent.actor_id == firm.owner.id)))
    assert {"candidate.hand_over", "contact_request.hand_over", "account.hand_over", "account.deactivate"} <= done


def test_who_takes_over_works_here_and_is_someone_else(firm: Firm, by: Actor) -> None:
    busy(firm)
    firm.stranger.deactivated_at = firm.now()
    for to in (firm.recruiter, firm.stranger, firm.viewer):
        with pytest.raises(ActionRefused) as refused:
            handing_over.hand_over(firm.command(by=by), firm.recruiter, [to])
        assert refused.value.field == "to"
    with pytest.raises(ActionRefused, match="Choose who takes over"):
        leaving.deactivate(firm.command(by=by), firm.recruiter, [])
    assert mails(firm, "hand-over") == []


def test_the_last_owner_neither_leaves_nor_loses_the_role(firm: Firm, by: Actor) -> None:
    invited = invitations.invite(firm.command(by=by), name=None, email="new@x.example", role="owner", office_id=None)
    for attempt in (
        lambda: leaving.deactivate(firm.command(by=by), firm.owner, []),
        lambda: actions.change_role(firm.command(by=by), firm.owner, "recruiter", None),
    ):
        with pytest.raises(ActionRefused, match="only owner"):
            attempt()
    invited.accepted_at = firm.now()
    actions.change_role(firm.command(by=Actor("account", invited.id, "owner")), firm.owner, "recruiter", None)
    assert firm.owner.role == "recruiter"


def test_no_one_changes_their_own_role(firm: Firm, by: Actor) -> None:
    actions.change_role(firm.command(by=by), firm.stranger, "owner", None)
    with pytest.raises(ActionRefused, match="Ask another owner") as refused:
        actions.change_role(firm.command(by=by), firm.owner, "recruiter", None)
    assert refused.value.field == "role"
    other = agencies.offices(firm.session)[-1].id
    actions.change_role(firm.command(by=by), firm.owner, "owner", other)
    assert (firm.owner.role, firm.owner.office_id) == ("owner", other)
    actions.change_role(firm.command(by=Actor("account", firm.stranger.id, "owner")), firm.owner, "recruiter", None)
    assert firm.owner.role == "recruiter"


def test_a_colleague_is_renamed_and_keeps_a_name(firm: Firm, by: Actor) -> None:
    actions.rename(firm.command(by=by), firm.recruiter, "Rita Alvarez")
    with pytest.raises(ActionRefused) as refused:
        actions.rename(firm.command(by=by), firm.recruiter, None)
    assert (firm.recruiter.name, refused.value.field) == ("Rita Alvarez", "name")
    made = invitations.invite(firm.command(by=by), name="Wes", email="wes@x.example", role="viewer", office_id=None)
    actions.rename(firm.command(by=by), made, None)
    assert not made.is_named


def test_a_viewer_has_nothing_left_to_look_after(firm: Firm, by: Actor) -> None:
    busy(firm)
    with pytest.raises(ActionRefused, match="Hand it over first"):
        actions.change_role(firm.command(by=by), firm.recruiter, "viewer", None)
    handing_over.hand_over(firm.command(by=by), firm.recruiter, [firm.stranger])
    actions.change_role(firm.command(by=by), firm.recruiter, "viewer", None)
    assert firm.recruiter.role == "viewer"


def test_what_a_colleague_cannot_see_is_released_and_not_given_to_them(firm: Firm, by: Actor) -> None:
    """A request that the leaver took for someone else's candidate goes to no one who may not see that candidate."""
    request, _ = busy(firm)
    candidate = request.candidate
    candidate.recruiter_id = firm.owner.id
    agencies.profile(firm.session).visibility = "own"
    firm.session.flush()
    counts = handing_over.hand_over(firm.command(by=by), firm.recruiter, [firm.stranger]).counts
    firm.session.expire_all()
    assert (request.claimed_by_id, counts.requests) == (None, 0)


def test_candidates_are_no_colleagues(firm: Firm) -> None:
    account: Account = firm.account_of(firm.candidate())
    assert queries.find_colleague(firm.session, account.email) is None
    assert account not in queries.colleagues(firm.session)
