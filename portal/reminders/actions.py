"""Decides reminders and stores them as rows, and decides again at the moment of sending."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.alerts import new_requests
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.cards import mailing
from portal.core import queue, transaction
from portal.followups import actions as followups
from portal.followups.rules.working_time import local_date
from portal.insight import actions as insight
from portal.messaging import actions as messages
from portal.messaging.actions import NewMail
from portal.notes import cancellation
from portal.reminders import links, plans, queries, rules
from portal.reminders.models import Reminder, ReminderItem
from portal.summaries import actions as summaries

BATCH = 500


def replan(session: Session, touched: set[uuid.UUID], now: datetime) -> None:
    """Replan these applications, mark their candidates' reminders as due, and notify recruiters of new requests.

    Queued notes to an address that has changed, or not called for any more, are canceled; the goals of cards and the
    applications' summaries are written.
    """
    followups.replan(session, touched, now)
    cancellation.cancel_obsolete(session, touched, now)
    mailing.write_goals(session, touched)
    whose = select(Application.candidate_id).where(Application.id.in_(touched))
    session.execute(update(Candidate).where(Candidate.id.in_(whose)).values(next_reminder_at=now))
    new_requests.enqueue_alerts(session, touched, now)
    summaries.write_applications(session, touched, now)
    insight.write_rows(session, touched)


def summarize(session: Session, candidate_ids: set[uuid.UUID], now: datetime) -> None:
    """Write the summaries of these candidates, from those of their applications."""
    summaries.write_candidates(session, candidate_ids, queries.last_reminders(session, candidate_ids), now)


def replan_due_applications(session: Session, now: datetime) -> int:
    """Replan a batch of applications with a change that is now due, and return how many."""
    due = session.scalars(applications.applications_to_replan(now, BATCH)).all()
    for application_id in due:
        transaction.touch(session, application_id)
    transaction.replan_touched(session, now)
    return len(due)


def enqueue_due_reminders(session: Session, now: datetime) -> int:
    """Queue reminders for a batch of candidates who are due for a decision, and return how many candidates.

    The mail worker is triggered after the commit, so that an urgent reminder does not wait for the next tick.
    """
    due = session.scalars(candidate_queries.candidates_due_for_reminder(now, BATCH)).all()
    if _enqueue_reminders(session, due, now):
        queue.enqueue_after_commit(session, queue.DUE, "mail_due")
    return len(due)


def _enqueue_reminders(session: Session, people: Sequence[Candidate], now: datetime) -> int:
    """Queue a reminder for each candidate who needs one, set when to decide again, and return how many reminders."""
    planned = plans.read(session, people, now, waiting=True)
    decisions = {candidate: planned[candidate.id].decide(now) for candidate in people}
    for candidate, decision in decisions.items():
        candidate.next_reminder_at = decision.next_at
    session.flush()
    transaction.touch_candidates(session, planned)
    asked = {candidate: decision for candidate, decision in decisions.items() if decision.asks}
    mails = {candidate: _new_mail(candidate, decision, now) for candidate, decision in asked.items()}
    days = {candidate: planned[candidate.id].local_day(now) for candidate in asked}
    return len(store(session, asked, mails, days, now))


def store(
    session: Session,
    decisions: Mapping[Candidate, rules.PlannedReminder],
    mails: Mapping[Candidate, NewMail],
    days: Mapping[Candidate, date],
    now: datetime,
) -> dict[uuid.UUID, uuid.UUID]:
    """Queue these emails with what each asks for; `days` are local dates. Return the message ids by candidate."""
    ids = messages.enqueue_all(session, list(mails.values()), now=now)
    rows = [
        {
            "candidate_id": candidate.id,
            "message_id": ids[mails[candidate].key],
            "kind": decision.kind,
            "at": now,
            "local_day": days[candidate],
        }
        for candidate, decision in decisions.items()
    ]
    if rows:
        made = session.execute(insert(Reminder).returning(Reminder.candidate_id, Reminder.id), rows).all()
        reminder_of = dict(made)
        _store_items(session, {reminder_of[who.id]: (*one.asks, *one.announced) for who, one in decisions.items()})
        links.issue(session, {who.id: one.asks for who, one in decisions.items()}, now)
    return {candidate.id: ids[mails[candidate].key] for candidate in decisions}


def _new_mail(candidate: Candidate, decision: rules.PlannedReminder, now: datetime) -> NewMail:
    return NewMail(
        kind=decision.kind,
        key=_message_key(candidate, decision, now),
        to_name=candidate.name,
        to_email=candidate.email,
        payload={"candidate": str(candidate.id)},
        about_id=candidate.id,
        queue="due",
        due_at=now,
        not_after=decision.not_after,
    )


def carry_out(
    session: Session, row: Reminder, candidate: Candidate, decision: rules.PlannedReminder, now: datetime
) -> None:
    """Make the rows of this reminder, at the moment of sending, match the decision: all that is wanted, nothing else.

    Items of other reminders that still wait move here; those no longer wanted are dropped. If it has to wait, nothing
    changes.
    """
    if decision.wait_until is not None:
        return
    if decision.suppressed:
        candidate.next_reminder_at = decision.next_at
    wanted = {ask.key: ask for ask in (*decision.asks, *decision.announced)}
    for ask in queries.items_by_candidate(session, [candidate.id], queries.QUEUED_STATES)[candidate.id]:
        found = wanted.pop((queries.step_key(ask), ask.reason), None)
        if found is not None:
            ask.reminder_id = row.id
        elif ask.reminder_id == row.id:
            ask.dropped_at = now
    session.flush()
    if decision.asks:
        row.kind, row.local_day = decision.kind, local_date(now, ZoneInfo(candidate.time_zone))
        session.flush()
        _store_items(session, {row.id: wanted.values()})
        links.issue(session, {candidate.id: decision.asks}, now)


def _message_key(candidate: Candidate, decision: rules.PlannedReminder, now: datetime) -> str:
    first = decision.asks[0]
    step = ":".join(str(part) for part in first.task.key)
    return f"{decision.kind}:{candidate.id}:{step}:{first.reason}:{now.isoformat()}"


def _store_items(session: Session, asks: Mapping[uuid.UUID, Iterable[rules.PlannedItem]]) -> None:
    """Store the items of each reminder, by its id."""
    rows = [
        {
            "reminder_id": reminder_id,
            "application_id": uuid.UUID(ask.task.application),
            "interview_id": uuid.UUID(ask.task.interview),
            "person_id": uuid.UUID(ask.task.person) if ask.task.person else None,
            "kind": ask.task.kind,
            "reason": ask.reason,
        }
        for reminder_id, wanted in asks.items()
        for ask in wanted
    ]
    if rows:
        session.execute(insert(ReminderItem).returning(ReminderItem.id), rows).all()
