"""The email to a colleague who is mentioned in a recruiter's note: a link, never the note's text."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.emails import write_email_to
from portal.candidates import queries as candidates
from portal.core.command import Command
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.recruiter_notes import queries
from portal.recruiter_notes.models import RecruiterNote

MENTION = "mention"


def enqueue_mention(command: Command, row: RecruiterNote, to: Account) -> None:
    """Queue the email that tells `to` that the note mentions them; one a note."""
    messages.enqueue_now(
        command.session,
        to,
        kind=MENTION,
        key=f"{MENTION}:{row.id}:{to.id}",
        payload={"account": str(to.id), "recruiter_note": str(row.id)},
        now=command.now,
    )


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    """Drop the email where the note was deleted, or where the colleague may not see its candidate."""
    account = accounts.find_active(session, uuid.UUID(message.payload["account"]))
    if account is None:
        return Drop("deactivated")
    note = queries.find_note(session, uuid.UUID(message.payload["recruiter_note"]))
    viewer = accounts.viewer_as(account, agencies.profile(session).visibility)
    if note is None or not candidates.can_see(session, viewer, note.candidate_id):
        return Drop("gone")
    return Send({"account": account, "note": note})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    account, note = values["account"], values["note"]
    return write_email_to(
        session,
        message.kind,
        account,
        now=now,
        answers=note.by,
        known_as="account",
        author=first_name(note.by.name),
        candidate=note.candidate.name,
        link=links.absolute_url(session, f"/recruiter-notes/{note.id}"),
    )


KINDS = (MailKind(MENTION, "recruiter", _recheck, _render),)
"""Registered by the application factory."""
