"""How far the time for an answer is used up, in the agency's working hours (docs/rules.md#requests)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import Holidays, working_time


@dataclass(frozen=True)
class TargetProgress:
    """Working time: how old a request is, how much of its time is left, and by how much it is over."""

    age: timedelta
    left: timedelta
    over: timedelta

    @property
    def used(self) -> float:
        """The part of its time that is used, 1 from its target on."""
        whole = self.age + self.left
        return 1.0 if not self.left else self.age / whole


def target_progress(
    requested_at: datetime, target_at: datetime, now: datetime, zone: ZoneInfo, holidays: Holidays
) -> TargetProgress:
    """Where a request stands at `now`, in working time of the agency's `zone`."""
    return TargetProgress(
        age=working_time(requested_at, now, zone, holidays),
        left=working_time(now, target_at, zone, holidays),
        over=working_time(target_at, now, zone, holidays),
    )
