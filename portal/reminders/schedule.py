"""Decides reminders again although no plan changed: an invitation was sent or accepted, or a setting was changed."""

import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.candidates.models import Candidate
from portal.core import transaction


def recompute(session: Session, account_id: uuid.UUID, now: datetime) -> None:
    """Decide again now what to ask the candidate with this account for."""
    deciding = update(Candidate).where(Candidate.account_id == account_id).values(next_reminder_at=now)
    transaction.touch_candidates(session, session.scalars(deciding.returning(Candidate.id)))


def recompute_all(session: Session, now: datetime) -> None:
    """Decide again now what to ask every candidate of the agency for."""
    session.execute(update(Candidate).values(next_reminder_at=now))
