"""The filters that a list's address can have: which values mean something, and what each says."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from portal.core.db import db
from portal.core.listing import Span
from portal.followups.rules.working_time import to_utc
from portal.web.shared import formatting, request_cycle
from portal.web.shared.search_words import LENGTH

SEVERAL, MODE, FLAG, DAY, TEXT = "several", "mode", "flag", "day", "text"
ME, YES = "me", "1"
"""Who reads the list, so that a view which is shared is everyone's own; and the value of a filter that is on or off."""
Loader = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class ListFilter:
    """One filter, by its name in the address and on the page.

    `kind` is how it is chosen. Of `SEVERAL`, one value is enough for a row; a `MODE` always has a value, the first of
    `choices` unless the address says another one. What can be chosen is in `choices`, or, of the agency's own rows, is
    what `load` returns; with `knows_me`, the viewer is one of these.
    """

    name: str
    label: Any
    kind: str = SEVERAL
    choices: Mapping[str, Any] | None = None
    load: Loader | None = None
    knows_me: bool = False

    def is_known(self, value: str) -> bool:
        """Return whether the value means something; a row that was deleted since still does."""
        if self.kind == FLAG:
            return value == YES
        if self.kind == DAY:
            return parse_day(value) is not None
        if self.kind == TEXT:
            return "\0" not in value
        if self.choices is not None:
            return value in self.choices
        return parse_id(value) is not None or (self.knows_me and value == ME)

    def options(self) -> Sequence[tuple[str, str]]:
        """Return what can be chosen, by value and words; the agency's own rows are read for that."""
        if self.choices is not None:
            return [(value, str(words)) for value, words in self.choices.items()]
        if self.load is None:
            return []
        found = [(str(row.id), str(row.name)) for row in self.load(db.session())]
        return [(ME, gettext("Me")), *found] if self.knows_me else found

    def words(self, values: Sequence[str]) -> str:
        """Return what the filter says with these values, such as “Field: Engineering, IT”."""
        if self.kind == FLAG:
            return str(self.label)
        return gettext("%(filter)s: %(what)s", filter=self.label, what=", ".join(self._words_each(values)))

    def _words_each(self, values: Sequence[str]) -> list[str]:
        if self.kind == DAY:
            return [formatting.short_day(date.fromisoformat(value)) for value in values]
        if self.kind == TEXT:
            return list(values)
        known = dict(self.options())
        mine = {ME: gettext("me"), str(request_cycle.viewer().account_id): gettext("me")} if self.knows_me else {}
        return [mine.get(value) or known.get(value) or gettext("removed since") for value in values]


def parse_id(value: str) -> uuid.UUID | None:
    """Return the id that the address has; None for anything else."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def parse_day(value: str) -> date | None:
    """Return the day that the address has; None for anything else."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def ids(values: Sequence[str]) -> tuple[uuid.UUID, ...]:
    """Return the ids that these values name; “me” is the viewer."""
    me = request_cycle.viewer().account_id
    return tuple(me if value == ME else uuid.UUID(value) for value in values)


def tidy_text(value: str) -> str:
    """Return a value of the address without surrounding blanks, and no longer than a search."""
    return value[:LENGTH].strip()


def midnight(day: date) -> datetime:
    """Return when the day begins for the viewer, in UTC."""
    return to_utc(day, time(), ZoneInfo(request_cycle.viewer().time_zone))


def span_of(first: date | None, last: date | None) -> Span | None:
    """Return the span from the first to the last of these days; None if neither is given."""
    if first is None and last is None:
        return None
    return midnight(first) if first else None, midnight(last + timedelta(days=1)) if last else None


def named_span(name: str) -> Span:
    """Return the span of `today`, the `soon` three days after it, this `week`, or the `next` one, for the viewer."""
    today = request_cycle.now().astimezone(ZoneInfo(request_cycle.viewer().time_zone)).date()
    monday = today - timedelta(days=today.weekday())
    first, days = {
        "today": (today, 1),
        "soon": (today + timedelta(days=1), 3),
        "week": (monday, 7),
        "next": (monday + timedelta(days=7), 7),
    }[name]
    return midnight(first), midnight(first + timedelta(days=days))
