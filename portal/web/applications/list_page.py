"""The list of applications: what its address filters and sorts by, its views, and what a row says."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.candidates.models import Candidate
from portal.core.listing import Order
from portal.followups.wording import APPLICATION_STATES
from portal.search import queries as search
from portal.summaries import application_list
from portal.summaries.application_list import APPLICATIONS, CANDIDATE, DUE, EMPLOYER, ApplicationFilter
from portal.summaries.candidate_list import LATE_NOW
from portal.web.shared import common_filters, request_cycle
from portal.web.shared.list_filters import FLAG, ListFilter, ids, named_span
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage
from portal.web.shared.progress import ProgressMark, marks_of
from portal.web.shared.summary_words import short_name, task_title

LONG_AGO = timedelta(days=1)
LATE = {name: words for name, words in common_filters.LATE.items() if name != "day"}


@dataclass(frozen=True)
class ListedApplication:
    """One application: the summary's columns as `of`, the next task in words, and what qualifies its time."""

    of: Any
    recruiter: str
    task: str | None
    is_late: bool
    is_long_ago: bool
    marks: tuple[ProgressMark, ...]


def application_row(row: Any, now: datetime) -> ListedApplication:
    """Return what the list says of this application."""
    is_late = row.late_from is not None and row.late_from < now
    is_long_ago = row.next_due_at is not None and row.next_due_at < now - LONG_AGO
    return ListedApplication(row, short_name(row.recruiter), task_title(row), is_late, is_long_ago, marks_of(row, now))


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the applications that the list shows."""
    late = address.values("late")
    chosen = ApplicationFilter(
        named=search.matching(Candidate, address.words) if address.words else None,
        offices=ids(address.values("office")),
        recruiters=ids(address.values("recruiter")),
        employers=address.values("employer"),
        states=address.values("state"),
        tasks=address.values("task"),
        late=LATE_NOW in late,
        due=[named_span(value) for value in late if value != LATE_NOW],
        missing_contacts="missing" in address.said,
        unthanked="unthanked" in address.said,
        has_offer="offer" in address.said,
        no_answer_since=request_cycle.now() - common_filters.RECENTLY if "no_answer" in address.said else None,
    )
    return application_list.matching(request_cycle.viewer(), chosen, request_cycle.now())


PAGE = ListPage(
    name="applications",
    endpoint="applications.index",
    title=_("Applications"),
    listing=APPLICATIONS,
    filters=(
        ListFilter("late", _("Planned for"), choices=LATE),
        ListFilter("state", _("State"), choices={name: _(words) for name, words in APPLICATION_STATES.items()}),
        common_filters.RECRUITER,
        common_filters.OFFICE,
        ListFilter("task", _("Next task"), choices=common_filters.TASKS),
        common_filters.EMPLOYER,
        ListFilter("unthanked", _("Held, not everyone thanked"), FLAG),
        ListFilter("missing", _("Contact info missing"), FLAG),
        ListFilter("offer", _("With an offer"), FLAG),
        ListFilter("no_answer", _("Closing or just closed"), FLAG),
    ),
    columns=(
        ListColumn(CANDIDATE, _("Candidate")),
        ListColumn(EMPLOYER, _("Employer")),
        ListColumn("recruiter", _("Recruiter")),
        ListColumn("state", _("State")),
        ListColumn("task", _("Next task")),
        ListColumn(DUE, _("Planned for")),
        ListColumn("progress", _("Progress")),
    ),
    matching=matching,
    order={None: Order(DUE)},
    views=(
        BuiltInView(_("All")),
        BuiltInView(_("Needs me"), "late=now&late=today&recruiter=me"),
        BuiltInView(_("Not everyone thanked"), "unthanked=1"),
        BuiltInView(_("With an offer"), "offer=1"),
        BuiltInView(_("Heard back"), "state=heard_back"),
    ),
    search=_("Candidate’s name or email"),
)
