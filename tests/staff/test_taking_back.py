"""What a colleague handed over is offered back, as far as it is still with the person who got it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from portal.accounts.models import Account
from portal.audit.models import AuditDetail, AuditEvent
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core.command import Actor
from portal.core.errors import ActionRefused
from portal.messaging.models import OutgoingMessage
from portal.staff import handing_over, leaving, taking_back, workload
from portal.staff.rules import WorkloadCounts
from portal.staff.split import BY_NAME, EVENLY
from tests.factories.firm import Firm


@pytest.fixture
def by(firm: Firm) -> Actor:
    return Actor("account", firm.owner.id, "owner")


def some_candidates(firm: Firm, names: str) -> Sequence[Candidate]:
    return [firm.candidate(f"Ann {name}") for name in names.split()]


def many_candidates(firm: Firm, number: int) -> None:
    rows = [
        {
            "name": f"Ann Name{place:04}",
            "email": f"{place}@example.org",
            "email_key": f"{place}@example.org",
            "time_zone": "UTC",
            "recruiter_id": firm.recruiter.id,
        }
        for place in range(number)
    ]
    firm.session.execute(insert(Candidate), rows)


def with_them(firm: Firm, account: Account) -> set[str]:
    """Return the last names of the candidates whom this colleague looks after."""
    names = firm.session.scalars(select(Candidate.name).where(Candidate.recruiter_id == account.id))
    return {name.split()[1] for name in names}


def mails(firm: Firm, kind: str) -> dict[str, int]:
    """Return how many candidates each email of this kind speaks of, by its address."""
    rows = firm.session.scalars(select(OutgoingMessage).where(OutgoingMessage.kind == kind))
    return {row.to_email: row.payload["candidates"] for row in rows}


def test_several_take_over_their_parts_and_get_one_email_each(firm: Firm, by: Actor) -> None:
    some_candidates(firm, "Abel Brook Cole Dorn")
    counts = leaving.deactivate(firm.command(by=by), firm.recruiter, [firm.owner, firm.stranger], BY_NAME).counts
    assert counts == WorkloadCounts(candidates=4)
    assert (with_them(firm, firm.owner), with_them(firm, firm.stranger)) == ({"Abel", "Brook"}, {"Cole", "Dorn"})
    assert mails(firm, "hand-over") == {firm.owner.email: 2, firm.stranger.email: 2}
    moves = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "candidate.hand_over")
    assert firm.session.scalar(moves) == 4, "each candidate has an audit event"
    event = select(AuditDetail.changes).join(AuditEvent, AuditEvent.id == AuditDetail.event_id)
    said = firm.session.scalars(event.where(AuditEvent.action == "candidate.hand_over")).first()
    assert said is not None and said["recruiter_id"][0] == str(firm.recruiter.id)


def test_who_comes_back_is_offered_what_no_one_reassigned_since(firm: Firm, by: Actor) -> None:
    abel, brook, *_ = some_candidates(firm, "Abel Brook Cole Dorn")
    leaving.deactivate(firm.command(by=by), firm.recruiter, [firm.owner, firm.stranger], BY_NAME)
    for row, recruiter in ((abel, firm.stranger), (brook, firm.stranger), (brook, firm.owner)):
        profile = replace(candidates.profile_of(row), recruiter_id=recruiter.id)
        candidates.update(firm.command(by=by), row, profile)
    leaving.reactivate(firm.command(by=by), firm.recruiter)
    offered = {offer.to.name: offer.counts.candidates for offer in taking_back.offers(firm.session, firm.recruiter)}
    assert offered == {"Stan Stranger": 2}, "Abel went on to Stan, and Brook there and back"
    taken = taking_back.take_back(firm.command(by=by), firm.recruiter)
    assert [offer.counts.candidates for offer in taken] == [2]
    assert with_them(firm, firm.recruiter) == {"Cole", "Dorn"}
    assert mails(firm, "taken-back") == {firm.stranger.email: 2}
    assert taking_back.take_back(firm.command(by=by), firm.recruiter) == [], "only once"


def test_one_colleagues_part_is_taken_back_and_the_other_stays(firm: Firm, by: Actor) -> None:
    some_candidates(firm, "Abel Brook Cole Dorn")
    handing_over.hand_over(firm.command(by=by), firm.recruiter, [firm.owner, firm.stranger], EVENLY)
    taking_back.take_back(firm.command(by=by), firm.recruiter, [firm.owner])
    assert (len(with_them(firm, firm.recruiter)), len(with_them(firm, firm.stranger))) == (2, 2)
    assert [offer.to for offer in taking_back.offers(firm.session, firm.recruiter)] == [firm.stranger]


def test_a_selection_is_handed_over_and_the_rest_stays(firm: Firm, by: Actor) -> None:
    abel, *_ = some_candidates(firm, "Abel Brook Cole")
    counts = handing_over.hand_over(firm.command(by=by), firm.recruiter, [firm.stranger], only={abel.id}).counts
    assert counts == WorkloadCounts(candidates=1)
    assert (with_them(firm, firm.recruiter), with_them(firm, firm.stranger)) == ({"Brook", "Cole"}, {"Abel"})


def test_a_hand_over_that_was_handed_on_is_offered_to_the_second_and_not_to_the_first(firm: Firm, by: Actor) -> None:
    some_candidates(firm, "Abel")
    handing_over.hand_over(firm.command(by=by), firm.recruiter, [firm.stranger])
    handing_over.hand_over(firm.command(by=by), firm.stranger, [firm.owner])
    assert taking_back.offers(firm.session, firm.recruiter) == []
    assert [offer.to for offer in taking_back.offers(firm.session, firm.stranger)] == [firm.owner]


def test_who_is_deactivated_or_a_viewer_takes_nothing_back(firm: Firm, by: Actor) -> None:
    some_candidates(firm, "Abel")
    leaving.deactivate(firm.command(by=by), firm.recruiter, [firm.stranger])
    with pytest.raises(ActionRefused, match="can’t look after candidates"):
        taking_back.take_back(firm.command(by=by), firm.recruiter)


@pytest.mark.parametrize(("after", "undone"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_a_deactivation_is_undone_within_a_day(firm: Firm, by: Actor, after: timedelta, undone: bool) -> None:
    some_candidates(firm, "Abel Brook")
    start = firm.now()
    leaving.deactivate(firm.command(by=by, now=start), firm.recruiter, [firm.stranger])
    later = firm.command(by=by, now=start + after)
    if not undone:
        with pytest.raises(ActionRefused, match="too late"):
            leaving.undo_deactivation(later, firm.recruiter)
        return
    leaving.undo_deactivation(later, firm.recruiter)
    assert firm.recruiter.deactivated_at is None
    assert with_them(firm, firm.recruiter) == {"Abel", "Brook"}


def test_more_candidates_take_no_more_statements(firm: Firm, by: Actor, statements: list[str]) -> None:
    asked = []
    for number in (8, 80):
        firm.session.query(Candidate).delete()
        many_candidates(firm, number)
        firm.session.expire_all()
        statements.clear()
        leaving.deactivate(firm.command(by=by), firm.recruiter, [firm.owner, firm.stranger], EVENLY)
        leaving.undo_deactivation(firm.command(by=by), firm.recruiter)
        asked.append(len(statements))
        assert workload.load_workload(firm.session, firm.recruiter).counts.candidates == number
    assert asked[0] == asked[1] < 120, asked


def test_more_claimed_requests_take_no_more_statements(firm: Firm, by: Actor, statements: list[str]) -> None:
    asked, candidate, employer_id = [], firm.candidate(), firm.employer().id
    for number in (2, 12):
        for place in range(number):
            person = ContactDetails(f"Kim Name{number}{place}")
            contact = contacts.create_contact(firm.command(), employer_id, person)
            taken = {"claimed_by_id": firm.owner.id, "claimed_at": firm.now()}
            at = {"requested_at": firm.now(), "target_at": firm.now()}
            firm.session.add(ContactRequest(contact_id=contact.id, candidate_id=candidate.id, **at, **taken))
        firm.session.flush()
        firm.session.expire_all()
        statements.clear()
        moved = handing_over.hand_over(firm.command(by=by), firm.owner, [firm.recruiter, firm.stranger], EVENLY)
        assert moved.counts.requests == number
        asked.append(len(statements))
    assert asked[0] == asked[1], asked
