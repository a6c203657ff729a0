"""Taking in an email: which agency it is for, and keeping it whole before anything is made of it."""

import hashlib
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.models import Agency
from portal.core import queue, tenancy
from portal.core.services import services
from portal.incoming.models import IncomingMessage
from portal.messaging import return_addresses

JOB = "incoming"


def find_agency(session: Session, address: str) -> Agency | None:
    """Return the agency whose address this is; None for one that isn't ours. The session needs no agency."""
    settings = services().settings
    signed = return_addresses.read(address, settings.mail_domain, settings.secret_keys)
    if signed is not None:
        return agencies.find_by_mail_code(session, signed.mail_code)
    local, _, domain = address.lower().rpartition("@")
    return agencies.find_by_mailbox(session, local) if domain == settings.mail_domain else None


def keep(session: Session, address: str, envelope_from: str, data: bytes, now: datetime) -> bool:
    """Keep an email to one of our addresses, and enqueue its reading; return False where there is no such address.

    One that is delivered again is kept once. The session enters the address's agency.
    """
    agency = find_agency(session, address)
    if agency is None:
        return False
    tenancy.enter(session, agency.id)
    sender = envelope_from.strip("<>")
    found = {
        "received_at": now,
        "recipient": address,
        "envelope_from": sender,
        "digest": hashlib.sha256(address.lower().encode() + b"\0" + data).hexdigest(),
        "raw": f"Return-Path: <{sender}>\r\n".encode() + data,
        "process_at": now,
    }
    session.execute(insert(IncomingMessage).values(found).on_conflict_do_nothing())
    queue.enqueue_after_commit(session, queue.NOW, JOB)
    return True
