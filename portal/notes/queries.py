"""Notes, and whom they are to."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.contacts.models import Contact
from portal.core.errors import Missing
from portal.interviews.models import Interview, Person
from portal.notes.models import Note
from portal.processes.models import Process


def visible_to(viewer: Viewer) -> Select[Note]:
    """The notes of the candidates whom the viewer may see, with person, employer and mail, the newest first."""
    return (
        select(Note)
        .join(Note.interview)
        .join(Interview.process)
        .where(Process.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(
            joinedload(Note.person).joinedload(Person.contact).joinedload(Contact.employer),
            joinedload(Note.interview)
            .joinedload(Interview.process)
            .options(joinedload(Process.candidate), joinedload(Process.employer)),
            joinedload(Note.message),
        )
        .order_by(Note.saved_at.desc(), Note.id.desc())
    )


def one(session: Session, viewer: Viewer, note_id: uuid.UUID) -> Note:
    """One note; raises `Missing` when it is not for the viewer to see."""
    found = session.scalar(visible_to(viewer).where(Note.id == note_id))
    if found is None:
        raise Missing("note")
    return found


def of_interviews(session: Session, interview_ids: Sequence[uuid.UUID]) -> Sequence[Note]:
    """The notes about these interviews, with person and mail."""
    return session.scalars(
        select(Note)
        .where(Note.interview_id.in_(interview_ids))
        .options(joinedload(Note.person).joinedload(Person.contact), joinedload(Note.message))
        .order_by(Note.id)
    ).all()


def thank(session: Session, person_id: uuid.UUID) -> Note | None:
    """The thank-you to this person, begun or sent."""
    return session.scalar(select(Note).where(Note.person_id == person_id, Note.kind == "thank"))


def follow_up(session: Session, interview_id: uuid.UUID) -> Note | None:
    """The follow-up of this round, begun or sent."""
    return session.scalar(select(Note).where(Note.interview_id == interview_id, Note.kind == "follow_up"))


def written_to(session: Session, person_id: uuid.UUID) -> bool:
    """Whether a note to this person was begun."""
    return session.scalar(select(Note.id).where(Note.person_id == person_id).limit(1)) is not None


def answer(session: Session, interview_id: uuid.UUID) -> Note | None:
    """The answer to a decision after this round, begun or sent."""
    return session.scalar(select(Note).where(Note.interview_id == interview_id, Note.kind == "answer"))


def of_message(session: Session, message_id: uuid.UUID) -> Note | None:
    """The note that went out, or is to go out, as this mail."""
    return session.scalar(_with_candidate().where(Note.message_id == message_id))


def by_id(session: Session, note_id: uuid.UUID) -> Note | None:
    """The note of this id, for the portal's own mails."""
    return session.scalar(_with_candidate().where(Note.id == note_id))


def _with_candidate() -> Select[Note]:
    return select(Note).options(
        joinedload(Note.person).joinedload(Person.contact).joinedload(Contact.employer),
        joinedload(Note.interview).joinedload(Interview.process).joinedload(Process.candidate),
    )
