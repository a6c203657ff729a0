"""An address that doesn't work: its email counts as failed, and a candidate gets no more reminders there."""

from portal.applications import queries as applications
from portal.candidates import actions as candidates
from portal.core.command import Command
from portal.messaging import claims
from portal.messaging.kinds import kind_of
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import RETURNED


def record_failed_address(command: Command, message: OutgoingMessage, status: str | None) -> None:
    """Record that the email came back for good, and stop reminders to its candidate if this is still their address.

    `status` is the code of the failure (RFC 3463).
    """
    claims.record_returned(command.session, message, f"{RETURNED} {status}" if status else RETURNED, command.now)
    if kind_of(message.kind).audience != "candidate":
        return
    about = applications.candidates_about(command.session, [message])
    candidate = about.get(message.about_id) if message.about_id else None
    if candidate is not None and candidate.email.lower() == message.to_email.lower():
        candidates.suppress_reminders(command, candidate, "bounced")
