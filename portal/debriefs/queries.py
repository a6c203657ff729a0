"""Queries for debriefs, begun or finished."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.debriefs.models import Debrief


def find_debrief(session: Session, interview_id: uuid.UUID) -> Debrief | None:
    """Return the interview's debrief; None if none was begun."""
    return session.scalar(select(Debrief).where(Debrief.interview_id == interview_id))


def begun_interviews(session: Session, interview_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the interviews whose debrief was begun and not finished."""
    if not interview_ids:
        return set()
    query = select(Debrief.interview_id).where(Debrief.interview_id.in_(interview_ids), Debrief.finished_at.is_(None))
    return set(session.scalars(query.where(Debrief.answers != {})))


def lock_debrief(session: Session, interview_id: uuid.UUID) -> Debrief:
    """Return the interview's debrief, locked until the transaction ends."""
    query = select(Debrief).where(Debrief.interview_id == interview_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
