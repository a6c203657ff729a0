"""Reminders that staff ask for: one email with everything that is open, sent at once and not by the plan."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.db import is_row
from portal.core.rate_limits import REMINDERS_ASKED_FOR
from portal.core.transaction import touch_candidates
from portal.followups.rules.working_time import local_date
from portal.messaging import actions as messages
from portal.messaging.actions import NewMail
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.reminders import actions, content, message_queries, plans, queries, rules
from portal.reminders.models import Reminder, ReminderItem
from portal.reminders.rules import ASKED_AGAIN, PlannedReminder

KIND = ASKED_AGAIN
UNDO_PERIOD = timedelta(seconds=20)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class RecentReminders:
    """When each candidate was reminded last today, where they live; and who was asked as often as a day allows."""

    today: Mapping[uuid.UUID, datetime]
    over_limit: Collection[uuid.UUID]


def decide(session: Session, people: Sequence[Candidate], now: datetime) -> dict[uuid.UUID, PlannedReminder]:
    """Return what each of these candidates would be asked for now, with as many statements as for one."""
    planned = plans.read(session, people, now, waiting=False)
    return {row.id: rules.plan_asked_again(planned[row.id].situation, now) for row in people}


def recent_reminders(session: Session, people: Sequence[Candidate], now: datetime) -> RecentReminders:
    """Return which of these candidates had a reminder today, and which may get no more of this kind now."""
    zones = {row.id: ZoneInfo(row.time_zone) for row in people}
    last = (
        select(Reminder.candidate_id, func.max(Reminder.at))
        .join(OutgoingMessage, is_row(Reminder.message_id, OutgoingMessage))
        .where(Reminder.candidate_id.in_(zones), Reminder.at > now - DAY)
        .where(OutgoingMessage.state.in_((*queries.SENT_STATES, *queries.QUEUED_STATES)))
        .group_by(Reminder.candidate_id)
    )
    found = dict(session.execute(last).all())
    asked = (
        select(OutgoingMessage.about_id)
        .where(OutgoingMessage.kind == KIND, OutgoingMessage.about_id.in_(zones))
        .where(OutgoingMessage.due_at > now - REMINDERS_ASKED_FOR.within, OutgoingMessage.state != "dropped")
        .group_by(OutgoingMessage.about_id)
        .having(func.count() >= REMINDERS_ASKED_FOR.most)
    )
    today = {who: at for who, at in found.items() if local_date(at, zones[who]) == local_date(now, zones[who])}
    return RecentReminders(today, set(session.scalars(asked)))


def enqueue(command: Command, decisions: Mapping[Candidate, PlannedReminder], words: str) -> dict[uuid.UUID, uuid.UUID]:
    """Queue one email to each of these candidates for the end of the undo period; return their ids by candidate."""
    now = command.now
    payload = {"asked_at": now.isoformat(), "by": str(command.by.account_id), "words": words}
    mails = {
        who: NewMail(
            kind=KIND,
            key=f"{KIND}:{who.id}:{now.isoformat()}",
            to_name=who.name,
            to_email=who.email,
            payload={"candidate": str(who.id), **payload},
            about_id=who.id,
            queue="now",
            due_at=now + UNDO_PERIOD,
        )
        for who in decisions
    }
    days = {who: local_date(now, ZoneInfo(who.time_zone)) for who in decisions}
    touch_candidates(command.session, [who.id for who in decisions])
    return actions.store(command.session, decisions, mails, days, now)


def cancel(command: Command, message_id: uuid.UUID) -> bool:
    """Cancel the email and forget that it asked; return False when it has left."""
    session = command.session
    message = session.scalars(select(OutgoingMessage).where(OutgoingMessage.id == message_id)).one()
    if not messages.cancel(session, message, "undone", now=command.now):
        return False
    asked = select(Reminder.id).where(Reminder.message_id == message_id)
    session.execute(delete(ReminderItem).where(ReminderItem.reminder_id.in_(asked)))
    session.execute(delete(Reminder).where(Reminder.message_id == message_id))
    return True


def preview(session: Session, candidate: Candidate, sender: str, words: str, now: datetime) -> Content | None:
    """Return the email as it would go out now; None where nothing is open, or nothing may be sent."""
    planned = plans.read(session, [candidate], now, waiting=False)
    decision = rules.plan_asked_again(planned[candidate.id].situation, now)
    if decision.suppressed or not decision.asks:
        return None
    read = content.read(session, [candidate], planned, now)[candidate.id]
    return content.write(content.without_personal_links(read), decision, now, sender=sender, words=words)


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    reminder = message_queries.reminder_of_message(session, message.id)
    said = message.payload
    candidate = session.scalar(
        select(Candidate)
        .where(Candidate.id == uuid.UUID(said["candidate"]))
        .options(joinedload(Candidate.recruiter))
        .with_for_update(of=Candidate)
    )
    if reminder is None or candidate is None:
        return Drop("gone")
    planned = plans.read(session, [candidate], now, waiting=False)
    situation = replace(planned[candidate.id].situation, now=now)
    decision = rules.plan_asked_again(situation, datetime.fromisoformat(said["asked_at"]))
    if decision.wait_until:
        return Wait(decision.wait_until)
    actions.carry_out(session, reminder, candidate, replace(decision, suppressed=None), now)
    if not decision.asks:
        return Drop(decision.suppressed or "nothing_left")
    asker = accounts.find_active(session, uuid.UUID(said["by"]))
    who = {"sender": asker.name if asker else agencies.profile(session).name, "words": said["words"]}
    return Send({"content": content.read(session, [candidate], planned, now)[candidate.id], "decision": decision} | who)


def _render(_session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    said = {"sender": values["sender"], "words": values["words"]}
    return content.write(values["content"], values["decision"], now, **said)


KINDS = (MailKind(KIND, "candidate", _recheck, _render),)
"""Registered by the app factory."""
