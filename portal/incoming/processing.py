"""Reading the emails that came in, one at a time, and doing what each asks for."""

import logging
import re
import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import transaction
from portal.core.command import PORTAL, Command
from portal.core.services import services
from portal.incoming import bounces
from portal.incoming.models import IncomingMessage
from portal.incoming.rules import effect_of
from portal.messaging import return_addresses
from portal.messaging.models import OutgoingMessage
from portal.readers import mail
from portal.readers.mail import IncomingMail

HOUR = timedelta(hours=1)
RETRY = timedelta(minutes=5)
MAX_ATTEMPTS = 3
MAX_TEXT = 20_000

_log = logging.getLogger(__name__)


def process_due(session: Session, now: datetime) -> int:
    """Read the email that has waited longest, if any is due, and act on it; return how many were read.

    The try is counted and committed first: an email that kills its worker is not read forever.
    """
    row = session.scalars(
        select(IncomingMessage)
        .where(IncomingMessage.process_at <= now)
        .order_by(IncomingMessage.process_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return 0
    row.attempts, row.process_at = row.attempts + 1, now + RETRY
    if row.attempts > MAX_ATTEMPTS:
        row.process_at, row.effect = None, "unread"
        return 1
    row_id = row.id
    transaction.commit(session, now)
    _process(Command(session, PORTAL, now), row_id)
    return 1


def _process(command: Command, row_id: uuid.UUID) -> None:
    session = command.session
    row = session.scalars(select(IncomingMessage).where(IncomingMessage.id == row_id).with_for_update()).one()
    found = mail.read(row.raw or b"")
    row.kind, row.process_at = found.kind, None
    row.from_name, row.from_email = found.headers.from_name[:200], found.headers.from_email[:320]
    row.subject, row.text = found.headers.subject[:500], found.visible_text[:MAX_TEXT]
    outgoing = _message_of(session, row, found)
    row.outgoing_id = outgoing.id if outgoing is not None else None
    row.effect = effect_of(
        found.kind,
        permanent=found.permanent,
        is_matched=outgoing is not None,
        hard_bounces=_hard_bounces_since(session, command.now - HOUR) if found.permanent else 0,
    )
    if row.effect == "address_failed" and outgoing is not None:
        bounces.record_failed_address(command, outgoing, found.status)
    transaction.after_commit(session, lambda: _log.info("incoming %s: %s, %s", row_id, found.kind, row.effect))


def _message_of(session: Session, row: IncomingMessage, found: IncomingMail) -> OutgoingMessage | None:
    """Return the email of ours that this one belongs to: by its signed address first, then by the ids that it names."""
    settings = services().settings
    signed = return_addresses.read(row.recipient, settings.mail_domain, settings.secret_keys)
    if signed is not None:
        return session.scalar(select(OutgoingMessage).where(OutgoingMessage.id == signed.message_id))
    ours = re.compile(rf"<?([0-9a-f]{{40}})@{re.escape(settings.mail_domain)}>?")
    named = [each[1] for text in found.headers.answers for each in [ours.fullmatch(text)] if each]
    if found.kind == "bounce":
        named += ours.findall((row.raw or b"").decode("latin-1"))
    if not named:
        return None
    query = select(OutgoingMessage).where(OutgoingMessage.message_id.in_(named)).order_by(OutgoingMessage.created_at)
    return session.scalars(query).first()


def _hard_bounces_since(session: Session, moment: datetime) -> int:
    query = select(func.count()).where(IncomingMessage.effect == "address_failed", IncomingMessage.received_at > moment)
    return session.scalars(query).one()
