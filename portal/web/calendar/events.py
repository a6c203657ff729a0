"""An interview as a calendar shows it: on the viewer's clock, with the candidate's own, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from portal.calendar import rules
from portal.calendar.queries import PersonThere, Span
from portal.calendar.rules import Lane
from portal.core.formatting import zone_city
from portal.followups.rules.working_time import to_utc
from portal.summaries.rules import DONE
from portal.web.shared import formatting
from portal.web.shared.labels import ROUND_KIND_LABELS
from portal.web.shared.progress import ProgressMark

MOST_LANES = 3
"""How many interviews stand side by side in a week; where there are more, the last place says how many."""
SHORT = timedelta(minutes=45)
MIDNIGHT = 24 * 60
ALONE = Lane(0, 1)
ROUNDED = 5
"""The minutes to which a place in the grid is rounded."""


@dataclass(frozen=True)
class ViewerClock:
    """The viewer's time zone, and now."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """Return the day that it is."""
        return self.now.astimezone(self.zone).date()

    def span(self, day: date) -> Span:
        """Return the day from midnight to midnight, in UTC."""
        return to_utc(day, time(), self.zone), to_utc(day + timedelta(days=1), time(), self.zone)

    def minute(self, moment: datetime) -> int:
        """Return the minute of the day that the clock shows."""
        local = moment.astimezone(self.zone)
        return local.hour * 60 + local.minute


@dataclass(frozen=True)
class Event:
    """One interview: the row as `of`, its minutes on the viewer's clock, and what is said of it.

    `there` is its start on the candidate's clock, empty where that shows the same. `also` says who of it is expected
    elsewhere at the same time.
    """

    of: Any
    starts: int
    minutes: int
    where: str
    there: str
    is_past: bool
    is_short: bool
    marks: tuple[ProgressMark, ...]
    also: tuple[str, ...] = ()
    lane: Lane = ALONE

    @property
    def is_left_out(self) -> bool:
        """Return whether a week has no room for it beside the others at that time."""
        return self.lane.count > MOST_LANES and self.lane.place >= MOST_LANES - 1

    @property
    def place(self) -> dict[str, int]:
        """Return the attributes that say where it stands in the grid; `lanes` share the width."""
        starts, length = rounded(self.starts), max(rounded(self.minutes), ROUNDED)
        return grid_place(starts, length) | _lane(self.lane.place, min(self.lane.count, MOST_LANES))


@dataclass(frozen=True)
class MoreAtOnce:
    """Where a week has no room for interviews at the same time: when the first of them starts, and how many."""

    starts: int
    count: int

    @property
    def place(self) -> dict[str, int]:
        """Return the attributes that say where it stands in the grid."""
        return grid_place(rounded(self.starts), rules.LEAST_MINUTES) | _lane(MOST_LANES - 1, MOST_LANES)


def rounded(minutes: int) -> int:
    """Return the minutes as the grid has them."""
    return minutes // ROUNDED * ROUNDED


def grid_place(starts: int, length: int) -> dict[str, int]:
    """Return the attributes of what starts at this minute of the day and is so long: the stylesheet knows them."""
    return {"data-h": starts // 60, "data-m": starts % 60, "data-lh": length // 60, "data-lm": length % 60}


def make_event(row: Any, people: Sequence[PersonThere], clock: ViewerClock) -> Event:
    """Return the interview of this row."""
    length, starts = row.ends_at - row.starts_at, clock.minute(row.starts_at)
    kind = str(ROUND_KIND_LABELS[row.round_kind]) if row.round_kind else ""
    return Event(
        of=row,
        starts=starts,
        minutes=min(int(length.total_seconds()) // 60, MIDNIGHT - starts),
        where=", ".join(part for part in (row.employer, row.round_name or kind) if part),
        there=_time_there(row, clock),
        is_past=row.ends_at <= clock.now,
        is_short=length < SHORT,
        marks=(_draft_mark(row, clock.now), *_contacts_mark(people)),
    )


def side_by_side(events: Sequence[Event]) -> list[Event]:
    """Return the interviews of a day, each with where it stands among those at the same time."""
    found = rules.lanes([(event.starts, event.starts + event.minutes) for event in events])
    return [replace(event, lane=lane) for event, lane in zip(events, found, strict=True)]


def crowded(events: Sequence[Event]) -> list[MoreAtOnce]:
    """Return where a week says how many more there are, the earliest first."""
    found: list[MoreAtOnce] = []
    until = 0
    for event in (event for event in events if event.is_left_out):
        if found and event.starts < until:
            found[-1] = MoreAtOnce(found[-1].starts, found[-1].count + 1)
        else:
            found.append(MoreAtOnce(event.starts, 1))
        until = max(until, event.starts + max(event.minutes, rules.LEAST_MINUTES))
    return found


def _lane(place: int, count: int) -> dict[str, int]:
    return {"data-lane": place, "data-lanes": count}


def _time_there(row: Any, clock: ViewerClock) -> str:
    there = row.starts_at.astimezone(ZoneInfo(row.candidate_zone))
    if there.utcoffset() == row.starts_at.astimezone(clock.zone).utcoffset():
        return ""
    shown = formatting.clock_time(row.starts_at, row.candidate_zone)
    return gettext("%(time)s in %(place)s", time=shown, place=zone_city(row.candidate_zone))


def _draft_mark(row: Any, now: datetime) -> ProgressMark:
    is_ready = row.draft_mark == DONE
    is_late = row.draft_late_from is not None and row.draft_late_from < now
    said = gettext("General draft: ready") if is_ready else gettext("General draft: not ready")
    return ProgressMark(is_ready, is_late and not is_ready, said, "file-text")


def _contacts_mark(people: Sequence[PersonThere]) -> list[ProgressMark]:
    """Return for how many of the people there is contact info; nothing where no one is listed."""
    if not people:
        return []
    known, every = sum(person.reachable for person in people), len(people)
    said = gettext("Contact info for %(known)s of %(all)s", known=known, all=every)
    return [ProgressMark(known == every, known < every, said, "contact-round", f"{known}/{every}")]
