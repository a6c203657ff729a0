"""What the report should count, found another way: from each application's facts and its plan made anew, in Python."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.contacts.models import ContactRequest
from portal.followups.queries import load_facts
from portal.followups.rules.facts import Facts, InterviewFacts
from portal.followups.rules.plan import Plan, plan
from portal.insight.rules import Share

DAY = timedelta(hours=24)
Counted = dict[str, dict[str, tuple[datetime, bool]]]
"""For each figure, what counts (by its id, or the interview's for a follow-up): its moment, and whether it was met."""


def counted_anew(session: Session, now: datetime) -> Counted:
    """Everything that counts at `now`, whatever the period."""
    session.expire_all()
    found: Counted = {
        name: {}
        for name in (
            "thanked",
            "contacts",
            "requests",
            "follow-ups",
            "heard-with-thank-yous",
            "heard-without-thank-yous",
        )
    }
    rows = session.scalars(select(Application)).all()
    facts = load_facts(session, [row.id for row in rows], now)
    for row in rows:
        made = plan(facts[row.id])
        _interviews(found, facts[row.id], now)
        _follow_ups(found, row, facts[row.id], made, now)
        _ending(found, row, facts[row.id], made)
    _requests(found, session, now)
    return found


def shares_anew(rows: dict[str, tuple[datetime, bool]], parts: list[tuple[date, date]], zone: str) -> list[Share]:
    """So many of the rows of each part, by their days on this clock."""
    days = [(moment.astimezone(ZoneInfo(zone)).date(), met) for moment, met in rows.values()]
    found = []
    for first, last in parts:
        inside = [met for day, met in days if first <= day <= last]
        found.append(Share(sum(inside), len(inside)))
    return found


def _held(facts: Facts) -> Iterator[InterviewFacts]:
    return (row for row in facts.interviews if row.status == "planned" and not row.imported)


def _interviews(found: Counted, facts: Facts, now: datetime) -> None:
    for row in _held(facts):
        for person in row.met():
            if row.ends_at <= now - DAY:
                in_time = person.thanked_at is not None and person.thanked_at - row.ends_at <= DAY
                found["thanked"][person.id] = row.starts_at, in_time
        if row.ends_at <= now:
            learned = [person.reachable_at or now for person in row.met()]
            found["contacts"][row.id] = row.starts_at, bool(learned) and max(learned) <= row.starts_at


def _follow_ups(found: Counted, application: Application, facts: Facts, made: Plan, now: datetime) -> None:
    held = {row.id: row for row in _held(facts)}
    for step in made.steps:
        if step.kind != "follow_up" or step.due_at > now - DAY:
            continue
        if step.state == "dropped":
            ended_at = _ended_at(application, made)
            if step.interview not in held or ended_at is None or ended_at - step.due_at <= DAY:
                continue
        sent_at = next(row.follow_up_sent_at for row in facts.interviews if row.id == step.interview)
        found["follow-ups"][step.interview] = step.due_at, sent_at is not None and sent_at - step.due_at <= DAY


def _ending(found: Counted, application: Application, facts: Facts, made: Plan) -> None:
    ended_at = _ended_at(application, made)
    if ended_at is None or not any(row.ends_at <= ended_at for row in _held(facts)):
        return
    heard_at = min((row.at for row in application.answers), default=None)
    closings = {row.kind for row in application.closures if row.at == ended_at}
    if heard_at is None and made.state != "lapsed" and not closings & {"no_answer", "by_itself"}:
        return
    until = heard_at or ended_at
    thanked = any(person.thanked_at and person.thanked_at <= until for row in facts.interviews for person in row.people)
    figure = "heard-with-thank-yous" if thanked else "heard-without-thank-yous"
    found[figure][str(application.id)] = ended_at, heard_at is not None


def _ended_at(application: Application, made: Plan) -> datetime | None:
    if made.state in ("active", "closing"):
        return None
    if made.state == "lapsed":
        missed: list[Any] = [
            step.missed_from for step in made.steps if (step.kind, step.state) == ("follow_up", "missed")
        ]
        return max(missed)
    return max(row.at for row in [*application.answers, *application.closures])


def _requests(found: Counted, session: Session, now: datetime) -> None:
    for row in session.scalars(select(ContactRequest)):
        in_time = row.closed_at is not None and row.closed_at <= row.target_at
        if row.target_at <= now and row.undone_at is None and not (in_time and row.outcome == "not_needed"):
            found["requests"][str(row.id)] = row.target_at, in_time
