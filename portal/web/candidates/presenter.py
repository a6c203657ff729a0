"""The list of candidates as its address filters and sorts it: what the address means, its chips, and its links."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import g, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import queries as accounts
from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.core.db import db
from portal.followups.rules.policy import reminder_policy
from portal.followups.rules.step_kinds import STEP_KINDS
from portal.followups.rules.working_time import to_utc
from portal.search import queries as search
from portal.summaries import candidate_list
from portal.summaries.candidate_list import DUE, HEARD, LATE_DAY, LATE_NOW, NAME, SORT_KEYS, CandidateFilter, Order
from portal.web.shared import formatting, request_cycle
from portal.web.shared.search_words import LENGTH, search_words

STATES = {
    "under_way": _("Applying"),
    "available": _("Available"),
    "placed": _("Placed"),
    "no_application": _("No application yet"),
    "deactivated": _("Account closed"),
}
LATE = {LATE_NOW: _("Overdue"), LATE_DAY: _("Overdue by more than a day")}
TASKS = {
    "prepare_draft": _("General draft"),
    "collect_contacts": _("Getting ready"),
    "debrief": _("Debrief"),
    "thank": _("Thank-you"),
    "request_contact": _("Contact info"),
    "follow_up": _("Follow-up"),
    "close": _("Closing"),
}
COLUMNS = {
    NAME: _("Candidate"),
    "field": _("Field"),
    "office": _("Office"),
    "recruiter": _("Recruiter"),
    "task": _("Next task"),
    DUE: _("Planned for"),
    "progress": _("Progress"),
    HEARD: _("Last heard"),
}
YES = "1"
LATE_KINDS = tuple(kind.name for kind in STEP_KINDS.values() if kind.is_late_for_staff)
NO_ONE = uuid.UUID(int=0)
"""Stands for a name in the address that no one has, so that the list is empty."""


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the address of the list without it."""

    label: str
    without: str


@dataclass(frozen=True)
class ListColumn:
    """The head of a column: its label, and, if one can sort by it, the address that does and its `aria-sort`."""

    name: str
    label: str
    url: str | None = None
    order: str | None = None


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _one_of(known: Mapping[str, Any]) -> Callable[[str], object]:
    return lambda value: value in known


MEANINGS: dict[str, Callable[[str], object]] = {
    "field": _id,
    "office": _id,
    "recruiter": _id,
    "employer": lambda value: value[:LENGTH].strip(),
    "state": _one_of(STATES),
    "task": _one_of(TASKS),
    "late": _one_of(LATE),
    "missing": _one_of({YES: None}),
    "unreminded": _one_of({YES: None}),
    "from": _day,
    "until": _day,
}
"""The filters of the address, each with what finds whether its value means something."""


def chosen() -> dict[str, str]:
    """Return the filters of the address that mean something."""
    given = {name: request.args.get(name, "").strip() for name in MEANINGS}
    return {name: value for name, value in given.items() if value and MEANINGS[name](value)}


def candidate_filter(said: Mapping[str, str]) -> CandidateFilter:
    """Return the filter that these values of the address are."""
    first, last = _day(said.get("from", "")), _day(said.get("until", ""))
    return CandidateFilter(
        named=search.matching(Candidate, words) if (words := search_words()) else None,
        field_id=_id(said.get("field", "")),
        office_id=_id(said.get("office", "")),
        recruiter_id=_id(said.get("recruiter", "")),
        employer_id=_employer(said["employer"]) if "employer" in said else None,
        state=said.get("state"),
        task=said.get("task"),
        late=said.get("late"),
        missing_contacts="missing" in said,
        never_reminded="unreminded" in said,
        interview_from=_midnight(first) if first else None,
        interview_until=_midnight(last + timedelta(days=1)) if last else None,
        late_hours=reminder_policy(g.profile.policy).late_reminder_hours,
    )


def _employer(name: str) -> uuid.UUID:
    return contacts.find_employer_id(db.session(), name) or NO_ONE


