"""When an agency should have mailed a card that a candidate gave it (docs/rules.md#cards-to-mail)."""

from datetime import datetime

from portal.followups.rules.working_time import BusinessCalendar, local_date, working_days_after

TARGET_WORKING_DAYS = 2


def mailing_deadline(ready_at: datetime, calendar: BusinessCalendar) -> datetime:
    """Return the close of business, on the clock of those who mail it, two business days after the card came."""
    return calendar.closes(working_days_after(local_date(ready_at, calendar.zone), TARGET_WORKING_DAYS, calendar))
