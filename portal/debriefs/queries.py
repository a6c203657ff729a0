"""Debriefs, begun or finished."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.debriefs.models import Debrief


def find_debrief(session: Session, interview_id: uuid.UUID) -> Debrief | None:
    """What was told of this interview so far, if anything."""
    return session.scalar(select(Debrief).where(Debrief.interview_id == interview_id))


def lock_debrief(session: Session, interview_id: uuid.UUID) -> Debrief:
    """The interview's debrief, which nobody else changes until the transaction ends."""
    query = select(Debrief).where(Debrief.interview_id == interview_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()
