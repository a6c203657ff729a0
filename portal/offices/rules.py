"""Business hours that can be kept, and how a list of holidays reads after changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.followups.rules.working_time import Week

Changes = Mapping[date, str | None]
"""Changes to a list of holidays: the name of each added day, and None for each removed one."""
PUBLIC, AGENCY, OFFICE = "public", "agency", "office"
"""Where a day comes from, or who changed it: the public holidays, the agency, or the office."""


@dataclass(frozen=True)
class ListedDay:
    """One day of a list of holidays. `source` is where it comes from; `removed_by` whoever works then all the same."""

    day: date
    name: str
    source: str
    removed_by: str | None = None

    @property
    def is_off(self) -> bool:
        return self.removed_by is None


def first_bad_day(week: Week) -> int | None:
    """Return the first day, from 0 for Monday, that does not end after it starts; None if all do."""
    return next((number for number, hours in enumerate(week) if hours and hours[0] >= hours[1]), None)


def has_no_hours(week: Week) -> bool:
    """Return whether no one ever works in this week, so that nothing would ever be due."""
    return not any(week)


def list_days(public: Mapping[date, str], layers: Sequence[tuple[str, Changes]]) -> list[ListedDay]:
    """Return the days off and those removed, by date: the public ones, as each layer, by its source, changes them."""
    found = {day: ListedDay(day, name, PUBLIC) for day, name in public.items()}
    for source, changes in layers:
        for day, name in changes.items():
            known = found.get(day)
            if name is not None:
                found[day] = ListedDay(day, name, source)
            elif known is not None and known.is_off:
                found[day] = ListedDay(day, known.name, known.source, source)
    return [found[day] for day in sorted(found)]


def list_by_year(days: Sequence[ListedDay]) -> dict[int, list[ListedDay]]:
    """Return the days by their year, in order."""
    found: dict[int, list[ListedDay]] = {}
    for row in days:
        found.setdefault(row.day.year, []).append(row)
    return found
