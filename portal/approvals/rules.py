"""How long a note that waits for a recruiter may go out (docs/rules.md#sending)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import local_date, to_utc

APPROVE, PASS_ON = "approve", "pass_on"
PORTAL, MAIL_PROGRAM, CARD = "portal", "mail_program", "card"
APPROVED, RETURNED, PASSED_ON, WITHDRAWN = "approved", "returned", "passed_on", "withdrawn"
MORNING_TIME = time(8, 30)
LATE_SENDING_PERIOD = timedelta(days=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SendWindow:
    """When a note may go out at a chosen time: after `now`, at the latest `last`; `zone` is the meeting's time zone."""

    now: datetime
    last: datetime
    zone: ZoneInfo

    @property
    def is_over(self) -> bool:
        """Return whether there is no moment left to choose: the note goes out right away or not at all."""
        return self.last <= self.now

    @property
    def morning(self) -> datetime | None:
        """Return the next 8:30 a.m. in the meeting's time zone, None where that is too late."""
        found = next_morning(self.now, self.zone)
        return found if self.holds(found) else None

    def holds(self, moment: datetime) -> bool:
        """Return whether the note may go out at that moment."""
        return self.now < moment <= self.last


def latest_send_time(now: datetime, due_at: datetime | None, missed_from: datetime | None) -> datetime:
    """Return the last time to schedule a note for: its due time or a day from now, but never after it is missed."""
    last = max(due_at or now, now + LATE_SENDING_PERIOD)
    return min(last, missed_from) if missed_from else last


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next 8:30 a.m. in the meeting's time zone, as UTC."""
    today = local_date(now, zone)
    moment = to_utc(today, MORNING_TIME, zone)
    return moment if moment > now else to_utc(today + _DAY, MORNING_TIME, zone)
