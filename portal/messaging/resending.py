"""Sending an email again by hand: one that failed, was late, or whose delivery was never confirmed."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core import queue
from portal.core.db import hold
from portal.core.errors import N_, Refused
from portal.messaging.actions import SEND
from portal.messaging.models import Message

CAN_BE_SENT_AGAIN = ("failed", "unknown", "lapsed")


def can_send_again(message: Message, now: datetime) -> bool:
    """Whether the email did not go out, or may not have, and is still of use."""
    return message.state in CAN_BE_SENT_AGAIN and not is_too_late(message, now)


def is_too_late(message: Message, now: datetime) -> bool:
    """Whether the email is of no use any more."""
    return message.not_after is not None and message.not_after <= now


def send_again(session: Session, message: Message, to_email: str, *, by: By, now: datetime) -> None:
    """Queue the same email once more, to this address, with all its tries; whether it is still wanted is decided then.

    Raise `Refused` for one that went out, waits, or is of no use any more.
    """
    hold(session, message)
    if message.state not in CAN_BE_SENT_AGAIN:
        raise Refused(N_("This email doesn’t need to be sent again."))
    if is_too_late(message, now):
        raise Refused(N_("It’s too late for this email to be of use."))
    values = {"state": "queued", "to_email": to_email, "due_at": now, "outcome": None, "finished_at": None}
    # Without its claim, a worker that still holds the email can record nothing about it.
    values |= {"attempts": 0, "claim_token": None, "lease_until": None, "handed_over_at": None}
    audit.change(session, "message.send_again", message, values, by=by, now=now)
    queue.ring(session, message.queue, SEND[message.queue])
