"""How an event repeats, and the times at which it takes place (RFC 5545: RRULE, RDATE, EXDATE)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any, Protocol

import icalendar
import recurring_ical_events

from portal.readers import ics_zones
from portal.readers.ics_lines import ContentLine

MAX_DATES = 1_000
MAX_RULE_LENGTH = 500
# Parts of a rule with the values that can be computed in bounded time. A rule that no day matches, such as
# February 30, is searched until the year 9999, so unusual combinations of parts, which could make one, are refused.
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"-?\d{1,6}",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
    "BYDAY": r"[+-]?[1-4]?(?:MO|TU|WE|TH|FR|SA|SU)",
    "BYMONTH": r"1[0-2]|0?[1-9]",
    "BYMONTHDAY": r"-?(?:[12]\d|0?[1-9])|3[01]",
    "BYSETPOS": r"[+-]?[1-4]",
}
_VALUES = {name: re.compile(rf"(?:{value})(?:,(?:{value}))*") for name, value in _PARTS.items()}
_ONLY_WITH_LONGER = {"BYMONTHDAY", "BYSETPOS"}
_UNSUPPORTED_TOGETHER = ({"BYDAY", "BYMONTHDAY"}, {"BYMONTH", "BYMONTHDAY"}, {"BYSETPOS", "BYMONTHDAY"})

Moment = datetime | date


@dataclass(frozen=True)
class Series:
    """How an event repeats beside its first time: rules as written, times added and left out, as the file has them."""

    rules: tuple[str, ...] = ()
    added: tuple[Moment, ...] = ()
    excluded: tuple[Moment, ...] = ()


class EventLines(Protocol):
    """The lines of one event, by name; `notes` takes what could not be read."""

    notes: list[str]

    def all(self, name: str) -> list[ContentLine]: ...


def parse_series(found: EventLines, zones: ics_zones.ZoneResolver) -> Series | None:
    """Return how the event repeats; None where it does not. An empty RDATE adds nothing."""
    rules = tuple(rule for line in found.all("RRULE") if (rule := line.value.strip()))
    usable = tuple(rule for rule in rules if _is_usable(rule))
    if len(usable) < len(rules):
        found.notes.append("how it repeats cannot be read, so only its first time was")
    added = tuple(_moments(found, "RDATE", zones))
    if not usable and not added:
        return None
    return Series(usable, added, tuple(_moments(found, "EXDATE", zones)))


def list_occurrences(
    start: datetime, length: timedelta, repeats: Series, now: datetime, most: int
) -> list[tuple[datetime, datetime]]:
    """Return the first `most` times from the one that ends after `now` on, else the last one; all aware.

    `start` is the series' own first time. Where the library cannot expand the rules, that is the only one.
    """
    try:
        query = recurring_ical_events.of(_calendar(start, length, repeats))
        ahead = [row for row in islice(_times(query.after(now)), most + 1) if row[1] > now][:most]
        return ahead or _last(list(_times(query.between(start - timedelta(days=1), now))))
    except Exception:  # noqa: BLE001 - whatever the library raises for a broken rule, the first time is kept
        return [(start, start + length)]


def _last(rows: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    return sorted(rows)[-1:]


def _times(events: Iterator[Any] | Sequence[Any]) -> Iterator[tuple[datetime, datetime]]:
    return ((event["DTSTART"].dt, event["DTEND"].dt) for event in events)


def _calendar(start: datetime, length: timedelta, repeats: Series) -> icalendar.Calendar:
    """Return a calendar with the series alone, for the library to expand."""
    event = icalendar.Event()
    event.add("uid", "series")
    event.add("dtstart", start)
    event.add("dtend", start + length)
    for rule in repeats.rules:
        event.add("rrule", icalendar.vRecur.from_ical(rule))
    for moment in repeats.excluded:
        event.add("exdate", _with_zone(moment, start.tzinfo))
    for moment in repeats.added:
        event.add("rdate", _at_series_time(moment, start))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar


def _with_zone(moment: Moment, zone: tzinfo | None) -> Moment:
    return moment.replace(tzinfo=moment.tzinfo or zone) if isinstance(moment, datetime) else moment


def _at_series_time(moment: Moment, start: datetime) -> datetime:
    """Return the moment, with the series' own time where it is a day without one."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=moment.tzinfo or start.tzinfo)
    return datetime.combine(moment, start.timetz())


def _is_usable(rule: str) -> bool:
    """Return whether the rule is one that people make, with times that are found in bounded time."""
    if len(rule) > MAX_RULE_LENGTH:
        return False
    parts = dict(part.partition("=")[::2] for part in rule.upper().strip(";").split(";"))
    if "FREQ" not in parts or not all(name in _VALUES and _VALUES[name].fullmatch(parts[name]) for name in parts):
        return False
    short = parts["FREQ"] in ("DAILY", "WEEKLY")
    ordinal = bool(re.search(r"\d", parts.get("BYDAY", "")))
    if short and (ordinal or _ONLY_WITH_LONGER & parts.keys()):
        return False
    if parts["FREQ"] == "DAILY" and "INTERVAL" in parts and {"BYDAY", "BYMONTH"} & parts.keys():
        return False
    if "BYSETPOS" in parts and (ordinal or "BYDAY" not in parts):
        return False
    return not any(pair <= parts.keys() for pair in _UNSUPPORTED_TOGETHER)


def _moments(found: EventLines, name: str, zones: ics_zones.ZoneResolver) -> Iterator[Moment]:
    """Yield the times in the lines with this name; a period counts by its start."""
    for line in found.all(name):
        for value in line.value.split(",")[:MAX_DATES]:
            try:
                yield zones.moment(replace(line, value=value.partition("/")[0]))[0]
            except ics_zones.UnusableTime:
                if value.strip():
                    found.notes.append(f"a time of its {name} cannot be read")
