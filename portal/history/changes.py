"""What colleagues changed just now, as far as someone may see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.approvals.models import Approval
from portal.audit.models import AuditEvent
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note
from portal.openings.models import Opening

SEEN_BY_ALL_STAFF = (Contact, Employer, Opening)


def changes_by_colleagues(
    session: Session, viewer: Viewer, since: datetime, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what others changed since then of records that the viewer may see: each id with a name, latest first."""
    its = (Account.agency_id == AuditEvent.agency_id) & (Account.id == AuditEvent.actor_id)
    found = select(AuditEvent.subject_id, Account.name).join(Account, its)
    found = found.where(AuditEvent.created_at >= since, AuditEvent.actor_id != viewer.account_id, _seen_by(viewer))
    return session.execute(found.order_by(AuditEvent.created_at.desc()).limit(limit)).all()


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may see what an event is about, for records that pages name."""
    theirs = candidates.is_visible(Application.candidate_id, viewer)
    interview = select(Interview.id).join(Application, Application.id == Interview.application_id).where(theirs)
    note = select(Note.id).join(Interview, Interview.id == Note.interview_id)
    note = note.join(Application, Application.id == Interview.application_id).where(theirs)
    asked_for = interview.join(InterviewPerson, InterviewPerson.interview_id == Interview.id)
    paths = {
        Candidate: candidates.visible_ids(viewer),
        Application: select(Application.id).where(theirs),
        Interview: interview,
        Note: note,
        Approval: note.join(Approval, Approval.note_id == Note.id),
        ContactRequest: asked_for.join(ContactRequest, ContactRequest.contact_id == InterviewPerson.contact_id),
        OutgoingMessage: select(OutgoingMessage.id).where(applications.mail_visible_to(viewer)),
    }
    kind, subject = AuditEvent.subject_kind, AuditEvent.subject_id
    seen = [
        and_(kind == model.__tablename__, path.where(model.id == subject).correlate(AuditEvent).exists())
        for model, path in paths.items()
    ]
    return or_(kind.in_([model.__tablename__ for model in SEEN_BY_ALL_STAFF]), *seen)
