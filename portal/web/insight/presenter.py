"""The report as its address asks for it: period, office, figures with their charts, and the links between its pages."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import add
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import g, request, url_for
from flask_babel import gettext

from portal.agencies import queries as agencies
from portal.core.db import db
from portal.insight import queries, rules
from portal.insight.queries import Place, ReportFilter
from portal.insight.rules import CUSTOM, FOUR_WEEKS, Period, Share
from portal.web.insight import labels
from portal.web.shared import formatting, request_cycle

CHART_WIDTH, CHART_HEIGHT, BAR_GAP = 240, 48, 3
"""The measures of a chart, in the units of its drawing."""


@dataclass(frozen=True)
class ReportChoice:
    """What the address asks for. `problem` says what is wrong with dates that no report can be made for."""

    name: str
    period: Period
    office_id: uuid.UUID | None
    problem: str = ""

    def arguments(self) -> dict[str, str]:
        """Return the address's arguments for the same choice."""
        dates = {"from": self.period.first.isoformat(), "until": self.period.last.isoformat()}
        chosen = {"period": self.name, "office": str(self.office_id or "")} | (dates if self.name == CUSTOM else {})
        return {name: value for name, value in chosen.items() if value and value != FOUR_WEEKS}


@dataclass(frozen=True)
class Bar:
    """One part of the period in a chart: its days, what was counted, and where it is drawn."""

    days: str
    share: Share
    counted: str
    percent: str
    x: float
    width: float
    height: float


@dataclass(frozen=True)
class FigureShown:
    """A figure with its number, its chart, and its list's address."""

    name: str
    words: labels.FigureWords
    share: Share
    percent: str
    counted: str
    url: str
    bars: list[Bar] = field(default_factory=list)


def choice() -> ReportChoice:
    """Return what the address asks for; the last 4 weeks of all offices if it doesn't say."""
    name = request.args.get("period", FOUR_WEEKS)
    office_id, usual = _office(), rules.period(FOUR_WEEKS, request_cycle.today_at_agency())
    if name != CUSTOM:
        found = name if name in rules.PERIODS else FOUR_WEEKS
        return ReportChoice(found, rules.period(found, request_cycle.today_at_agency()), office_id)
    first, last = _day("from"), _day("until")
    if first and last and rules.is_period(first, last):
        return ReportChoice(CUSTOM, Period(first, last), office_id)
    given = "from" in request.args or "until" in request.args
    problem = gettext("Enter a first day, and a last day that is the same or later, up to 3 years.")
    return ReportChoice(CUSTOM, usual, office_id, problem if given else "")


def report_filter(chosen: ReportChoice) -> ReportFilter:
    """Return whose rows the report counts, and from when to when."""
    bounds = rules.bounds(chosen.period, _zone())
    viewer, now = request_cycle.viewer(), request_cycle.now()
    return ReportFilter(viewer, bounds[0], bounds[-1], now, chosen.office_id)


def figures(chosen: ReportChoice) -> list[FigureShown]:
    """Return all figures of the report."""
    bounds = rules.bounds(chosen.period, _zone())
    shares = queries.load_shares(db.session(), report_filter(chosen), bounds)
    return [_figure(chosen, name, shares[name]) for name in rules.FIGURES]


def days(of: Period) -> str:
    """Return “Mon, Nov 2 to Sun, Nov 29”, or the day if it is one."""
    first, last = formatting.short_day(of.first), formatting.short_day(of.last)
    return first if of.first == of.last else gettext("%(first)s to %(last)s", first=first, last=last)


def report_url(chosen: ReportChoice, **more: str) -> str:
    """Return the address of the report with what else is given."""
    return _with_arguments(url_for("insight.index"), chosen.arguments() | more)


def figure_url(chosen: ReportChoice, name: str, **more: str) -> str:
    """Return the address of a figure's list."""
    return _with_arguments(url_for("insight.figure", figure=name), chosen.arguments() | more)


def periods(chosen: ReportChoice) -> list[dict[str, Any]]:
    """Return the links to the same report of another period."""
    office = {"office": str(chosen.office_id)} if chosen.office_id else {}
    return [
        {
            "label": str(label),
            "url": _with_arguments(url_for("insight.index"), {"period": name} | office),
            "current": name == chosen.name,
        }
        for name, label in labels.PERIODS.items()
    ]


def offices() -> list[tuple[str, str]]:
    """Return the offices to choose from, by id and name."""
    return [(str(row.id), row.name) for row in agencies.offices(db.session())]


def list_rows(chosen: ReportChoice, name: str) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of a figure's rows, and the address of the following one, None on the last."""
    found = queries.load_rows(db.session(), name, report_filter(chosen), _place())
    following = figure_url(chosen, name, after=_place_text(found.after)) if found.after else None
    return [_list_row(name, row) for row in found.rows], following


def zone() -> str:
    """Return the name of the agency's time zone, which the report's days are on."""
    return str(g.profile.time_zone)


def _figure(chosen: ReportChoice, name: str, shares: Sequence[Share]) -> FigureShown:
    total, words = reduce(add, shares, Share()), labels.FIGURES[name]
    counted = labels.counted(name, total, formatting.number)
    shown = FigureShown(name, words, total, _percent(total), counted, figure_url(chosen, name))
    width = CHART_WIDTH / len(shares)
    for place, (part, share) in enumerate(zip(rules.parts(chosen.period), shares, strict=True)):
        height = CHART_HEIGHT * share.met / share.counted if share.counted else 0
        measures = round(place * width, 2), round(width - BAR_GAP, 2), round(height, 2)
        said = labels.counted(name, share, formatting.number)
        shown.bars.append(Bar(days(part), share, said, _percent(share), *measures))
    return shown


def _percent(share: Share) -> str:
    return formatting.percent(share.met / share.counted) if share.counted else "–"


def _list_row(name: str, row: Any) -> dict[str, Any]:
    said = labels.result(
        name, is_met=row.is_met, done_at=row.done_at, moment=lambda at: formatting.dated_moment(at, zone())
    )
    return {"of": row, "url": _row_url(name, row), "result": said}


def _row_url(name: str, row: Any) -> str:
    if name == rules.REQUESTS:
        return url_for("contact_requests.detail", request_id=row.id)
    if name in (rules.THANKED, rules.CONTACTS):
        return url_for("interviews.detail", interview_id=row.interview_id)
    return url_for("applications.detail", application_id=row.application_id)


def _office() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("office", ""))
    except ValueError:
        return None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _zone() -> ZoneInfo:
    return ZoneInfo(zone())


def _place() -> Place | None:
    """Return where the address's page begins; None for the first page."""
    met, _tilde, rest = request.args.get("after", "").partition("~")
    moment, _tilde, row_id = rest.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (met == "1", at, uuid.UUID(row_id)) if at.tzinfo else None
    except ValueError:
        return None


def _place_text(place: Place) -> str:
    is_met, at, row_id = place
    return f"{int(is_met)}~{at.isoformat()}~{row_id}"


def _with_arguments(path: str, arguments: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(arguments)}" if arguments else path
