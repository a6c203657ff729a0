"""The zones of a calendar file: by name, by the file's own definition, or not at all."""

import re
import warnings
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Component, GloballyUniqueTZIDGuessed, Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

warnings.filterwarnings("ignore", category=GloballyUniqueTZIDGuessed)

FIRST_YEAR, LAST_YEAR = 1900, 2200
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_OLD = {"US-Eastern": "America/New_York", "US-Central": "America/Chicago", "US-Mountain": "America/Denver"} | {
    "US-Pacific": "America/Los_Angeles"
}


Moment = TypeVar("Moment", datetime, date)


class Unusable(ValueError):
    """A time cannot be told; the text says why, for a person."""


class Zones:
    """The zones of one calendar: each of its names told once."""

    def __init__(self, calendar: Calendar) -> None:
        self._defined = _definitions(calendar)
        self._told: dict[str, tuple[tzinfo | None, str]] = {}

    def moment(self, component: Component, name: str) -> tuple[datetime | date | None, str | None]:
        """The date or time of a property and its zone's name; raises `Unusable` where it stands there and is none."""
        value = component.get(name)
        if isinstance(value, list):
            value = value[0]
        if value is None:
            return None, None
        told = _read(value)
        if isinstance(told, datetime):
            return self._placed(told, str(value.params.get("TZID", "")))
        if isinstance(told, date):
            return _in_range(told), None
        raise Unusable(f"its {name} cannot be read")

    def _placed(self, told: datetime, tzid: str) -> tuple[datetime, str | None]:
        if not tzid:
            return self._unzoned(told)
        if tzid not in self._told:
            self._told[tzid] = self._tell(tzid)
        zone, known_as = self._told[tzid]
        if zone is None:
            return _in_range(told.replace(tzinfo=None)), known_as
        return _in_range(told.replace(tzinfo=zone)), known_as

    def _unzoned(self, told: datetime) -> tuple[datetime, str | None]:
        if told.tzinfo is not None:
            return _in_range(told.astimezone(UTC)), "UTC"
        return _in_range(told), None

    def _tell(self, tzid: str) -> tuple[tzinfo | None, str]:
        found = named(tzid)
        if found is not None:
            return found, found.key
        if tzid in self._defined:
            return self._defined[tzid], tzid
        offset = _OFFSET.fullmatch(tzid.strip())
        if offset:
            minutes = int(offset[2]) * 60 + int(offset[3] or 0)
            return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)), tzid
        return None, tzid


def named(tzid: str) -> ZoneInfo | None:
    """The zone that a name means: an IANA name, alone or at the end of a path, a Windows name, or an old one."""
    name = tzid.strip().strip('"').strip("/")
    for guess in (name, WINDOWS_TO_OLSON.get(name), _OLD.get(name), *_tails(name)):
        if guess in available_timezones():
            return ZoneInfo(str(guess))
    return None


def later(start: datetime | date, by: timedelta) -> datetime | date:
    """The moment so much after the start, in absolute time where the start has a zone."""
    if isinstance(start, datetime) and start.tzinfo is not None:
        return _in_range((start.astimezone(UTC) + by).astimezone(start.tzinfo))
    return _in_range(start + by)


def before(one: datetime | date, other: datetime | date) -> bool:
    """Whether one is earlier, as far as the two can be compared."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        if (one.tzinfo is None) != (other.tzinfo is None):
            return one.replace(tzinfo=None) < other.replace(tzinfo=None)
        return one < other
    return one < other


def _read(value: Any) -> object:
    try:
        return value.dt
    except (AttributeError, ValueError):
        return None


def _tails(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[place:]) for place in range(1, len(parts))]


def _definitions(calendar: Calendar) -> dict[str, Any]:
    """The file's own zones, by name, each from its VTIMEZONE alone."""
    found: dict[str, Any] = {}
    for component in calendar.walk("VTIMEZONE"):
        if not isinstance(component, Timezone):
            continue
        try:
            found[str(component.get("TZID", ""))] = component.to_tz(lookup_tzid=False)
        except Exception:  # noqa: BLE001, S112 - a definition that makes no sense tells nothing: the name is left
            continue
    return found


def _in_range(told: Moment) -> Moment:
    if not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise Unusable(f"its year {told.year} is out of range")
    return told
