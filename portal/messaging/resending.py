"""Sending an email again by hand: one that failed, was late, or was never confirmed as delivered."""

from datetime import datetime

from portal.audit import actions as audit
from portal.core import queue
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.messaging.actions import JOB_BY_QUEUE
from portal.messaging.models import OutgoingMessage

RESENDABLE_STATES = ("failed", "unknown", "lapsed")


def can_resend(message: OutgoingMessage, now: datetime) -> bool:
    """Return whether the email did not go out, or may not have, and is still of use."""
    return message.state in RESENDABLE_STATES and not is_too_late(message, now)


def is_too_late(message: OutgoingMessage, now: datetime) -> bool:
    """Return whether the email is no longer of use."""
    return message.not_after is not None and message.not_after <= now


def resend(command: Command, message: OutgoingMessage, to_email: str) -> None:
    """Queue the same email once more, to this address, with all its tries; whether it is still wanted is decided then.

    Raise `ActionRefused` for one that went out, waits, or is no longer of use.
    """
    lock_row(command.session, message)
    if message.state not in RESENDABLE_STATES:
        raise ActionRefused(N_("This email doesn’t need to be sent again."))
    if is_too_late(message, command.now):
        raise ActionRefused(N_("It’s too late for this email to be of use."))
    values = {"state": "queued", "to_email": to_email, "due_at": command.now, "outcome": None, "finished_at": None}
    # Without its claim, a worker that still holds the email can record nothing about it.
    values |= {"attempts": 0, "claim_token": None, "lease_until": None, "handed_over_at": None}
    audit.apply_change(command, "message.resend", message, values)
    queue.enqueue_after_commit(command.session, message.queue, JOB_BY_QUEUE[message.queue])
