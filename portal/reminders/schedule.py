"""Deciding anew whom to ask where no plan changed: an invitation was sent or accepted, or the agency decided whom."""

import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.candidates.models import Candidate


def recompute(session: Session, account_id: uuid.UUID, now: datetime) -> None:
    """The candidate who signs in with this account is asked for what stands open, if they may be."""
    session.execute(update(Candidate).where(Candidate.account_id == account_id).values(next_reminder_at=now))


def recompute_all(session: Session, now: datetime) -> None:
    """Every candidate of the agency is asked for what stands open, if they may be."""
    session.execute(update(Candidate).values(next_reminder_at=now))