def _midnight(day: date) -> datetime:
    return to_utc(day, time(), ZoneInfo(request_cycle.viewer().time_zone))


def order() -> Order:
    """Return how the address sorts the list, and from where on it is shown."""
    key = request.args.get("sort", NAME)
    value, _tilde, row_id = request.args.get("after", "").rpartition("~")
    found = _id(row_id)
    after = (value, found) if found is not None and _can_sort(key, value) else None
    return Order(key if key in SORT_KEYS else NAME, request.args.get("order") == "down", after)


def _can_sort(key: str, value: str) -> bool:
    """Return whether rows of this order can have the value, which comes from the address of a following page."""
    if key not in (DUE, HEARD):
        return "\0" not in value
    try:
        return value in ("infinity", "-infinity") or bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def list_url(said: Mapping[str, str], **more: str) -> str:
    """Return the address of the list with these filters, the words searched for, and what else is given."""
    now = {"q": search_words(), **said, "sort": request.args.get("sort", ""), "order": request.args.get("order", "")}
    query = urlencode({name: value for name, value in (now | more).items() if value})
    return url_for("candidates.index") + (f"?{query}" if query else "")


def following_url(said: Mapping[str, str], page: candidate_list.Page) -> str | None:
    """Return the address of the next page; None on the last."""
    return list_url(said, after=f"{page.after[0]}~{page.after[1]}") if page.after else None


def columns(said: Mapping[str, str], current: Order) -> list[ListColumn]:
    """Return the heads of the columns; one that is sorted by leads to the other direction."""
    return [_column(said, current, name, str(label)) for name, label in COLUMNS.items()]


def _column(said: Mapping[str, str], current: Order, name: str, label: str) -> ListColumn:
    if name not in SORT_KEYS:
        return ListColumn(name, label)
    if name != current.key:
        return ListColumn(name, label, list_url(said, sort="" if name == NAME else name, order=""))
    turned = list_url(said, order="" if current.descending else "down")
    return ListColumn(name, label, turned, "descending" if current.descending else "ascending")


def chips(said: Mapping[str, str]) -> list[Chip]:
    """Return a chip for each filter that is on."""
    return [
        Chip(_chip_label(name, value), list_url({other: kept for other, kept in said.items() if other != name}))
        for name, value in said.items()
    ]


def _chip_label(name: str, value: str) -> str:
    """Return what a filter says, such as “Field: Engineering”."""
    words = {
        "missing": gettext("Contact info missing"),
        "unreminded": gettext("Never reminded"),
        "late": str(LATE.get(value, "")),
    }
    if name in words:
        return words[name]
    labels = {
        "field": gettext("Field: %(what)s"),
        "office": gettext("Office: %(what)s"),
        "recruiter": gettext("Recruiter: %(what)s"),
        "employer": gettext("Employer: %(what)s"),
        "state": gettext("State: %(what)s"),
        "task": gettext("Next task: %(what)s"),
        "from": gettext("Interview from %(what)s"),
        "until": gettext("Interview until %(what)s"),
    }
    return labels[name] % {"what": _chip_value(name, value)}


def _chip_value(name: str, value: str) -> str:
    if name in ("from", "until"):
        return formatting.short_day(date.fromisoformat(value))
    if name in ("state", "task"):
        return str({"state": STATES, "task": TASKS}[name][value])
    if name == "employer":
        return value
    if value == str(request_cycle.viewer().account_id):
        return gettext("me")
    return dict(named(name)).get(value, gettext("removed since"))


def named(name: str) -> list[tuple[str, str]]:
    """Return what the filter of this name can be, by id and name."""
    loaders: dict[str, Callable[[Any], Any]] = {
        "field": agencies.job_fields,
        "office": agencies.offices,
        "recruiter": accounts.recruiters,
    }
    return [(str(row.id), row.name) for row in loaders[name](db.session())]
