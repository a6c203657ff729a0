"""When an agency should have mailed a card that a candidate gave it (docs/rules.md#cards-to-mail)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.followups.rules.working_time import EVENING, Holidays, local_date, to_utc, working_days_after

TARGET_WORKING_DAYS = 2


def mailing_deadline(ready_at: datetime, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """Return the close of business, on the agency's clock, two business days after the card came."""
    return to_utc(working_days_after(local_date(ready_at, zone), TARGET_WORKING_DAYS, holidays), EVENING, zone)
