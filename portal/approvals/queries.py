"""Questions about notes that wait for a recruiter, and about what was decided."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.approvals import rules
from portal.approvals.models import Approval
from portal.approvals.rules import SendWindow
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact
from portal.core.errors import NotFound
from portal.followups import queries as followups
from portal.interviews.models import Interview, InterviewPerson
from portal.notes.models import Note


def send_window_of(session: Session, note: Note, now: datetime) -> SendWindow:
    """Return when the note may be sent at a chosen time."""
    person_id = note.person_id if note.kind == "thank" else None
    wanted = (note.kind, note.interview_id, person_id)
    steps = followups.steps_of_application(session, note.interview.application_id)
    step = next((row for row in steps if (row.kind, row.interview_id, row.person_id) == wanted), None)
    last = rules.latest_send_time(now, step.due_at if step else None, step.missed_from if step else None)
    return SendWindow(now, last, ZoneInfo(note.interview.time_zone))


def pending_approvals(viewer: Viewer) -> Select[Approval]:
    """Return the undecided approvals of candidates that the viewer may see, the most urgent first."""
    return _visible(viewer).where(Approval.decided_at.is_(None)).order_by(Approval.target_at, Approval.id)


def unreviewed_approvals(viewer: Viewer, ids: Sequence[uuid.UUID], now: datetime) -> Select[Approval]:
    """Return which of these approvals the viewer may see, and are unclaimed or past their target."""
    overdue = or_(Approval.claimed_by_id.is_(None), Approval.target_at <= now)
    return pending_approvals(viewer).where(Approval.id.in_(ids), overdue)


def claimed_approvals(viewer: Viewer, ids: Sequence[uuid.UUID]) -> Select[Approval]:
    """Return which of these undecided approvals the viewer has claimed, and may see."""
    return pending_approvals(viewer).where(Approval.id.in_(ids), Approval.claimed_by_id == viewer.account_id)


def approvals_to_escalate(now: datetime, limit: int) -> Select[Approval]:
    """Return the approvals that others must be notified of by now, locked by this transaction, longest due first."""
    return (
        select(Approval)
        .where(Approval.escalate_at <= now)
        .options(*_loaded())
        .order_by(Approval.escalate_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Approval)
    )


def get_approval(session: Session, viewer: Viewer, approval_id: uuid.UUID) -> Approval:
    """Return one approval, decided or not; raise `NotFound` when the viewer may not see its candidate."""
    found = session.scalar(_visible(viewer).where(Approval.id == approval_id))
    if found is None:
        raise NotFound("approval")
    return found


def visible_approvals(session: Session, viewer: Viewer, ids: Collection[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Return the ids of those of these approvals that the viewer may see, decided or not."""
    found = _visible(viewer).where(Approval.id.in_(ids)).with_only_columns(Approval.id)
    return session.scalars(found).all()


def claimed_by(session: Session, account_id: uuid.UUID) -> Sequence[Approval]:
    """Return the undecided approvals that this account has claimed."""
    return session.scalars(
        select(Approval)
        .where(Approval.claimed_by_id == account_id, Approval.decided_at.is_(None))
        .order_by(Approval.id)
    ).all()


def open_approval_of(session: Session, note_id: uuid.UUID) -> Approval | None:
    """Return the undecided approval of this note."""
    return session.scalar(select(Approval).where(Approval.note_id == note_id, Approval.decided_at.is_(None)))


def last_approval_of(session: Session, note_id: uuid.UUID) -> Approval | None:
    """Return the latest approval of this note, decided or not."""
    return last_approvals_by_note(session, [note_id]).get(note_id)


def last_approvals_by_note(session: Session, note_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Approval]:
    """Return the latest approval of each of these notes, decided or not, by the note's id."""
    rows = session.scalars(
        select(Approval)
        .where(Approval.note_id.in_(note_ids))
        .options(joinedload(Approval.decided_by))
        .order_by(Approval.asked_at, Approval.id)
    )
    return {row.note_id: row for row in rows}


def approvals_of_application(session: Session, application_id: uuid.UUID) -> Sequence[Approval]:
    """Return every approval of this application's notes, the latest first."""
    return session.scalars(
        select(Approval)
        .join(Approval.note)
        .join(Note.interview)
        .where(Interview.application_id == application_id)
        .options(*_loaded(), joinedload(Approval.decided_by))
        .order_by(Approval.asked_at.desc(), Approval.id.desc())
    ).all()


def undecided_of_offices(session: Session, offices: Collection[uuid.UUID | None] | None = None) -> Sequence[Approval]:
    """Return the undecided approvals of candidates of these offices, where None among them is no office; or all."""
    of_offices = true() if offices is None else candidates.belongs_to_office(offices)
    return session.scalars(
        select(Approval)
        .join(Approval.note)
        .join(Note.interview)
        .join(Interview.application)
        .join(Application.candidate)
        .where(Approval.decided_at.is_(None), of_offices)
        .options(*_loaded())
        .order_by(Approval.id)
    ).all()


def find_approval(session: Session, approval_id: uuid.UUID) -> Approval | None:
    """Return the approval with this id, for the portal's own emails."""
    return session.scalar(select(Approval).where(Approval.id == approval_id).options(*_loaded()))


def _visible(viewer: Viewer) -> Select[Approval]:
    return (
        select(Approval)
        .join(Approval.note)
        .join(Note.interview)
        .join(Interview.application)
        .where(candidates.is_visible(Application.candidate_id, viewer))
        .options(*_loaded(), joinedload(Approval.decided_by))
    )


def _loaded() -> tuple[ExecutableOption, ...]:
    note = joinedload(Approval.note)
    application = note.joinedload(Note.interview).joinedload(Interview.application)
    return (
        note.joinedload(Note.person).joinedload(InterviewPerson.contact).joinedload(Contact.employer),
        note.joinedload(Note.message),
        joinedload(Approval.claimed_by),
        application.joinedload(Application.employer),
        application.joinedload(Application.candidate).joinedload(Candidate.recruiter),
    )
