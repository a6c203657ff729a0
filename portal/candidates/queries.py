"""Which candidates a viewer may see, and questions about them."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.accounts.viewer import Viewer
from portal.candidates.models import Candidate, CandidateMerge, CandidateNonDuplicate, ReminderSuppression
from portal.core.errors import NotFound


def visible_to(viewer: Viewer) -> Select[Candidate]:
    """Return the candidates that the viewer may see: themselves; for a recruiter their own, their office's or all.

    A candidate without an office is seen by their recruiter, and by viewers who see the whole agency.
    """
    every = select(Candidate)
    if viewer.is_candidate:
        return every.where(Candidate.account_id == viewer.account_id)
    return every.where(is_in_scope(viewer, Candidate.recruiter_id, Candidate.office_id))


def is_in_scope(
    viewer: Viewer, recruiter_id: InstrumentedAttribute[Any], office_id: InstrumentedAttribute[Any]
) -> ColumnElement[bool]:
    """Return the condition that staff may see a candidate, where these columns hold the candidate's."""
    if viewer.scope == "agency":
        return true()
    own = recruiter_id == viewer.account_id
    if viewer.scope == "office" and viewer.office_id is not None:
        return or_(own, office_id == viewer.office_id)
    return own


def visible_ids(viewer: Viewer) -> Select[uuid.UUID]:
    """Return the ids of the candidates that the viewer may see, to narrow other queries."""
    return visible_to(viewer).with_only_columns(Candidate.id)


def is_visible(candidate_id: InstrumentedAttribute[uuid.UUID], viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that the viewer may see a row's candidate; always true if they see all candidates."""
    sees_all = viewer.scope == "agency" and not viewer.is_candidate
    return true() if sees_all else candidate_id.in_(visible_ids(viewer))


def belongs_to_office(offices: Collection[uuid.UUID | None]) -> ColumnElement[bool]:
    """Return the condition that a candidate belongs to one of these offices; None among them is no office."""
    named = Candidate.office_id.in_([office for office in offices if office is not None])
    return or_(named, Candidate.office_id.is_(None)) if None in offices else named


def get_candidate(session: Session, viewer: Viewer, candidate_id: uuid.UUID) -> Candidate:
    """Return the candidate with what their page needs; raise `NotFound` when the viewer may not see them."""
    found = session.scalar(
        visible_to(viewer)
        .where(Candidate.id == candidate_id)
        .options(joinedload(Candidate.recruiter), joinedload(Candidate.office), joinedload(Candidate.field))
    )
    if found is None:
        raise NotFound("candidate")
    return found


def merges_into(session: Session, candidate_id: uuid.UUID) -> Sequence[CandidateMerge]:
    """Return the merges into this candidate that can still be undone, the latest first, with who merged."""
    query = select(CandidateMerge).where(
        CandidateMerge.winner_id == candidate_id, CandidateMerge.undo_until.is_not(None)
    )
    return session.scalars(query.options(joinedload(CandidateMerge.by)).order_by(CandidateMerge.at.desc())).all()


def find_merge_of(session: Session, loser_id: uuid.UUID) -> CandidateMerge | None:
    """Return the merge that this candidate went into, unless it was undone."""
    query = select(CandidateMerge).where(CandidateMerge.loser_id == loser_id, CandidateMerge.undone_at.is_(None))
    return session.scalar(query.order_by(CandidateMerge.at.desc()).limit(1))


def get_merge(session: Session, viewer: Viewer, merge_id: uuid.UUID) -> CandidateMerge:
    """Return the merge, with who stayed; raise `NotFound` unless the viewer may see them."""
    query = select(CandidateMerge).where(
        CandidateMerge.id == merge_id, CandidateMerge.winner_id.in_(visible_ids(viewer))
    )
    found = session.scalar(query.options(joinedload(CandidateMerge.winner)).with_for_update(of=CandidateMerge))
    if found is None:
        raise NotFound("merge")
    return found


def non_duplicates_of(session: Session, viewer: Viewer, candidate_id: uuid.UUID) -> Sequence[Candidate]:
    """Return the visible candidates who someone said are not the same person as this one, by name."""
    query = visible_to(viewer).where(is_non_duplicate(candidate_id)).order_by(Candidate.name, Candidate.id)
    return session.scalars(query).all()


def is_non_duplicate(candidate_id: uuid.UUID) -> ColumnElement[bool]:
    """Return the condition that someone said of a candidate that they are not this one."""
    pair = CandidateNonDuplicate
    one = select(pair.other_id).where(pair.candidate_id == candidate_id)
    return or_(Candidate.id.in_(one), Candidate.id.in_(select(pair.candidate_id).where(pair.other_id == candidate_id)))


def can_see(session: Session, viewer: Viewer, candidate_id: uuid.UUID) -> bool:
    """Return whether the viewer may see this candidate, as they are now."""
    return session.scalar(visible_ids(viewer).where(Candidate.id == candidate_id)) is not None


def candidate_of_account(session: Session, viewer: Viewer) -> Candidate:
    """Return the candidate with this account; raise `NotFound` for any other viewer."""
    query = select(Candidate).where(Candidate.account_id == viewer.account_id)
    found = session.scalar(query.options(joinedload(Candidate.recruiter)))
    if found is None:
        raise NotFound("candidate")
    return found


def not_invited(viewer: Viewer) -> Select[Candidate]:
    """Return the visible candidates whom no one invited yet, by name; sample data is left out."""
    found = visible_to(viewer).where(Candidate.account_id.is_(None), ~Candidate.is_sample)
    return found.options(joinedload(Candidate.recruiter)).order_by(Candidate.name, Candidate.id)


def active_suppressions(
    session: Session, candidate_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[ReminderSuppression]]:
    """Return each candidate's reminder suppressions that were not lifted."""
    found: dict[uuid.UUID, list[ReminderSuppression]] = {candidate_id: [] for candidate_id in candidate_ids}
    query = (
        select(ReminderSuppression)
        .where(ReminderSuppression.candidate_id.in_(candidate_ids), ReminderSuppression.lifted_at.is_(None))
        .order_by(ReminderSuppression.at)
    )
    for stop in session.scalars(query):
        found[stop.candidate_id].append(stop)
    return found


def candidates_due_for_reminder(now: datetime, limit: int) -> Select[Candidate]:
    """Return the candidates with a reminder that may be due, locked by this transaction."""
    return (
        select(Candidate)
        .where(Candidate.next_reminder_at <= now)
        .order_by(Candidate.next_reminder_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def find_candidate(session: Session, candidate_id: uuid.UUID) -> Candidate | None:
    """Return the candidate with this id, for the portal's own work: to show them to a person, ask through a viewer."""
    return session.scalar(select(Candidate).where(Candidate.id == candidate_id))


def candidates_with_recruiter(session: Session, candidate_ids: Sequence[uuid.UUID]) -> Sequence[Candidate]:
    """Return the candidates with these ids with their recruiters and accounts, for the portal's own work."""
    both = joinedload(Candidate.recruiter), joinedload(Candidate.account)
    query = select(Candidate).where(Candidate.id.in_(candidate_ids)).options(*both)
    return session.scalars(query).all()
