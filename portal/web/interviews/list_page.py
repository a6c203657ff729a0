"""The staff's list of interviews: what its address filters and sorts by, and its views."""

import uuid

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.core.listing import Order
from portal.interviews import lists
from portal.interviews.lists import CANDIDATE, EMPLOYER, INTERVIEWS, STARTS, InterviewFilter
from portal.web.shared import common_filters, request_cycle
from portal.web.shared.labels import ROUND_KIND_LABELS
from portal.web.shared.list_filters import DAY, MODE, ListFilter, ids, named_span, parse_day, span_of
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage

UPCOMING, TODAY, PAST = "upcoming", "today", "past"
WHEN = {UPCOMING: _("Upcoming"), TODAY: _("Today"), PAST: _("Past or canceled")}
STATUSES = {"planned": _("Planned"), "cancelled": _("Canceled"), "no_show": _("No-show")}


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the interviews that the list shows."""
    chosen = InterviewFilter(
        over=address.mode == PAST,
        planned=named_span(TODAY) if address.mode == TODAY else None,
        offices=ids(address.values("office")),
        recruiters=ids(address.values("recruiter")),
        employers=address.values("employer"),
        kinds=address.values("kind"),
        statuses=address.values("status"),
        span=span_of(parse_day(address.first("from")), parse_day(address.first("until"))),
    )
    return lists.matching(request_cycle.viewer(), chosen, request_cycle.now())


PAGE = ListPage(
    name="interviews",
    endpoint="interviews.index",
    title=_("Interviews"),
    listing=INTERVIEWS,
    filters=(
        ListFilter("when", _("When"), MODE, choices=WHEN),
        common_filters.RECRUITER,
        common_filters.OFFICE,
        ListFilter("kind", _("Kind"), choices=ROUND_KIND_LABELS),
        ListFilter("status", _("State"), choices=STATUSES),
        common_filters.EMPLOYER,
        ListFilter("from", _("From"), DAY),
        ListFilter("until", _("Until"), DAY),
    ),
    columns=(
        ListColumn(STARTS, _("Starts")),
        ListColumn(CANDIDATE, _("Candidate")),
        ListColumn(EMPLOYER, _("Employer")),
        ListColumn("job", _("Job")),
        ListColumn("round", _("Round")),
        ListColumn("people", _("People")),
        ListColumn("state", _("State")),
    ),
    matching=matching,
    order={UPCOMING: Order(STARTS), TODAY: Order(STARTS), PAST: Order(STARTS, descending=True)},
    views=(
        BuiltInView(_("Upcoming")),
        BuiltInView(_("Mine"), "recruiter=me"),
        BuiltInView(_("Today"), "when=today"),
        BuiltInView(_("Past or canceled"), "when=past"),
        BuiltInView(_("No-shows"), "when=past&status=no_show"),
    ),
)
