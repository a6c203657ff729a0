"""The demo's cards: some given to the agency, one with its candidate, one being written, one in the mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.audit.actions import Actor
from portal.candidates.models import Candidate
from portal.cards import actions, suggestions
from portal.cards.actions import CardOptions
from portal.cards.models import Card
from portal.core import transaction
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.notes import actions as notes
from portal.notes.models import Note

ADDRESSES = {
    "US": (
        "410 Foundry Street, Springfield, IL 62701",
        "88 Harbor Road\nSuite 300\nNewark, NJ 07102",
        "1200 Clinic Avenue, Columbus, OH 43215",
        "17 Server Lane, Austin, TX 78701",
        "5 Orchard Way, Fresno, CA 93721",
    ),
    "DE": (
        "Lange Straße 12\n10115 Berlin",
        "Am Hafen 3\n20457 Hamburg",
        "Lindenallee 40\n80331 München",
        "Ringstraße 7\n50667 Köln",
        "Mühlweg 21\n04109 Leipzig",
    ),
}
"""Addresses of the demo's employers, by the agency's country."""

TEXT = (
    "Dear {name},\n\nthank you for the time you took for me. I have thought about {talked} since, and about how much "
    "I would like to be part of it.\n\nKind regards\n{candidate}"
)
STATES = ("ready", "ready", "by_candidate", "written", "posted", "ready")


def add_cards(session: Session, *, by: Actor, now: datetime) -> None:
    """Add thank-you cards for a few people who were met and not thanked yet, each card in another state."""
    for person, state in zip(_people_to_thank(session), STATES, strict=False):
        card = _card(session, person, by, now)
        _bring_to_state(session, card, state, by, now)
        transaction.touch(session, person.interview.application_id)
    transaction.replan_touched(session, now)


def _people_to_thank(session: Session) -> list[InterviewPerson]:
    thanked = and_(
        StepCompletion.agency_id == InterviewPerson.agency_id, StepCompletion.person_id == InterviewPerson.id
    )
    begun = and_(Note.agency_id == InterviewPerson.agency_id, Note.person_id == InterviewPerson.id)
    found = session.scalars(
        select(InterviewPerson)
        .join(InterviewPerson.interview)
        .where(InterviewPerson.met.is_(True), ~exists().where(thanked), ~exists().where(begun))
        .order_by(InterviewPerson.id)
    )
    return [person for person in found if person.contact.employer.postal_address]


def _card(session: Session, person: InterviewPerson, by: Actor, now: datetime) -> Card:
    interview: Interview = person.interview
    note = notes.begin(session, person, "thank", {}, by=by, now=now)
    name, candidate = person.contact.name, interview.application.candidate.name
    text = TEXT.format(name=name, talked=person.talked_about or "what you showed me", candidate=candidate)
    notes.save(session, note, "Thank you", text, by=by, now=now)
    actions.choose_medium(session, note, "card", by=by, now=now)
    return session.scalars(select(Card).where(Card.note_id == note.id)).one()


def _bring_to_state(session: Session, card: Card, state: str, by: Actor, now: datetime) -> None:
    profile = agencies.profile(session)
    if state == "written":
        return
    address = suggestions.address_to_check(card.note, card, profile.country)
    actions.set_address(session, card, address, by=by, now=now)
    if state == "by_candidate":
        wishes = CardOptions(card.size, folded=True, by_hand=False, label=True, posted_by="candidate")
        actions.set_options(session, card, wishes, by=by, now=now)
        return
    candidate: Candidate = card.note.interview.application.candidate
    recruiter = Actor("account", candidate.recruiter_id, "recruiter")
    actions.hand_over_to_agency(session, card, by=recruiter, now=now - timedelta(hours=3))
    if state == "posted":
        zone = ZoneInfo(card.note.interview.application.candidate.time_zone)
        actions.mark_posted(session, card, now.astimezone(zone).date(), by=recruiter, now=now)
