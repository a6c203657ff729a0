"""How much of a request's target time is used up, in the agency's working hours (docs/rules.md#requests)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import Holidays, working_time


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
    requested_at: datetime, target_at: datetime, now: datetime, zone: ZoneInfo, holidays: Holidays
) -> TargetProgress:
    """Return the progress of a request at `now`, in working time of the agency's `zone`."""
    return TargetProgress(
        age=working_time(requested_at, now, zone, holidays),
        left=working_time(now, target_at, zone, holidays),
        over=working_time(target_at, now, zone, holidays),
        is_ahead=now < target_at,
    )
