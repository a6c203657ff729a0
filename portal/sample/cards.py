"""The demo's cards: some given to the agency, one with its candidate, one being written, one in the mail."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.cards import actions, suggestions
from portal.cards.actions import CardOptions
from portal.cards.models import Card
from portal.core import transaction
from portal.core.command import Actor, Command
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.names.rules import first_name
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
    "Dear {first},\n\nThank you for your time. I enjoyed talking with you about {talked}, and I’d love to be "
    "part of it.\n\nBest regards,\n{candidate}"
)
STATES = ("ready", "ready", "by_candidate", "written", "posted", "ready")


def add_cards(command: Command) -> None:
    """Add thank-you cards for a few people who were met and not thanked yet, each card in another state."""
    for person, state in zip(_people_to_thank(command.session), STATES, strict=False):
        card = _card(command, person)
        _bring_to_state(command, card, state)
        transaction.touch(command.session, person.interview.application_id)
    transaction.replan_touched(command.session, command.now)


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


def _card(command: Command, person: InterviewPerson) -> Card:
    interview: Interview = person.interview
    note = notes.begin(command, person, "thank", {})
    first, candidate = first_name(person.contact.name), interview.application.candidate.name
    text = TEXT.format(first=first, talked=person.talked_about or "the work your team does", candidate=candidate)
    notes.save(command, note, "Thank you", text)
    actions.choose_medium(command, note, "card")
    return command.session.scalars(select(Card).where(Card.note_id == note.id)).one()


def _bring_to_state(command: Command, card: Card, state: str) -> None:
    profile = agencies.profile(command.session)
    if state == "written":
        return
    address = suggestions.address_to_check(card.note, card, profile.country)
    actions.set_address(command, card, address)
    if state == "by_candidate":
        wishes = CardOptions(card.size, folded=True, by_hand=False, label=True, posted_by="candidate")
        actions.set_options(command, card, wishes)
        return
    candidate: Candidate = card.note.interview.application.candidate
    recruiter = Actor("account", candidate.recruiter_id, "recruiter")
    actions.hand_over_to_agency(Command(command.session, recruiter, command.now - timedelta(hours=3)), card)
    if state == "posted":
        zone = ZoneInfo(card.note.interview.application.candidate.time_zone)
        actions.mark_posted(replace(command, by=recruiter), card, command.now.astimezone(zone).date())
