"""Emails that ask an employer's HR for contact info, in a recruiter's words; each text is sent once."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.contacts import actions as contacts
from portal.contacts import request_claims
from portal.contacts.models import ContactRequest, Employer
from portal.core.command import Actor, Command
from portal.core.errors import N_, ActionRefused
from portal.drafts.edit_conflicts import text_digest
from portal.messaging import actions as messages
from portal.messaging import resending
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

KIND = "hr-question"


def email_hr(command: Command, row: ContactRequest, subject: str, body: str) -> OutgoingMessage:
    """Queue an email with this text to the employer's HR, and return it; the same text is sent only once.

    If it failed before, it is queued again, to their current address. Once it was sent, they count as asked.
    Raise `ActionRefused` if their address is not known, or once the request is closed.
    """
    employer = row.contact.employer
    hr_email = employer.usable_hr_email
    if not hr_email:
        raise ActionRefused(N_("There’s no HR email address on file."))
    contacts.lock_open_request(command.session, row)
    made = messages.enqueue(
        command.session,
        kind=KIND,
        key=f"{KIND}:{row.id}:{text_digest(subject, body)}",
        to_name=employer.hr_name or employer.name,
        to_email=hr_email,
        payload={"request": str(row.id), "by": str(command.by.account_id), "subject": subject, "body": body},
        about_id=row.candidate_id,
        queue="now",
        due_at=command.now,
        now=command.now,
    )
    if made.state in ("failed", "lapsed"):
        resending.resend(command, made, hr_email)
    return made


def employer_asked(session: Session, message: OutgoingMessage) -> Employer | None:
    """Return the employer whose HR this email asks; None for any other email."""
    row = _request_of(session, message) if message.kind == KIND else None
    return row.contact.employer if row else None


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    row, account = _request_of(session, message), _sender_of(session, message)
    if row is None or account is None or row.closed_at is not None:
        return Drop("nothing_left")
    return Send({"account": account})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], _now: datetime) -> Content:
    account: Account = values["account"]
    return Content(
        message.payload["subject"],
        message.payload["body"].strip() + "\n",
        None,
        from_name=f"{account.name}, {agencies.profile(session).name}",
        reply_to=(account.name, account.email),
        automatic=False,
    )


def _record_asked(session: Session, message: OutgoingMessage, now: datetime) -> None:
    """Record that HR were asked, once the email was sent and while the request is open."""
    row, account = _request_of(session, message), _sender_of(session, message)
    if message.state == "sent" and row is not None and row.closed_at is None and account is not None:
        request_claims.record_hr_asked(Command(session, Actor("account", account.id, account.role), now), row)


def _request_of(session: Session, message: OutgoingMessage) -> ContactRequest | None:
    return session.scalar(select(ContactRequest).where(ContactRequest.id == uuid.UUID(message.payload["request"])))


def _sender_of(session: Session, message: OutgoingMessage) -> Account | None:
    return session.scalar(select(Account).where(Account.id == uuid.UUID(message.payload["by"])))


KINDS = (MailKind(KIND, "contact", _recheck, _render, settled=_record_asked),)
"""Registered by the app factory."""
