"""Cards, whose they are, and which are still to be posted."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.cards.models import Card
from portal.contacts.models import Contact
from portal.core.errors import Missing
from portal.interviews import queries as interviews
from portal.interviews.models import Completion, Interview, Person
from portal.notes.models import Note
from portal.processes.models import Process


def of_note(session: Session, note_id: uuid.UUID) -> Card | None:
    """The card that this note goes as, or was once to go as."""
    return session.scalar(select(Card).where(Card.note_id == note_id))


def one(session: Session, viewer: Viewer, note_id: uuid.UUID) -> Card:
    """The card of a visible note that is to go as one; raises `Missing`."""
    found = session.scalar(visible_to(viewer).where(Card.note_id == note_id, Note.medium == "card"))
    if found is None:
        raise Missing("card")
    return found


def chosen(session: Session, viewer: Viewer, note_ids: Sequence[uuid.UUID]) -> Sequence[Card]:
    """The visible cards of these notes, those that wait longest first."""
    return session.scalars(visible_to(viewer).where(Card.note_id.in_(note_ids), Note.medium == "card")).all()


def visible_to(viewer: Viewer) -> Select[Card]:
    """The cards of the candidates whom the viewer may see, with note, person and process, the oldest first."""
    return (
        select(Card)
        .join(Note, and_(Note.agency_id == Card.agency_id, Note.id == Card.note_id))
        .join(Note.interview)
        .join(Interview.process)
        .where(Process.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(
            contains_eager(Card.note).options(
                contains_eager(Note.interview)
                .contains_eager(Interview.process)
                .options(joinedload(Process.candidate).joinedload(Candidate.recruiter), joinedload(Process.employer)),
                joinedload(Note.person).joinedload(Person.contact).joinedload(Contact.employer),
                joinedload(Note.message),
            )
        )
        .order_by(Card.ready_at, Card.id)
    )


def to_post(viewer: Viewer, posted_by: str) -> Select[Card]:
    """The visible cards that the agency, or the candidates themselves, have not posted yet."""
    return visible_to(viewer).where(Note.medium == "card", Card.posted_by == posted_by, ~_done())


def given_to_agency(viewer: Viewer) -> Select[Card]:
    """The visible cards that candidates gave to the agency to print and post, and that are not posted yet."""
    return to_post(viewer, "agency").where(Card.ready_at.is_not(None))


def given(session: Session, note_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Card]:
    """Return, by note, the cards of these notes that the agency has to mail and has not mailed yet."""
    if not note_ids:
        return {}
    query = (
        select(Card)
        .join(Note, and_(Note.agency_id == Card.agency_id, Note.id == Card.note_id))
        .where(Card.note_id.in_(note_ids), Note.medium == "card", Card.posted_by == "agency")
        .where(Card.ready_at.is_not(None), ~_done())
    )
    return {card.note_id: card for card in session.scalars(query)}


def posted_since(session: Session, viewer: Viewer, since: datetime) -> Sequence[tuple[Card, Completion]]:
    """The visible cards posted since then, and the record of each, the latest first."""
    rows = session.execute(
        visible_to(viewer)
        .join(Completion, _is_done())
        .add_columns(Completion)
        .where(Completion.means == "card", Completion.at >= since)
        .order_by(None)
        .order_by(Completion.at.desc(), Card.id)
    ).all()
    return [(card, completion) for card, completion in rows]


def completion(session: Session, note: Note) -> Completion | None:
    """The record that the person was thanked, by whatever means."""
    return interviews.completion(session, note.interview_id, "thank", note.person_id)


def _is_done() -> ColumnElement[bool]:
    return and_(
        Completion.agency_id == Note.agency_id,
        Completion.interview_id == Note.interview_id,
        Completion.kind == "thank",
        Completion.person_id == Note.person_id,
    )


def _done() -> ColumnElement[bool]:
    return exists().where(_is_done())
