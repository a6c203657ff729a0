"""Parses single values of facts in JSON, each strictly checked (docs/rules.md#facts).

Each parser takes a value and its path, and raises `MalformedFacts` if the value is wrong.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

FIRST_YEAR, LAST_YEAR = 2000, 2100
_LEAP = 60
_INSTANT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Parser = Callable[[Any, str], Any]


class MalformedFacts(ValueError):
    """Invalid facts; the text is one line with the path of the field and what is wrong with it."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'facts'}: {problem}")


def parse_instant(value: Any, path: str) -> datetime:
    """Parse an RFC 3339 instant with an offset; return it in UTC, cut to whole seconds."""
    found = _INSTANT.fullmatch(parse_text(value, path))
    if not found:
        raise MalformedFacts(path, "has to be an instant with an offset, such as 2026-03-05T15:00:00Z")
    numbers = [int(part) for part in found.groups()[:6]]
    hours, minutes = int(found[8] or 0), int(found[9] or 0)
    try:
        if hours > 23 or minutes > 59:
            raise ValueError("an offset has at most 23:59")
        ahead = timedelta(hours=hours, minutes=minutes)
        moment = _to_second(numbers) + (ahead if found[7] == "-" else -ahead)
        if numbers[5] == _LEAP and (moment.day, moment.hour, moment.minute, moment.second) != (1, 0, 0, 0):
            raise ValueError("a leap second is the last of a month in UTC")
    except (ValueError, OverflowError) as error:
        raise MalformedFacts(path, f"is no instant: {error}") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise MalformedFacts(path, f"has to lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _to_second(numbers: list[int]) -> datetime:
    """Return the second given by these six numbers; a leap second becomes the next one."""
    leap = numbers[5] == _LEAP
    return datetime(*numbers[:5], numbers[5] - leap, tzinfo=UTC) + timedelta(seconds=leap)  # type: ignore[misc, arg-type]


def parse_date(value: Any, path: str) -> date:
    """Parse a date, YYYY-MM-DD."""
    words = parse_text(value, path)
    try:
        if not _DATE.fullmatch(words):
            raise ValueError(f"{printable(words)!r} does not read YYYY-MM-DD")
        found = date.fromisoformat(words)
    except ValueError as error:
        raise MalformedFacts(path, f"is no date: {printable(str(error))}") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise MalformedFacts(path, f"has to lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def parse_zone(value: Any, path: str) -> ZoneInfo:
    """Parse the name of a time zone, except `localtime`, because facts mean the same on every machine."""
    name = parse_text(value, path)
    if name not in _zone_names():
        raise MalformedFacts(path, f"{printable(name)!r} is no time zone")
    return ZoneInfo(name)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime"}


def integer_between(least: int, most: int | None) -> Parser:
    """Return a parser for a whole number within these bounds."""

    def read(value: Any, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise MalformedFacts(path, "has to be a whole number")
        if value < least or (most is not None and value > most):
            raise MalformedFacts(path, f"has to be from {least}" + (f" to {most}" if most is not None else ""))
        return value

    return read


def one_of(choices: tuple[str, ...]) -> Parser:
    """Return a parser for one of these words."""

    def read(value: Any, path: str) -> str:
        if value not in choices or not isinstance(value, str):
            raise MalformedFacts(path, f"has to be one of {', '.join(choices)}")
        return value

    return read


def list_of(how: Parser) -> Parser:
    """Return a parser for a list that parses each item with `how`."""

    def read(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise MalformedFacts(path, "has to be a list")
        return [how(row, f"{path}[{place}]") for place, row in enumerate(value)]

    return read


def unique_list_of(how: Parser) -> Parser:
    """Return a parser for a list of items with ids that occur only once."""

    def read(value: Any, path: str) -> list[Any]:
        found: list[Any] = list_of(how)(value, path)
        seen: set[str] = set()
        for place, row in enumerate(found):
            if row.id in seen:
                raise MalformedFacts(f"{path}[{place}].id", f"{printable(row.id)!r} stands twice")
            seen.add(row.id)
        return found

    return read


def parse_id(value: Any, path: str) -> str:
    """Parse a non-empty string."""
    words = parse_text(value, path)
    if not words:
        raise MalformedFacts(path, "has to be a non-empty string")
    return words


def parse_non_blank(value: Any, path: str) -> str:
    """Parse a string that is not blank."""
    words = parse_text(value, path)
    if not words.strip():
        raise MalformedFacts(path, "has to be a non-blank string")
    return words


def parse_bool(value: Any, path: str) -> bool:
    """Parse true or false."""
    if not isinstance(value, bool):
        raise MalformedFacts(path, "has to be true or false")
    return value


def parse_text(value: Any, path: str) -> str:
    """Parse a string."""
    if not isinstance(value, str):
        raise MalformedFacts(path, "has to be a string")
    return value


def join_path(path: str, key: str) -> str:
    """Return the path of a key."""
    return f"{path}.{printable(key)}" if path else printable(key)


def printable(words: str) -> str:
    """Return at most 80 characters of the text, with unprintable ones replaced, to show on one line of a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in words)[:80]
