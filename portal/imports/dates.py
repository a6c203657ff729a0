"""Dates and times as other programs and people write them, read in the agency's order or in the only possible one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale

MONTH_FIRST, DAY_FIRST, MIXED = "month_first", "day_first", "mixed"
"""The order of a column's dates; `MIXED` where some can only be the one and some only the other."""

_NUMBERS = re.compile(r"(\d{1,4})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{1,4})")
_MONTH_NAME = re.compile(
    r"(?:\w+,?\s+)??(?:(\d{1,2})(?:st|nd|rd|th)?\.?[\s\-]+([^\W\d]+)\.?|([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?[\s\-]+(\d{4}|\d{2})"
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(?:([ap])\.?\s?m\.?)?\s*(?:Uhr|h)?", re.IGNORECASE
)
_BEFORE_TIME = re.compile(r"^[\s,T@]*(?:(?:at|um)\b)?", re.IGNORECASE)
"""What stands between a date and its time."""

_OFFSET = re.compile(r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$")


class UnreadableDate(ValueError):
    """The text is no date; `code` is `none`, `ambiguous`, `missing` (no such day), or `no_time`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class _Parts:
    """The three numbers of a date in the order they were written, or with the month known."""

    first: int
    second: int
    year: int

    @property
    def can_be_month_first(self) -> bool:
        return self.first <= 12 and self.second <= 31

    @property
    def can_be_day_first(self) -> bool:
        return self.second <= 12 and self.first <= 31


def order_of_locale(locale: str) -> str:
    """Return the order in which people of this locale write numeric dates."""
    pattern = Locale.parse(locale).date_formats["short"].pattern
    return MONTH_FIRST if pattern.lower().index("m") < pattern.lower().index("d") else DAY_FIRST


def order_of_column(values: Iterable[str], usual: str) -> str:
    """Return the order of a column's dates: the one that all of them can have, `usual` where both can."""
    only_month_first = only_day_first = False
    for value in values:
        parts = _numeric_parts(value)
        if parts is not None:
            only_month_first |= parts.can_be_month_first and not parts.can_be_day_first
            only_day_first |= parts.can_be_day_first and not parts.can_be_month_first
    if only_month_first and only_day_first:
        return MIXED
    return MONTH_FIRST if only_month_first else DAY_FIRST if only_day_first else usual


def parse_moment(text: str, order: str, languages: tuple[str, ...] = ("en",)) -> datetime:
    """Return the date and time in this text, naive unless it gives an offset; raise `UnreadableDate`."""
    iso = _parse_iso(text)
    if iso is not None:
        return iso
    day, rest = _split_date(text.strip(), order, languages)
    clock = _parse_time(_BEFORE_TIME.sub("", rest).strip(" ,T@"))
    return datetime.combine(day, clock)


def _parse_iso(text: str) -> datetime | None:
    """Return the moment of RFC 3339 and its looser forms; None for any other text."""
    if not re.match(r"\s*\d{4}-\d{2}-\d{2}[T ]\d", text):
        return None
    try:
        return datetime.fromisoformat(_OFFSET.sub(lambda found: _offset(found[1]), text.strip()))
    except ValueError:
        return None


def _offset(written: str) -> str:
    return "+00:00" if written in ("Z", "UTC", "GMT") else written


def _split_date(text: str, order: str, languages: tuple[str, ...]) -> tuple[date, str]:
    numbers = _NUMBERS.match(text)
    if numbers is not None:
        return _numeric_date(text, order), text[numbers.end() :]
    named = _MONTH_NAME.match(text)
    if named is None:
        raise UnreadableDate("none")
    day, month, other_month, other_day, year = named.groups()
    number = _month_number(month or other_month, languages)
    if number is None:
        raise UnreadableDate("none")
    return _day(_full_year(year), number, int(day or other_day)), text[named.end() :]


def _numeric_date(text: str, order: str) -> date:
    found = _NUMBERS.match(text)
    if found is not None and len(found[1]) == 4:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    parts = _numeric_parts(text)
    if parts is None:
        raise UnreadableDate("none")
    if not (parts.can_be_month_first or parts.can_be_day_first):
        raise UnreadableDate("missing")
    month_first = parts.can_be_month_first and (order == MONTH_FIRST or not parts.can_be_day_first)
    if parts.can_be_month_first and parts.can_be_day_first and parts.first != parts.second and order == MIXED:
        raise UnreadableDate("ambiguous")
    month, day = (parts.first, parts.second) if month_first else (parts.second, parts.first)
    return _day(parts.year, month, day)


def _numeric_parts(text: str) -> _Parts | None:
    """Return the numbers of a date whose year comes last; None for any other text."""
    found = _NUMBERS.match(text.strip())
    if found is None or len(found[1]) > 2 or len(found[3]) not in (2, 4):
        return None
    return _Parts(int(found[1]), int(found[2]), _full_year(found[3]))


def _full_year(written: str) -> int:
    return int(written) + (2000 if len(written) <= 2 else 0)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadableDate("missing") from error


def _parse_time(text: str) -> time:
    if not text:
        raise UnreadableDate("no_time")
    found = _TIME.fullmatch(text)
    if found is None:
        raise UnreadableDate("none")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if (half and not 1 <= hour <= 12) or (not half and found[2] is None) or hour > 23 or minute > 59:
        raise UnreadableDate("no_time")
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _month_number(name: str, languages: tuple[str, ...]) -> int | None:
    return next((found[name.casefold()] for found in map(_month_names, languages) if name.casefold() in found), None)


@lru_cache(maxsize=16)
def _month_names(language: str) -> dict[str, int]:
    months = Locale.parse(language).months
    return {
        name.casefold().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
    } | ({"sept": 9} if language.startswith("en") else {})
