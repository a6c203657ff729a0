"""Messages that staff write to candidates: the same words to each, in an email of their own."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies.emails import write_email_to
from portal.audit import actions as audit
from portal.bulk_actions.rules import GOES, OVER_LIMIT, CandidateVerdict, Done
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.candidates.rules import SuppressionFacts, current_suppression
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.core.rate_limits import MESSAGES_TO_CANDIDATE
from portal.drafts.field_labels import fault_values
from portal.drafts.messages import message_for
from portal.drafts.rules import MESSAGE as TEMPLATE
from portal.drafts.rules import fill_merge_fields, find_placeholders, letter_faults
from portal.messaging import actions as messages
from portal.messaging.actions import NewMail
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.reminders.asked_again import UNDO_PERIOD

KIND = "staff-message"
ANYONE = "Jo Winter"
"""Stands for the candidates where what a message says is checked before any of them is meant."""
STOPS = ("unsubscribed", "bounced", "deactivated")
"""What also stops a message; a pause and a placement are about reminders alone."""


def check(command: Command, parameters: Mapping[str, Any]) -> None:
    """Raise `ActionRefused` at what can't be sent: a merge field that isn't one, or words still to be replaced."""
    said = {name: parameters.get(name) or "" for name in ("subject", "body")}
    sender = accounts.get_account(command.session, command.by.account_id) if command.by.account_id else None
    values = _values(ANYONE, sender)
    for fault in letter_faults(**said, kind=TEMPLATE, values=values)[:1]:
        raise ActionRefused(message_for(fault), field=fault.field, **fault_values(fault))
    for name, text in said.items():
        for left in find_placeholders(fill_merge_fields(text, values))[:1]:
            raise ActionRefused(N_("Replace “%(text)s” with your own words."), field=name, text=left)


def judge(
    command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return who gets the message, and why the others do not."""
    ids = [who.id for who in people]
    stopped = _stopped(command.session, ids, command.now)
    since = command.now - MESSAGES_TO_CANDIDATE.within
    sent = (
        select(OutgoingMessage.about_id)
        .where(OutgoingMessage.kind == KIND, OutgoingMessage.about_id.in_(ids), OutgoingMessage.due_at > since)
        .where(OutgoingMessage.state != "dropped")
        .group_by(OutgoingMessage.about_id)
        .having(func.count() >= MESSAGES_TO_CANDIDATE.most)
    )
    over = set(command.session.scalars(sent))
    return {one: CandidateVerdict(stopped.get(one) or (OVER_LIMIT if one in over else GOES)) for one in ids}


def do(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Queue an email to each; return the ids of the emails."""
    now = command.now
    said = {"subject": parameters["subject"], "body": parameters["body"], "by": str(command.by.account_id)}
    keys = {who: f"{KIND}:{who.id}:{now.isoformat()}" for who in people}
    mails = [
        NewMail(
            kind=KIND,
            key=keys[who],
            to_name=who.name,
            to_email=who.email,
            payload={**said, "candidate": str(who.id)},
            about_id=who.id,
            queue="now",
            due_at=now + UNDO_PERIOD,
        )
        for who in people
    ]
    ids = messages.enqueue_all(command.session, mails, now=now)
    for who in people:
        audit.record(command, "candidate.message", who)
    return {who.id: {"message": str(ids[key])} for who, key in keys.items()}


def undo(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Cancel the messages that have not left."""
    whose = {uuid.UUID(data["message"]): who for who, data in people.items()}
    undone = set()
    for message in command.session.scalars(select(OutgoingMessage).where(OutgoingMessage.id.in_(whose))).all():
        if messages.cancel(command.session, message, "undone", now=command.now):
            audit.record(command, "candidate.message.undo", whose[message.id])
            undone.add(whose[message.id].id)
    return undone


def write(session: Session, candidate: Candidate, sender: Account, said: Mapping[str, Any], now: datetime) -> Content:
    """Return the email with these words to the candidate, with the values of its merge fields."""
    values = _values(candidate.name, sender)
    return write_email_to(
        session,
        KIND,
        candidate,
        now=now,
        answers=acting.reader_as(sender),
        message_subject=fill_merge_fields(said["subject"], values),
        body=fill_merge_fields(said["body"], values),
    )


def _values(name: str, sender: Account | None) -> dict[str, str]:
    """Return what the merge fields of a message to a candidate of this name say."""
    own = {f"my_{detail}": getattr(sender, detail, None) or "" for detail in ("name", "phone", "email")}
    return {"contact_first_name": first_name(name), **own}


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Drop:
    candidate = candidates.find_candidate(session, uuid.UUID(message.payload["candidate"]))
    sender = accounts.find_active(session, uuid.UUID(message.payload["by"]))
    if candidate is None or sender is None:
        return Drop("gone")
    stopped = _stopped(session, [candidate.id], now).get(candidate.id)
    return Drop(stopped) if stopped else Send({"candidate": candidate, "sender": sender})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return write(session, values["candidate"], values["sender"], message.payload, now)


def _stopped(session: Session, ids: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, str]:
    """Return why no message goes to which of these candidates."""
    found = {}
    for who, rows in candidates.active_suppressions(session, ids).items():
        code = current_suppression((SuppressionFacts(row.kind, row.until) for row in rows if row.kind in STOPS), now)
        if code:
            found[who] = code
    return found


KINDS = (MailKind(KIND, "candidate", _recheck, _render),)
"""Registered by the app factory."""
