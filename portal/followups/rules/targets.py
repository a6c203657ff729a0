"""How much of a request's target time is used up, in working hours (docs/rules.md#requests)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.followups.rules.working_time import BusinessCalendar, working_time


@dataclass(frozen=True)
class TargetProgress:
    """Working time: a request's age, how much time is left, how far it is over, and whether its target is ahead."""

    age: timedelta
    left: timedelta
    over: timedelta
    is_ahead: bool

    @property
    def used(self) -> float:
        """The share of its time that is used; 1 from its target on."""
        whole = self.age + self.left
        return 1.0 if not self.left else self.age / whole


def target_progress(
    requested_at: datetime, target_at: datetime, now: datetime, calendar: BusinessCalendar
) -> TargetProgress:
    """Return the progress of a request at `now`, in the working time of those who answer it."""
    return TargetProgress(
        age=working_time(requested_at, now, calendar),
        left=working_time(now, target_at, calendar),
        over=working_time(target_at, now, calendar),
        is_ahead=now < target_at,
    )
