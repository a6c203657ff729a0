"""Decides what to remind candidates of: one plan for every caller."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.candidates.models import Candidate
from portal.followups.models import Step
from portal.followups.rules.working_time import local_date
from portal.reminders import queries, rules


@dataclass(frozen=True)
class ReminderPlan:
    """What one candidate is reminded of, decided from the data read about them.

    The tick, the prefetch of a batch, and the recheck under lock all use it; they differ in what they read, and in what
    they do with the decision.
    """

    situation: rules.CandidateSituation
    steps: Sequence[Step]

    def decide(self, now: datetime) -> rules.PlannedReminder:
        """Return what goes out at `now`, shortly after the situation was read."""
        return rules.plan_reminder(replace(self.situation, now=now))

    def local_day(self, now: datetime) -> date:
        """Return the candidate's local date at `now`."""
        return local_date(now, self.situation.zone)


def read(
    session: Session, people: Sequence[Candidate], now: datetime, *, waiting: bool
) -> dict[uuid.UUID, ReminderPlan]:
    """Return the plan of each of these candidates, with as many statements as for one of them.

    `waiting` says whether steps in emails that are still queued count as asked for.
    """
    steps = queries.pending_steps_by_candidate(session, [candidate.id for candidate in people])
    situations = queries.load_situations(session, people, steps, now, waiting=waiting)
    return {candidate.id: ReminderPlan(situations[candidate.id], steps[candidate.id]) for candidate in people}
