"""When candidates get no reminders (docs/rules.md#quiet-hours)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import local_date, to_utc

BEFORE_START = timedelta(hours=1)
"""How long before quiet hours the evening's last emails go out."""


@dataclass(frozen=True)
class QuietHours:
    """From `start` in the evening to `end` in the morning, on the clock of whoever gets the email."""

    start: time = time(20)
    end: time = time(8)

    def around(self, first: time | None, last: time | None) -> "QuietHours":
        """Return the quiet hours around someone's own hours from `first` until `last`, which never shorten these.

        None stands for what these allow. Own hours that lie within these are not kept: nothing would be left.
        """
        own = QuietHours(min(last or self.start, self.start), max(first or self.end, self.end))
        return own if own.end < own.start else self

    def covers(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Return whether the moment is within quiet hours in this zone."""
        clock = moment.astimezone(zone).time()
        return clock >= self.start or clock < self.end

    def end_of(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return the end, in UTC, of the quiet hours that the moment is in."""
        local = moment.astimezone(zone)
        day = local.date() + timedelta(days=1) if local.time() >= self.start else local.date()
        return to_utc(day, self.end, zone)

    def evening_before(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return an hour before quiet hours start, in UTC, on the local day before the moment's."""
        day = local_date(moment, zone) - timedelta(days=1)
        return to_utc(day, (datetime.combine(day, self.start) - BEFORE_START).time(), zone)
