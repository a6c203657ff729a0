"""What changes if an agency's policy does: the plan of each application made both ways (docs/rules.md#policies)."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta

from portal.followups.rules.facts import Facts
from portal.followups.rules.lateness import is_late
from portal.followups.rules.plan import BLOCKED, ENDED_STATES, MISSED, OPEN, UPCOMING, Plan, PlanStep, plan
from portal.followups.rules.policy import Policy

EARLIER, LATER, LATE, EXPIRES, RETURNS = "earlier", "later", "late", "expires", "returns"
OUTCOMES = (LATE, EXPIRES, EARLIER, LATER, RETURNS)
"""What becomes of a task, in the order of the list; the first four were to be done before the change."""
_PENDING = (OPEN, BLOCKED, UPCOMING)
_FOLLOW_UP_DAYS = ("near_end_days", "way_to_go_days", "unknown_days")
_SLACK_DAYS = 7
"""More than weekends and holidays add to a number of days."""


@dataclass(frozen=True)
class TaskChange:
    """One task that a policy changes, and what becomes of it."""

    application: str
    kind: str
    interview: str
    person: str | None
    was_due: datetime
    due: datetime
    outcome: str

    @property
    def order(self) -> tuple[int, datetime, str, str, str]:
        return OUTCOMES.index(self.outcome), self.due, self.kind, self.interview, self.person or ""


@dataclass(frozen=True)
class Impact:
    """How many tasks become what, and how many applications close or come back."""

    earlier: int = 0
    later: int = 0
    late: int = 0
    expires: int = 0
    returns: int = 0
    closes: int = 0
    reopens: int = 0

    @property
    def moved(self) -> int:
        """How many tasks get another due time and are still to be done."""
        return self.earlier + self.later + self.late

    def __add__(self, other: "Impact") -> "Impact":
        return Impact(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def apply_policy(application: str, facts: Facts, policy: Policy) -> tuple[Impact, list[TaskChange]]:
    """Return what this policy changes in the plan of one application as of `facts.now`."""
    before, after = plan(facts), plan(replace(facts, policy=policy))
    had_ended, ends = before.state in ENDED_STATES, after.state in ENDED_STATES
    found = [] if ends and not had_ended else list(_task_changes(application, before, after, facts.now))
    counts = {name: sum(change.outcome == name for change in found) for name in OUTCOMES}
    return Impact(**counts, closes=int(ends and not had_ended), reopens=int(had_ended and not ends)), found


def longest_extension(old: Policy, new: Policy) -> timedelta:
    """Return by how much, at most, an application's last moment to follow up moves to a later time."""
    starts = max(getattr(new, name) - getattr(old, name) for name in _FOLLOW_UP_DAYS)
    gap = new.min_working_days_after_thanks - old.min_working_days_after_thanks
    more = max(0, new.lapses_after_days - old.lapses_after_days) + max(0, starts) + 2 * max(0, gap)
    return timedelta(days=more + _SLACK_DAYS) if more else timedelta()


def _task_changes(application: str, before: Plan, after: Plan, now: datetime) -> Iterable[TaskChange]:
    planned = {(step.kind, step.interview, step.person): step for step in after.steps}
    for was in before.steps:
        step = planned.get((was.kind, was.interview, was.person))
        outcome = _outcome(was, step, now) if step else None
        if step and outcome:
            ids = application, was.kind, was.interview, was.person
            yield TaskChange(*ids, was.due_at, step.due_at, outcome)


def _outcome(was: PlanStep, step: PlanStep, now: datetime) -> str | None:
    if was.state not in _PENDING:
        return RETURNS if was.state == MISSED and step.state in _PENDING else None
    if step.state == MISSED:
        return EXPIRES
    if step.state not in _PENDING or step.due_at == was.due_at:
        return None
    if _is_late(step, now) and not _is_late(was, now):
        return LATE
    return EARLIER if step.due_at < was.due_at else LATER


def _is_late(step: PlanStep, now: datetime) -> bool:
    return is_late(step.state, step.reason.code, step.opens_at, step.due_at, now)
