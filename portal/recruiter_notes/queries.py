"""Which recruiters' notes a colleague may read, and who can be mentioned in one."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.rules import STAFF
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.errors import NotFound
from portal.recruiter_notes.models import RecruiterNote

MAX_SHOWN = 100


def visible_to(viewer: Viewer) -> Select[RecruiterNote]:
    """Return the notes about candidates that the colleague may see; none for a candidate."""
    query = select(RecruiterNote).where(candidates.is_visible(RecruiterNote.candidate_id, viewer))
    return query.where(RecruiterNote.id.is_(None)) if viewer.is_candidate else query


def notes_on_candidate(session: Session, viewer: Viewer, candidate_id: uuid.UUID) -> Sequence[RecruiterNote]:
    """Return the latest notes on the candidate and all of their applications, the newest first."""
    return _shown(session, visible_to(viewer).where(RecruiterNote.candidate_id == candidate_id), viewer)


def notes_on_application(session: Session, viewer: Viewer, application: Application) -> Sequence[RecruiterNote]:
    """Return the latest notes on the application and those on its candidate alone, the newest first."""
    query = visible_to(viewer).where(RecruiterNote.candidate_id == application.candidate_id)
    about = or_(RecruiterNote.application_id == application.id, RecruiterNote.application_id.is_(None))
    return _shown(session, query.where(about), viewer)


def _shown(session: Session, query: Select[RecruiterNote], viewer: Viewer) -> Sequence[RecruiterNote]:
    """Return these notes with their authors and employers, and those that the viewer deleted and can bring back."""
    own = and_(RecruiterNote.deleted_at.is_not(None), RecruiterNote.by_id == viewer.account_id)
    return session.scalars(
        query.where(or_(RecruiterNote.deleted_at.is_(None), own))
        .options(joinedload(RecruiterNote.by), joinedload(RecruiterNote.application).joinedload(Application.employer))
        .order_by(RecruiterNote.at.desc(), RecruiterNote.id.desc())
        .limit(MAX_SHOWN)
    ).all()


def get_note(session: Session, viewer: Viewer, note_id: uuid.UUID) -> RecruiterNote:
    """Return the note; raise `NotFound` unless the colleague may see it."""
    found = session.scalar(visible_to(viewer).where(RecruiterNote.id == note_id))
    if found is None or (found.deleted_at is not None and found.by_id != viewer.account_id):
        raise NotFound("note")
    return found


def get_own_note(session: Session, viewer: Viewer, note_id: uuid.UUID) -> RecruiterNote:
    """Return the note; raise `NotFound` unless the viewer wrote it and may still see it."""
    found = get_note(session, viewer, note_id)
    if found.by_id != viewer.account_id:
        raise NotFound("note")
    return found


def find_note(session: Session, note_id: uuid.UUID) -> RecruiterNote | None:
    """Return the note unless it was deleted, for the portal's own email."""
    query = select(RecruiterNote).where(RecruiterNote.id == note_id, RecruiterNote.deleted_at.is_(None))
    return session.scalar(query.options(joinedload(RecruiterNote.by), joinedload(RecruiterNote.candidate)))


def colleagues(session: Session, candidate: Candidate) -> Sequence[Account]:
    """Return who can be mentioned: the active staff who may see the candidate, by name, with their offices."""
    visibility = agencies.profile(session).visibility
    query = select(Account).where(
        Account.role.in_(STAFF), Account.accepted_at.is_not(None), Account.deactivated_at.is_(None)
    )
    rows = session.scalars(query.options(joinedload(Account.office)).order_by(Account.name, Account.id)).all()
    return [row for row in rows if _may_see(accounts.viewer_as(row, visibility), candidate)]


def _may_see(viewer: Viewer, candidate: Candidate) -> bool:
    """Return what `candidates.queries.is_in_scope` says of a candidate that is loaded."""
    in_office = viewer.scope == "office" and viewer.office_id is not None and viewer.office_id == candidate.office_id
    return viewer.scope == "agency" or candidate.recruiter_id == viewer.account_id or in_office
