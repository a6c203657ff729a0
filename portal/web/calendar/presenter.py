"""What a week or an agenda shows: its days with their tasks and interviews, and who is expected twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from portal.calendar import queries
from portal.core.db import db
from portal.followups.agency_time import load_calendar
from portal.followups.rules.working_time import BusinessCalendar
from portal.web.calendar.address import INTERVIEWS, TASKS, AskedWeek
from portal.web.calendar.conflict_lines import ConflictLine, conflict_lines, conflicts_of, with_conflicts
from portal.web.calendar.events import (
    MIDNIGHT,
    Event,
    MoreAtOnce,
    ViewerClock,
    crowded,
    grid_place,
    make_event,
    rounded,
    side_by_side,
)
from portal.web.calendar.task_lines import TaskLine, lines_of
from portal.web.shared import request_cycle

SHOWN, SHOWN_OF_ONE_DAY = 12, 200
"""How many interviews of a day are shown: in a week, and where the page is of that day alone."""
USUAL_HOURS = (8, 18)
"""The hours of a week in which no one works."""


@dataclass(frozen=True)
class Day:
    """One day. `is_working`: people work on this day of the week. `count` may be more than there are `events`."""

    date: date
    is_today: bool
    is_working: bool
    is_holiday: bool
    count: int
    events: tuple[Event, ...]
    tasks: tuple[TaskLine, ...]

    @property
    def crowded(self) -> list[MoreAtOnce]:
        """Return where a week has no room for all interviews at the same time."""
        return crowded(self.events)

    @property
    def left_out(self) -> int:
        """Return how many interviews the page doesn't show."""
        return self.count - len(self.events)


@dataclass(frozen=True)
class CalendarPage:
    """All that the page shows. `hours` are those of the grid, the first and the end; `now` is in minutes of the day."""

    days: tuple[Day, ...]
    conflicts: tuple[ConflictLine, ...]
    hours: tuple[int, int]
    now: int

    @property
    def off_days(self) -> list[Day]:
        """Return the days of the week on which no one works."""
        return [day for day in self.days if not day.is_working]

    @property
    def now_place(self) -> dict[str, int] | None:
        """Return where the line of the present stands in the grid; None outside of its hours."""
        first, end = self.hours
        shown = rounded(self.now)
        return grid_place(shown, 0) if first * 60 <= shown < end * 60 else None


def load_page(asked: AskedWeek) -> CalendarPage:
    """Return the days that the address asks for, of the candidates that the viewer sees."""
    session, viewer, clock = db.session(), request_cycle.viewer(), viewer_clock()
    spans = [clock.span(day) for day in asked.days]
    rows = queries.interviews_of_days(session, viewer, spans, SHOWN_OF_ONE_DAY if asked.day else SHOWN)
    people = queries.people_at(session, [row.id for row in rows])
    counts = queries.count_interviews(session, viewer, spans)
    tasks = queries.tasks_of_days(session, viewer, spans, clock.now)
    if asked.hidden == INTERVIEWS:
        rows, counts = [], [0] * len(spans)
    events = [make_event(row, people.get(row.id, ()), clock) for row in rows]
    conflicts = conflicts_of(events, people)
    shown = with_conflicts(events, conflicts, people)
    business = load_calendar(session, viewer.office_id, spans[0][0])
    days = [
        Day(
            date=day,
            is_today=day == clock.today,
            is_working=business.week[day.weekday()] is not None,
            is_holiday=day in business.holidays,
            count=counts[place],
            events=tuple(side_by_side([event for event in shown if event.of.day == place])),
            tasks=() if asked.hidden == TASKS else lines_of([row for row in tasks if row.day == place], day),
        )
        for place, day in enumerate(asked.days)
    ]
    lines = conflict_lines(events, conflicts, people)
    return CalendarPage(tuple(days), tuple(lines), _hours(days, business, clock), clock.minute(clock.now))


def viewer_clock() -> ViewerClock:
    """Return the viewer's clock, now."""
    return ViewerClock(ZoneInfo(request_cycle.viewer().time_zone), request_cycle.now())


def _hours(days: Sequence[Day], business: BusinessCalendar, clock: ViewerClock) -> tuple[int, int]:
    """Return the hours of the grid: an hour more than business hours at both ends, and all that interviews need."""
    first, end = USUAL_HOURS
    for day in days:
        hours = business.week[day.date.weekday()]
        if hours is not None and not day.is_holiday:
            opens, closes = (_hour(day.date, at, business.zone, clock) for at in hours)
            first, end = min(first, opens - 1), max(end, closes + 1)
        first = min([first, *(event.starts // 60 for event in day.events)])
        end = max([end, *(-(-(event.starts + event.minutes) // 60) for event in day.events)])
    return max(first, 0), min(end, MIDNIGHT // 60)


def _hour(day: date, at: time, zone: ZoneInfo, clock: ViewerClock) -> int:
    return clock.minute(datetime.combine(day, at, zone)) // 60
