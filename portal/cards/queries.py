"""Queries for cards: by note, by viewer, and those still to be mailed."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.cards.models import Card
from portal.contacts.models import Contact
from portal.core.errors import NotFound
from portal.interviews import queries as interviews
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.notes.models import Note


def card_of_note(session: Session, note_id: uuid.UUID) -> Card | None:
    """Return the card of this note, even if another medium was chosen since; None if there is none."""
    return session.scalar(select(Card).where(Card.note_id == note_id))


def get_card(session: Session, viewer: Viewer, note_id: uuid.UUID) -> Card:
    """Return the card of a visible note that has `card` as its medium; raise `NotFound`."""
    found = session.scalar(visible_to(viewer).where(Card.note_id == note_id, Note.medium == "card"))
    if found is None:
        raise NotFound("card")
    return found


def cards_of_notes(session: Session, viewer: Viewer, note_ids: Sequence[uuid.UUID]) -> Sequence[Card]:
    """Return the visible cards of these notes, those that have waited longest first."""
    return session.scalars(visible_to(viewer).where(Card.note_id.in_(note_ids), Note.medium == "card")).all()


def visible_to(viewer: Viewer) -> Select[Card]:
    """Return the query for cards of candidates the viewer may see, with note, person, and application, oldest first."""
    return (
        select(Card)
        .join(Note, and_(Note.agency_id == Card.agency_id, Note.id == Card.note_id))
        .join(Note.interview)
        .join(Interview.application)
        .where(candidates.is_visible(Application.candidate_id, viewer))
        .options(
            contains_eager(Card.note).options(
                contains_eager(Note.interview)
                .contains_eager(Interview.application)
                .options(
                    joinedload(Application.candidate).joinedload(Candidate.recruiter), joinedload(Application.employer)
                ),
                joinedload(Note.person).joinedload(InterviewPerson.contact).joinedload(Contact.employer),
                joinedload(Note.message),
            )
        )
        .order_by(Card.ready_at, Card.id)
    )


def unposted_cards(viewer: Viewer, posted_by: str) -> Select[Card]:
    """Return the query for visible cards not mailed yet that `posted_by` is to mail: `agency` or `candidate`."""
    return visible_to(viewer).where(Note.medium == "card", Card.posted_by == posted_by, ~is_completed())


def cards_at_agency(viewer: Viewer) -> Select[Card]:
    """Return the query for visible cards that were given to the agency and are not mailed yet, the first due first."""
    found = visible_to(viewer).where(Note.medium == "card", Card.mail_by.is_not(None))
    return found.order_by(None).order_by(Card.mail_by, Card.id)


def agency_cards_by_note(session: Session, note_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Card]:
    """Return, by note, the cards of these notes that the agency has to mail and has not mailed yet."""
    if not note_ids:
        return {}
    query = (
        select(Card)
        .join(Note, and_(Note.agency_id == Card.agency_id, Note.id == Card.note_id))
        .where(Card.note_id.in_(note_ids), Note.medium == "card", Card.mail_by.is_not(None))
    )
    return {card.note_id: card for card in session.scalars(query)}


def cards_posted_since(session: Session, viewer: Viewer, since: datetime) -> Sequence[tuple[Card, StepCompletion]]:
    """Return the visible cards mailed since then, each with its completion, the latest first."""
    rows = session.execute(
        visible_to(viewer)
        .join(StepCompletion, _is_completion_of())
        .add_columns(StepCompletion)
        .where(StepCompletion.means == "card", StepCompletion.at >= since)
        .order_by(None)
        .order_by(StepCompletion.at.desc(), Card.id)
    ).all()
    return [(card, completion) for card, completion in rows]


def is_completed() -> ColumnElement[bool]:
    """Return the condition that the person of the note was thanked, by any means."""
    return exists().where(_is_completion_of())


def find_completion(session: Session, note: Note) -> StepCompletion | None:
    """Return the completion of this thank-you's step, by any means; None if it is not done."""
    return interviews.find_completion(session, note.interview_id, "thank", note.person_id)


def _is_completion_of() -> ColumnElement[bool]:
    return and_(
        StepCompletion.agency_id == Note.agency_id,
        StepCompletion.interview_id == Note.interview_id,
        StepCompletion.kind == "thank",
        StepCompletion.person_id == Note.person_id,
    )
