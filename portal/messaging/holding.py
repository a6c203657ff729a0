"""Emails that may have gone out after the backup that was restored: each is unknown, and not sent again by itself."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.messaging import claims
from portal.messaging.models import OutgoingMessage

RESTORED = "restored"
"""The outcome of an email that was still to be sent when the backup was taken, or was decided again after it."""

BATCH = 500


def hold(session: Session, now: datetime) -> int:
    """Hold a batch of the agency's emails that are due or that a worker has; return how many.

    The restored database knows none of the workers that had them.
    """
    with_a_worker = OutgoingMessage.state.in_(("claimed", "handed_over"))
    is_due = and_(OutgoingMessage.state == "queued", OutgoingMessage.due_at <= now)
    query = select(OutgoingMessage).where(or_(with_a_worker, is_due)).order_by(OutgoingMessage.id).limit(BATCH)
    held = session.scalars(query.with_for_update()).all()
    for message in held:
        claims.finish(session, message, "unknown", RESTORED, now)
    return len(held)
