"""The list of candidates: what its address filters and sorts by, and its views."""

import uuid

from flask import g
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.candidates.models import Candidate
from portal.core.listing import Order
from portal.followups.rules.policy import reminder_policy
from portal.followups.rules.step_kinds import LATE_FOR_STAFF
from portal.search import queries as search
from portal.summaries import candidate_list
from portal.summaries.candidate_list import (
    CANDIDATES,
    DUE,
    FIELD,
    HEARD,
    LATE_DAY,
    LATE_NOW,
    NAME,
    OFFICE,
    RECRUITER,
    CandidateFilter,
)
from portal.web.shared import common_filters, request_cycle
from portal.web.shared.list_filters import DAY, FLAG, ListFilter, ids, named_span, parse_day, span_of
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage

STATES = {
    "under_way": _("Applying"),
    "available": _("Available"),
    "placed": _("Placed"),
    "no_application": _("No application yet"),
    "deactivated": _("Account closed"),
}
INTERVIEWS = {"today": _("Today"), "week": _("This week"), "next": _("Next week")}
LATE_KINDS = LATE_FOR_STAFF


def candidate_filter(address: Address) -> CandidateFilter:
    """Return the filter that this address is."""
    late = address.values("late")
    return CandidateFilter(
        named=search.matching(Candidate, address.words) if address.words else None,
        fields=ids(address.values("field")),
        offices=ids(address.values("office")),
        recruiters=ids(address.values("recruiter")),
        employers=address.values("employer"),
        tags=ids(address.values("tag")),
        states=address.values("state"),
        tasks=address.values("task"),
        late=[value for value in late if value in (LATE_NOW, LATE_DAY)],
        due=[named_span(value) for value in late if value not in (LATE_NOW, LATE_DAY)],
        due_span=span_of(day, day) if (day := parse_day(address.first("due"))) else None,
        missing_contacts="missing" in address.said,
        never_reminded="unreminded" in address.said,
        available_since=request_cycle.now() - common_filters.RECENTLY if "available" in address.said else None,
        is_snoozed="snoozed" in address.said,
        interviews=[named_span(value) for value in address.values("interview")],
        interview_span=span_of(parse_day(address.first("from")), parse_day(address.first("until"))),
        late_hours=reminder_policy(g.profile.policy).late_reminder_hours,
    )


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the candidates that the list shows."""
    chosen = candidate_filter(address)
    return candidate_list.matching(request_cycle.viewer(), chosen, LATE_KINDS, request_cycle.now())


PAGE = ListPage(
    name="candidates",
    endpoint="candidates.index",
    title=_("Candidates"),
    listing=CANDIDATES,
    filters=(
        ListFilter("late", _("Planned for"), choices=common_filters.LATE),
        common_filters.RECRUITER,
        common_filters.OFFICE,
        common_filters.FIELD,
        ListFilter("state", _("State"), choices=STATES),
        ListFilter("task", _("Next task"), choices=common_filters.TASKS),
        ListFilter("interview", _("Interview"), choices=INTERVIEWS),
        common_filters.TAG,
        common_filters.EMPLOYER,
        ListFilter("from", _("Interview from"), DAY),
        ListFilter("until", _("Interview until"), DAY),
        ListFilter("due", _("Planned on"), DAY),
        ListFilter("missing", _("Contact info missing"), FLAG),
        ListFilter("unreminded", _("Never reminded"), FLAG),
        ListFilter("available", _("Available again"), FLAG),
        ListFilter("snoozed", _("Snoozed on Today"), FLAG),
    ),
    columns=(
        ListColumn(NAME, _("Candidate")),
        ListColumn(FIELD, _("Field")),
        ListColumn(OFFICE, _("Office")),
        ListColumn(RECRUITER, _("Recruiter")),
        ListColumn("task", _("Next task")),
        ListColumn(DUE, _("Planned for")),
        ListColumn("progress", _("Progress")),
        ListColumn(HEARD, _("Last heard")),
    ),
    matching=matching,
    order={None: Order(NAME)},
    views=(
        BuiltInView(_("All")),
        BuiltInView(_("Needs me"), "late=now&late=today&recruiter=me&sort=due&order=up"),
        BuiltInView(_("Interviewing this week"), "interview=week"),
        BuiltInView(_("Never reminded"), "unreminded=1"),
        BuiltInView(_("Available"), "state=available"),
    ),
    search=_("Name or email"),
)
