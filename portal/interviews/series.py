"""The times at which a calendar event takes place, including changed times of a series."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.interviews.slots import Slot
from portal.readers import ics_series
from portal.readers.ics import CalendarEvent

DEFAULT_LENGTH = timedelta(hours=1)
"""The assumed length of an interview if the invitation does not say."""


@dataclass(frozen=True)
class Occurrence:
    """One time of a series: its own RECURRENCE-ID (UTC, ISO 8601), and when it takes place."""

    recurrence: str
    slot: Slot


def recurrence_id(moment: datetime) -> str:
    """Return an aware moment in the form of a stored RECURRENCE-ID: in UTC, ISO 8601."""
    return moment.astimezone(UTC).isoformat()


def slot_of(event: CalendarEvent, zone: str) -> Slot | None:
    """Return when and where the event first takes place; None if it has no time of day.

    A floating time is in `zone`, the candidate's.
    """
    start, end = event.starts_at, event.ends_at
    if not isinstance(start, datetime) or _is_whole_day(start, end):
        return None
    place = ZoneInfo(zone) if start.tzinfo is None else start.tzinfo
    start = start.replace(tzinfo=place)
    finish = end.replace(tzinfo=end.tzinfo or place) if isinstance(end, datetime) else start + DEFAULT_LENGTH
    if finish <= start:
        finish = start + DEFAULT_LENGTH
    name = place.key if isinstance(place, ZoneInfo) else zone
    location = (event.location or "").strip() or None
    if location and event.link and location.startswith(("https://", "http://")):
        location = None
    return Slot(start.astimezone(UTC), finish.astimezone(UTC), name, (location or "")[:300] or None, event.link)


def occurrences_of(
    event: CalendarEvent, overrides: Iterable[CalendarEvent], zone: str, now: datetime, most: int
) -> list[Occurrence]:
    """Return the first `most` times of a series that end after `now`, or only its last time if none does.

    Each of `overrides` is one time that was changed or canceled.
    """
    first = slot_of(event, zone)
    if first is None or event.series is None:
        return []
    changed = {row.recurrence_id or "": row for row in overrides}
    starts = _first_local_start(event, first)
    length = first.ends_at - first.starts_at
    rows = ics_series.list_occurrences(starts, length, event.series, now, most + len(changed))
    found = [
        Occurrence(recurrence_id(start), _moved_slot(first, start, end))
        for start, end in rows
        if recurrence_id(start) not in changed
    ]
    for recurrence, override in changed.items():
        slot = slot_of(override, zone)
        if slot is not None and override.status != "CANCELLED" and override.method != "CANCEL":
            found.append(Occurrence(recurrence, slot))
    found.sort(key=lambda row: row.slot.starts_at)
    ahead = [row for row in found if row.slot.ends_at > now]
    return ahead[:most] or found[-1:]


def has_occurrence(event: CalendarEvent, recurrence: str, zone: str) -> bool:
    """Return whether the series has the time with this RECURRENCE-ID."""
    first, at = slot_of(event, zone), datetime.fromisoformat(recurrence)
    if first is None or event.series is None or at.tzinfo is None:
        return False
    length = first.ends_at - first.starts_at
    rows = ics_series.list_occurrences(_first_local_start(event, first), length, event.series, at, 3)
    return any(start == at for start, _ in rows)


def _first_local_start(event: CalendarEvent, first: Slot) -> datetime:
    """Return the first start in the time zone by which the series repeats."""
    start = event.starts_at
    if isinstance(start, datetime) and start.tzinfo is not None:
        return start
    return first.starts_at.astimezone(ZoneInfo(first.time_zone))


def _moved_slot(first: Slot, start: datetime, end: datetime) -> Slot:
    return Slot(start.astimezone(UTC), end.astimezone(UTC), first.time_zone, first.place, first.link)


def _is_whole_day(start: datetime, end: object) -> bool:
    """Return whether a time means a whole day: some programs write one as midnight to midnight."""
    lasts = end.replace(tzinfo=None) - start.replace(tzinfo=None) if isinstance(end, datetime) else timedelta()
    return start.time() == time() and (not lasts or lasts >= timedelta(days=1))
