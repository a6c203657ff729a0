"""Queries for notes, their versions, and the names they may mention."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.errors import NotFound
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note, NoteVersion, SentNote
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE

OUTGOING_STATES = ("queued", "claimed", "handed_over")
MAX_NAMES = 500
"""Of an employer's people, at most this many are read, the first by name."""


def visible_to(viewer: Viewer) -> Select[Note]:
    """Return the query for notes of candidates the viewer may see, with person, employer, and message, newest first."""
    return (
        select(Note)
        .join(Note.interview)
        .join(Interview.application)
        .where(candidates.is_visible(Application.candidate_id, viewer))
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
    """Return the query for visible notes that a recruiter has, or that are queued or going out."""
    return visible_to(viewer).where(_is_in_progress())


def has_note_in_progress(step: Any) -> ColumnElement[bool]:
    """Return the condition that the step has a note in progress, so that nothing else is left to do for it."""
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
    """Return the notes of these applications that are queued and not yet being sent, each with its message."""
    rows = session.execute(
        _with_candidate()
        .join(Interview, (Interview.agency_id == Note.agency_id) & (Interview.id == Note.interview_id))
        .join(OutgoingMessage, (OutgoingMessage.agency_id == Note.agency_id) & (OutgoingMessage.id == Note.message_id))
        .where(Interview.application_id.in_(application_ids), OutgoingMessage.state == "queued")
        .add_columns(OutgoingMessage)
    ).all()
    return [(note, mail) for note, mail in rows]


def stopped_messages(viewer: Viewer, since: datetime) -> Select[OutgoingMessage]:
    """Return the query for emails due since then, dropped because the address changed, and not sent again.

    Only those of visible notes, the latest first.
    """
    return (
        select(OutgoingMessage)
        .join(Note, (Note.agency_id == OutgoingMessage.agency_id) & (Note.message_id == OutgoingMessage.id))
        .join(Note.interview)
        .join(Interview.application)
        .where(candidates.is_visible(Application.candidate_id, viewer))
        .where(OutgoingMessage.state == "dropped", OutgoingMessage.due_at >= since)
        .where(OutgoingMessage.outcome.in_((ADDRESS_CHANGED, ADDRESS_GONE)))
        .order_by(OutgoingMessage.due_at.desc(), OutgoingMessage.id)
    )


def notes_with_merge_fields(session: Session, candidate_id: uuid.UUID) -> Sequence[Note]:
    """Return the candidate's notes that contain a merge field, complete or not."""
    mine = select(Interview.id).join(Interview.application).where(Application.candidate_id == candidate_id)
    return session.scalars(
        select(Note).where(
            Note.interview_id.in_(mine),
            or_(Note.body.contains("{{", autoescape=True), Note.subject.contains("{{", autoescape=True)),
        )
    ).all()


def get_note(session: Session, viewer: Viewer, note_id: uuid.UUID) -> Note:
    """Return the note; raise `NotFound` if the viewer may not see it."""
    found = session.scalar(visible_to(viewer).where(Note.id == note_id))
    if found is None:
        raise NotFound("note")
    return found


def notes_of_interviews(session: Session, interview_ids: Sequence[uuid.UUID]) -> Sequence[Note]:
    """Return the notes about these interviews, with person and message."""
    return session.scalars(
        select(Note)
        .where(Note.interview_id.in_(interview_ids))
        .options(joinedload(Note.person).joinedload(InterviewPerson.contact), joinedload(Note.message))
        .order_by(Note.id)
    ).all()


def find_thank_you(session: Session, person_id: uuid.UUID) -> Note | None:
    """Return the thank-you to this person, begun or sent; None if there is none."""
    return session.scalar(select(Note).where(Note.person_id == person_id, Note.kind == "thank"))


def thank_yous_of(session: Session, interview_id: uuid.UUID) -> Sequence[Note]:
    """Return the thank-yous after this interview, begun or sent."""
    return session.scalars(select(Note).where(Note.interview_id == interview_id, Note.kind == "thank")).all()


def find_follow_up(session: Session, interview_id: uuid.UUID) -> Note | None:
    """Return the follow-up after this interview, begun or sent; None if there is none."""
    return session.scalar(select(Note).where(Note.interview_id == interview_id, Note.kind == "follow_up"))


def has_note(session: Session, person_id: uuid.UUID) -> bool:
    """Return whether a note to this person was begun."""
    return session.scalar(select(Note.id).where(Note.person_id == person_id).limit(1)) is not None


def find_reply(session: Session, interview_id: uuid.UUID) -> Note | None:
    """Return the reply to a decision after this interview, begun or sent; None if there is none."""
    return session.scalar(select(Note).where(Note.interview_id == interview_id, Note.kind == "answer"))


def other_thank_yous(session: Session, note: Note) -> Sequence[Note]:
    """Return the other thank-yous of the same application, with person and message, the latest interview's first."""
    return session.scalars(
        select(Note)
        .join(Note.interview)
        .where(Interview.application_id == note.interview.application_id, Note.kind == "thank", Note.id != note.id)
        .options(joinedload(Note.person).joinedload(InterviewPerson.contact), joinedload(Note.message))
        .options(contains_eager(Note.interview).selectinload(Interview.completions))
        .order_by(Interview.starts_at.desc(), Note.id)
    ).all()


def names_of_people_met(session: Session, application_id: uuid.UUID) -> Sequence[str]:
    """Return the names of all people listed for this application's interviews, except those marked as not met."""
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
    """Return the names of the contacts at this employer, at most `MAX_NAMES`."""
    return session.scalars(
        select(Contact.name).where(Contact.employer_id == employer_id).order_by(Contact.name).limit(MAX_NAMES)
    ).all()


def employers_of_candidate(session: Session, candidate_id: uuid.UUID) -> Sequence[str]:
    """Return the names of all employers that this candidate has an application with, active or ended."""
    return session.scalars(
        select(Employer.name)
        .join(Application, (Application.agency_id == Employer.agency_id) & (Application.employer_id == Employer.id))
        .where(Application.candidate_id == candidate_id)
        .distinct()
    ).all()


def versions_of(session: Session, note_id: uuid.UUID) -> Sequence[NoteVersion]:
    """Return the note's versions, the latest first."""
    return session.scalars(
        select(NoteVersion)
        .where(NoteVersion.note_id == note_id)
        .options(joinedload(NoteVersion.by))
        .order_by(NoteVersion.at.desc(), NoteVersion.id.desc())
    ).all()


def get_version(session: Session, note: Note, version_id: uuid.UUID) -> NoteVersion:
    """Return this version of the note; raise `NotFound` if there is none."""
    found = session.scalar(
        select(NoteVersion)
        .where(NoteVersion.note_id == note.id, NoteVersion.id == version_id)
        .options(joinedload(NoteVersion.by))
    )
    if found is None:
        raise NotFound("version")
    return found


def people_with_note(session: Session, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these people to whom a note was begun."""
    return set(session.scalars(select(Note.person_id).where(Note.person_id.in_(person_ids))))


def senders_to(session: Session, contact_id: uuid.UUID, email: str | None) -> Sequence[str]:
    """Return the names of candidates whose note to this contact went, or may have gone, to this address."""
    query = (
        select(Candidate.name)
        .join(Application, Application.candidate_id == Candidate.id)
        .join(Interview, Interview.application_id == Application.id)
        .join(Note, Note.interview_id == Interview.id)
        .join(InterviewPerson, Note.person_id == InterviewPerson.id)
        .join(OutgoingMessage, Note.message_id == OutgoingMessage.id)
        .where(InterviewPerson.contact_id == contact_id, OutgoingMessage.to_email == email)
        .where(OutgoingMessage.state.in_(("claimed", "handed_over", "sent", "unknown")))
    )
    return session.scalars(query.order_by(Candidate.name).distinct()).all()


def last_sent_note(session: Session, note_id: uuid.UUID) -> SentNote | None:
    """Return the note as it last went out; None if it has not."""
    return session.scalar(select(SentNote).where(SentNote.note_id == note_id).order_by(SentNote.at.desc()).limit(1))


def note_of_message(session: Session, message_id: uuid.UUID) -> Note | None:
    """Return the note that went out, or is to go out, as this message; None if there is none."""
    return session.scalar(_with_candidate().where(Note.message_id == message_id))


def find_note(session: Session, note_id: uuid.UUID) -> Note | None:
    """Return the note with this id, for the portal's own emails; None if there is none."""
    return session.scalar(_with_candidate().where(Note.id == note_id))


def _with_candidate() -> Select[Note]:
    return select(Note).options(
        joinedload(Note.person).joinedload(InterviewPerson.contact).joinedload(Contact.employer),
        joinedload(Note.interview).joinedload(Interview.application).joinedload(Application.candidate),
    )
