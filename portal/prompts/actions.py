"""Deciding what to ask candidates for: rows now, and once more at the moment of sending."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.core import queue, transaction
from portal.followups import actions as followups
from portal.followups.rules.working_time import local_date
from portal.messaging import actions as messages
from portal.processes import queries as processes
from portal.processes.models import Process
from portal.prompts import queries, requests, rules
from portal.prompts.models import Ask, Prompt

BATCH = 500


def replan(session: Session, touched: set[uuid.UUID], now: datetime) -> None:
    """The plans of these processes are new, their candidates' prompts decided anew, and recruiters told of requests."""
    followups.replan(session, touched, now)
    whose = select(Process.candidate_id).where(Process.id.in_(touched))
    session.execute(update(Candidate).where(Candidate.id.in_(whose)).values(next_prompt_at=now))
    requests.tell(session, touched, now)


def replan_due(session: Session, now: datetime) -> int:
    """The plans that read otherwise by now are made anew, a batch of them; returns how many."""
    due = session.scalars(processes.to_replan(now, BATCH)).all()
    for process_id in due:
        transaction.touch(session, process_id)
    transaction.settle(session, now)
    return len(due)


def prompt_due(session: Session, now: datetime) -> int:
    """Whoever is to be asked for something now has a mail waiting in the outbox, a batch of them; returns how many.

    The mails are rung for, so that what is to be asked at once is not kept until the next tick.
    """
    due = session.scalars(candidate_queries.to_prompt(now, BATCH)).all()
    if [made for candidate in due if (made := prompt(session, candidate, now)) is not None]:
        queue.ring(session, queue.DUE, "mail_due")
    return len(due)


def prompt(session: Session, candidate: Candidate, now: datetime) -> Prompt | None:
    """The candidate has a mail waiting for what is wanted now, if anything is, and a time to decide again."""
    situation = queries.situation(session, candidate, now, waiting=True)
    decision = rules.decide(situation)
    candidate.next_prompt_at = decision.next_at
    if not decision.asks:
        return None
    message = messages.put(
        session,
        kind=decision.kind,
        key=_key(candidate, decision, now),
        to_name=candidate.name,
        to_email=candidate.email,
        payload={"candidate": str(candidate.id)},
        about_id=candidate.id,
        queue="due",
        due_at=now,
        not_after=decision.not_after,
        now=now,
    )
    day = local_date(now, situation.zone)
    row = Prompt(candidate_id=candidate.id, message_id=message.id, kind=decision.kind, at=now, local_day=day)
    session.add(row)
    session.flush()
    _write(session, row, (*decision.asks, *decision.announced))
    return row


def decide_again(session: Session, row: Prompt, candidate: Candidate, now: datetime) -> rules.Decision:
    """What this prompt says at the moment of sending: all that is wanted by then, merged, and nothing that is not.

    Asks of other prompts that still wait move here; those no longer wanted are dropped.
    """
    situation = queries.situation(session, candidate, now, waiting=False)
    decision = rules.decide(situation)
    if decision.wait_until is not None:
        return decision
    if decision.withheld:
        candidate.next_prompt_at = decision.next_at
    wanted = {ask.key: ask for ask in (*decision.asks, *decision.announced)}
    for ask in queries.asks(session, candidate.id, queries.WAITING):
        found = wanted.pop((queries.key(ask), ask.reason), None)
        if found is not None:
            ask.prompt_id = row.id
        elif ask.prompt_id == row.id:
            ask.dropped_at = now
    session.flush()
    if decision.asks:
        row.kind, row.local_day = decision.kind, local_date(now, ZoneInfo(candidate.time_zone))
        _write(session, row, wanted.values())
    return decision


def _key(candidate: Candidate, decision: rules.Decision, now: datetime) -> str:
    first = decision.asks[0]
    step = ":".join(str(part) for part in first.task.key)
    return f"{decision.kind}:{candidate.id}:{step}:{first.reason}:{now.isoformat()}"


def _write(session: Session, row: Prompt, asks: Iterable[rules.Ask]) -> None:
    for ask in asks:
        task = ask.task
        session.add(
            Ask(
                prompt_id=row.id,
                process_id=uuid.UUID(task.process),
                interview_id=uuid.UUID(task.interview),
                person_id=uuid.UUID(task.person) if task.person else None,
                kind=task.kind,
                reason=ask.reason,
            )
        )
    session.flush()
