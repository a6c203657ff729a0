"""Notes, and whom they are to."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.contacts.models import Contact, Employer
from portal.core.errors import NotFound
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note, NoteVersion, SentNote
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE

OUTGOING_STATES = ("queued", "claimed", "handed_over")
MAX_NAMES = 500
"""Of an employer with more people than that, the first by name are known."""


def visible_to(viewer: Viewer) -> Select[Note]:
    """The notes of the candidates whom the viewer may see, with person, employer and mail, the newest first."""
    return (
        select(Note)
        .join(Note.interview)
        .join(Interview.application)
        .where(Application.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(
            joinedload(Note.person).joinedload(InterviewPerson.contact).joinedload(Contact.employer),
            joinedload(Note.interview).options(
                joinedload(Interview.application).options(
                    joinedload(Application.candidate), joinedload(Application.employer)
                ),
                selectinload(Interview.completions),
            ),
            joinedload(Note.message),
        )
        .order_by(Note.saved_at.desc(), Note.id.desc())
    )


def notes_in_progress(viewer: Viewer) -> Select[Note]:
    """Those of them that a recruiter has, or that wait for their time, or are going out."""
    return visible_to(viewer).where(_is_in_progress())


def has_note_in_progress(step: Any) -> ColumnElement[bool]:
    """Whether a note that is under way is all that the step waits for."""
    same = (Note.agency_id == step.agency_id, Note.interview_id == step.interview_id, Note.kind == step.kind)
    its_person = or_(step.kind != "thank", Note.person_id == step.person_id)
    return exists().where(*same, its_person, _is_in_progress())


def _is_in_progress() -> ColumnElement[bool]:
    leaving = exists().where(
        OutgoingMessage.agency_id == Note.agency_id,
        OutgoingMessage.id == Note.message_id,
        OutgoingMessage.state.in_(OUTGOING_STATES),
    )
    return or_(Note.submitted_at.is_not(None), leaving)


def queued_notes(session: Session, application_ids: Collection[uuid.UUID]) -> Sequence[tuple[Note, OutgoingMessage]]:
    """The notes of these applications that were given to be sent and are not yet being sent, each with its mail."""
    rows = session.execute(
        _with_candidate()
        .join(Interview, (Interview.agency_id == Note.agency_id) & (Interview.id == Note.interview_id))
        .join(OutgoingMessage, (OutgoingMessage.agency_id == Note.agency_id) & (OutgoingMessage.id == Note.message_id))
        .where(Interview.application_id.in_(application_ids), OutgoingMessage.state == "queued")
        .add_columns(OutgoingMessage)
    ).all()
    return [(note, mail) for note, mail in rows]


def stopped_messages(session: Session, viewer: Viewer, since: datetime) -> Sequence[OutgoingMessage]:
    """Visible notes that were to go out since then and did not, their address being another, and were not sent anew."""
    return session.scalars(
        select(OutgoingMessage)
        .join(Note, (Note.agency_id == OutgoingMessage.agency_id) & (Note.message_id == OutgoingMessage.id))
        .join(Note.interview)
        .join(Interview.application)
        .where(Application.candidate_id.in_(candidates.visible_ids(viewer)))
        .where(OutgoingMessage.state == "dropped", OutgoingMessage.due_at >= since)
        .where(OutgoingMessage.outcome.in_((ADDRESS_CHANGED, ADDRESS_GONE)))
        .order_by(OutgoingMessage.due_at.desc(), OutgoingMessage.id)
    ).all()


def notes_with_merge_fields(session: Session, candidate_id: uuid.UUID) -> Sequence[Note]:
    """The candidate's notes that hold a merge field, or half a one."""
    mine = select(Interview.id).join(Interview.application).where(Application.candidate_id == candidate_id)
    return session.scalars(
        select(Note).where(
            Note.interview_id.in_(mine),
            or_(Note.body.contains("{{", autoescape=True), Note.subject.contains("{{", autoescape=True)),
        )
    ).all()


def get_note(session: Session, viewer: Viewer, note_id: uuid.UUID) -> Note:
    """One note; raises `Missing` when it is not for the viewer to see."""
    found = session.scalar(visible_to(viewer).where(Note.id == note_id))
    if found is None:
        raise NotFound("note")
    return found


def notes_of_interviews(session: Session, interview_ids: Sequence[uuid.UUID]) -> Sequence[Note]:
    """The notes about these interviews, with person and mail."""
    return session.scalars(
        select(Note)
        .where(Note.interview_id.in_(interview_ids))
        .options(joinedload(Note.person).joinedload(InterviewPerson.contact), joinedload(Note.message))
        .order_by(Note.id)
    ).all()


