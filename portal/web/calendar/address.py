"""What the address of the calendar asks for, and the addresses of its other views."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request, url_for

WEEK, AGENDA = "week", "agenda"
TASKS, INTERVIEWS = "tasks", "interviews"
DAYS_IN_WEEK = 7
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class AskedWeek:
    """A week, by its Monday, and how it is shown: what means nothing in the address is left out.

    `day` is the one day that the agenda is of, None for the whole week. `all_days`: also those on which no one works.
    `hidden` is what is left out, `TASKS` or `INTERVIEWS`.
    """

    week: date
    this_week: date
    view: str = WEEK
    day: date | None = None
    all_days: bool = False
    hidden: str = ""

    @property
    def days(self) -> list[date]:
        """Return the days that are shown, or could be."""
        return [self.day] if self.day else [self.week + timedelta(days=place) for place in range(DAYS_IN_WEEK)]

    def url(self, **changed: Any) -> str:
        """Return the address of this view with these changes; an empty value leaves a part out."""
        now = {
            "week": None if self.week == self.this_week else self.week.isoformat(),
            "view": self.view if self.view == AGENDA else None,
            "day": self.day and self.day.isoformat(),
            "days": str(DAYS_IN_WEEK) if self.all_days else None,
            "hide": self.hidden,
        }
        return url_for("calendar.index", **{name: value for name, value in (now | changed).items() if value})

    def week_url(self, monday: date) -> str:
        """Return the address of another week in this view."""
        return self.url(week=None if monday == self.this_week else monday.isoformat(), day=None)

    @property
    def before(self) -> str:
        """Return the address of the week before."""
        return self.week_url(self.week - timedelta(days=DAYS_IN_WEEK))

    @property
    def after(self) -> str:
        """Return the address of the week after."""
        return self.week_url(self.week + timedelta(days=DAYS_IN_WEEK))

    def toggle_url(self, part: str) -> str:
        """Return the address that leaves this part out, or shows it again."""
        return self.url(hide=None if self.hidden == part else part)


def read(today: date) -> AskedWeek:
    """Return what the address asks for, on this day."""
    given: Mapping[str, str] = request.args
    view, day = given.get("view"), read_day(given.get("day", ""))
    shown = AGENDA if day or view == AGENDA else WEEK
    hidden = given.get("hide", "")
    return AskedWeek(
        week=monday(day or read_day(given.get("week", "")) or today),
        this_week=monday(today),
        view=shown,
        day=day,
        all_days=given.get("days") == str(DAYS_IN_WEEK),
        hidden=hidden if hidden in (TASKS, INTERVIEWS) else "",
    )


def monday(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def read_day(text: str) -> date | None:
    """Return the day that the text is, within the years that forms take; None for any other text."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
