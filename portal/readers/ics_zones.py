"""Resolve the time zones of a calendar file, by name or by the file's own definition."""

import re
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from icalendar import GloballyUniqueTZIDGuessed, Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from portal.readers import ics_lines
from portal.readers.ics_lines import ContentLine
from portal.readers.ics_zone_names import has_offset_prefix, zone_by_display_name

warnings.filterwarnings("ignore", category=GloballyUniqueTZIDGuessed)

FIRST_YEAR, LAST_YEAR = 1900, 2200
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?([0-5]\d)?", re.IGNORECASE | re.ASCII)
_NO_ZONES = {"localtime", "Factory", "posixrules"}
_UNITED_STATES = {"Eastern": "New_York", "Central": "Chicago", "Mountain": "Denver", "Pacific": "Los_Angeles"}
_OLD = {f"US-{name}": f"America/{city}" for name, city in _UNITED_STATES.items()} | {"Z": "UTC"}

Moment = TypeVar("Moment", datetime, date)


class UnusableTime(ValueError):
    """A time cannot be resolved; the text says why, for a person."""


class ZoneResolver:
    """The zones of one calendar: each name is resolved once, and a definition is read when it is needed."""

    def __init__(self, definitions: list[list[str]]) -> None:
        self._defined = {_tzid(lines): lines for lines in definitions}
        self._told: dict[str, tuple[tzinfo | None, str]] = {}

    def moment(self, line: ContentLine) -> tuple[datetime | date, str | None]:
        """Return the date or time in a line, with its zone's name; raise `UnusableTime` where it has none.

        A date with a zone is midnight there, unless the line declares it a date.
        """
        if not line.sound:
            raise UnusableTime(f"the line of its {line.name} is broken")
        found = _TIME.fullmatch(line.value.strip())
        if found is None:
            raise UnusableTime(f"its {line.name} “{line.value.strip()[:40]}” cannot be read")
        tzid = line.params.get("TZID", "").strip()
        day = _parse_or_fail(line, lambda: date(int(found[1]), int(found[2]), int(found[3])))
        if found[4] is None and (not tzid or line.params.get("VALUE", "").upper() == "DATE"):
            return _require_in_range(day), None
        at = int(found[4] or 0), int(found[5] or 0), 59 if found[6] == "60" else int(found[6] or 0)
        told = _parse_or_fail(line, lambda: datetime.combine(day, time(*at)))
        return self._placed(_require_in_range(told), tzid, utc=found[7] is not None)

    def _placed(self, told: datetime, tzid: str, *, utc: bool) -> tuple[datetime, str | None]:
        if utc:
            return told.replace(tzinfo=UTC), "UTC"
        if not tzid:
            return told, None
        if tzid not in self._told:
            self._told[tzid] = self.zone_of(tzid)
        zone, known_as = self._told[tzid]
        return told.replace(tzinfo=zone), known_as

    def zone_of(self, tzid: str) -> tuple[tzinfo | None, str]:
        """Return the zone of this name in the file, None where it has none, and the name by which it is known."""
        found = zone_by_name(tzid)
        if found is not None:
            return found, found.key
        shown = zone_by_display_name(tzid)
        if shown is not None and has_offset_prefix(tzid):
            return shown, shown.key
        defined = _definition(self._defined.get(tzid, []))
        if defined is not None:
            return defined, tzid
        if shown is not None:
            return shown, shown.key
        offset = _OFFSET.fullmatch(tzid.strip("()"))
        if offset and int(offset[2]) <= 14:
            by = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
            return timezone(by if offset[1] == "+" else -by), tzid
        return None, tzid


def zone_by_name(tzid: str) -> ZoneInfo | None:
    """Return the zone for a name: an IANA name, alone or at the end of a path, a Windows name, or an old one."""
    name = tzid.strip().strip('"').strip("/")[:200]
    for guess in (name, WINDOWS_TO_OLSON.get(name), _OLD.get(name), name.replace(" ", "_"), *_path_suffixes(name)):
        found = _iana_names().get((guess or "").casefold())
        if found is not None:
            return ZoneInfo(found)
    return None


def add_duration(start: datetime | date, by: timedelta, *, exact: bool) -> datetime | date:
    """Return the moment this long after the start: by its local clock, or in absolute time where `exact`."""
    if exact and isinstance(start, datetime) and start.tzinfo is not None:
        return _require_in_range((start.astimezone(UTC) + by).astimezone(start.tzinfo))
    return _require_in_range(start + by)


def is_before(one: datetime | date, other: datetime | date) -> bool:
    """Return whether one is earlier, as far as the two can be compared."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        if (one.tzinfo is None) != (other.tzinfo is None):
            return one.replace(tzinfo=None) < other.replace(tzinfo=None)
        return one < other if one.tzinfo is None else one.astimezone(UTC) < other.astimezone(UTC)
    return one < other


def _parse_or_fail(line: ContentLine, make: Callable[[], Moment]) -> Moment:
    try:
        return make()
    except ValueError:
        raise UnusableTime(f"its {line.name} “{line.value.strip()[:40]}” is no date or time") from None


@cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - _NO_ZONES}


def _path_suffixes(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[place:]) for place in range(1, len(parts))]


def _tzid(lines: list[str]) -> str:
    rows = (ics_lines.parse_line(line) for line in lines)
    return next((row.text.strip() for row in rows if row is not None and row.name == "TZID"), "")


def _definition(lines: list[str]) -> tzinfo | None:
    """Return the zone that a VTIMEZONE defines, parsed by itself; None where it makes no sense."""
    if not lines:
        return None
    whole = lines if lines[-1].strip().upper() == "END:VTIMEZONE" else [*lines, "END:VTIMEZONE"]
    try:
        found: Any = Timezone.from_ical("\r\n".join(whole) + "\r\n")
        zone: tzinfo = found.to_tz(lookup_tzid=False)
        datetime(2000, 1, 1, tzinfo=zone).utcoffset()
    except Exception:  # noqa: BLE001 - whatever the library makes of a broken definition, only the zone is unknown
        return None
    return zone


def _require_in_range(told: Moment) -> Moment:
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise UnusableTime(f"its year {told.year} is out of range")
    return told