def find_thank_you(session: Session, person_id: uuid.UUID) -> Note | None:
    """The thank-you to this person, begun or sent."""
    return session.scalar(select(Note).where(Note.person_id == person_id, Note.kind == "thank"))


def find_follow_up(session: Session, interview_id: uuid.UUID) -> Note | None:
    """The follow-up of this round, begun or sent."""
    return session.scalar(select(Note).where(Note.interview_id == interview_id, Note.kind == "follow_up"))


def has_note(session: Session, person_id: uuid.UUID) -> bool:
    """Whether a note to this person was begun."""
    return session.scalar(select(Note.id).where(Note.person_id == person_id).limit(1)) is not None


def find_reply(session: Session, interview_id: uuid.UUID) -> Note | None:
    """The answer to a decision after this round, begun or sent."""
    return session.scalar(select(Note).where(Note.interview_id == interview_id, Note.kind == "answer"))


def other_thank_yous(session: Session, note: Note) -> Sequence[Note]:
    """The other thank-yous of the same application, with person and mail, the latest interview's first."""
    return session.scalars(
        select(Note)
        .join(Note.interview)
        .where(Interview.application_id == note.interview.application_id, Note.kind == "thank", Note.id != note.id)
        .options(joinedload(Note.person).joinedload(InterviewPerson.contact), joinedload(Note.message))
        .options(contains_eager(Note.interview).selectinload(Interview.completions))
        .order_by(Interview.starts_at.desc(), Note.id)
    ).all()


def names_of_people_met(session: Session, application_id: uuid.UUID) -> Sequence[str]:
    """The names of everybody who is met in this application."""
    return session.scalars(
        select(Contact.name)
        .join(
            InterviewPerson,
            (InterviewPerson.agency_id == Contact.agency_id) & (InterviewPerson.contact_id == Contact.id),
        )
        .join(InterviewPerson.interview)
        .where(Interview.application_id == application_id, InterviewPerson.met.is_not(False))
        .distinct()
        .order_by(Contact.name)
    ).all()


def names_of_contacts_at(session: Session, employer_id: uuid.UUID) -> Sequence[str]:
    """The names of the people known at this employer."""
    return session.scalars(
        select(Contact.name).where(Contact.employer_id == employer_id).order_by(Contact.name).limit(MAX_NAMES)
    ).all()


def employers_of_candidate(session: Session, candidate_id: uuid.UUID) -> Sequence[str]:
    """The employers that this candidate is or was in talks with."""
    return session.scalars(
        select(Employer.name)
        .join(Application, (Application.agency_id == Employer.agency_id) & (Application.employer_id == Employer.id))
        .where(Application.candidate_id == candidate_id)
        .distinct()
    ).all()


def versions_of(session: Session, note_id: uuid.UUID) -> Sequence[NoteVersion]:
    """How the note read before, the latest first."""
    return session.scalars(
        select(NoteVersion)
        .where(NoteVersion.note_id == note_id)
        .options(joinedload(NoteVersion.by))
        .order_by(NoteVersion.at.desc(), NoteVersion.id.desc())
    ).all()


def get_version(session: Session, note: Note, version_id: uuid.UUID) -> NoteVersion:
    """One version of this note; raises `Missing`."""
    found = session.scalar(
        select(NoteVersion)
        .where(NoteVersion.note_id == note.id, NoteVersion.id == version_id)
        .options(joinedload(NoteVersion.by))
    )
    if found is None:
        raise NotFound("version")
    return found


def last_sent_note(session: Session, note_id: uuid.UUID) -> SentNote | None:
    """The note as it went out last."""
    return session.scalar(select(SentNote).where(SentNote.note_id == note_id).order_by(SentNote.at.desc()).limit(1))


def note_of_message(session: Session, message_id: uuid.UUID) -> Note | None:
    """The note that went out, or is to go out, as this mail."""
    return session.scalar(_with_candidate().where(Note.message_id == message_id))


def find_note(session: Session, note_id: uuid.UUID) -> Note | None:
    """The note of this id, for the portal's own mails."""
    return session.scalar(_with_candidate().where(Note.id == note_id))


def _with_candidate() -> Select[Note]:
    return select(Note).options(
        joinedload(Note.person).joinedload(InterviewPerson.contact).joinedload(Contact.employer),
        joinedload(Note.interview).joinedload(Interview.application).joinedload(Application.candidate),
    )
