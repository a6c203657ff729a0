"""The list of contact requests: what its address filters and sorts by, and its views."""

import uuid

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.core.listing import Order
from portal.followups import request_lists
from portal.followups.request_lists import (
    CLOSED,
    CONTACT,
    GOAL,
    MINE,
    NO_ONE,
    OTHERS,
    REQUESTED,
    REQUESTS,
    RequestFilter,
)
from portal.web.shared import common_filters, request_cycle
from portal.web.shared.list_filters import FLAG, MODE, ListFilter, ids
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage

IS_OPEN, IS_CLOSED = "open", "closed"
CLAIMED = {MINE: _("Me"), OTHERS: _("Someone else"), NO_ONE: _("No one")}
OUTCOMES = {"answered": _("Answered"), "not_available": _("Not available"), "not_needed": _("Not needed")}


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the requests that the list shows."""
    chosen = RequestFilter(
        closed=address.mode == IS_CLOSED,
        late="late" in address.said,
        offices=ids(address.values("office")),
        recruiters=ids(address.values("recruiter")),
        employers=address.values("employer"),
        claimed=address.values("claimed"),
        outcomes=address.values("outcome"),
    )
    return request_lists.matching(request_cycle.viewer(), chosen, request_cycle.now())


PAGE = ListPage(
    name="contact-requests",
    endpoint="contact_requests.index",
    title=_("Contact requests"),
    listing=REQUESTS,
    filters=(
        ListFilter("when", _("State"), MODE, choices={IS_OPEN: _("Open"), IS_CLOSED: _("Closed")}),
        common_filters.RECRUITER,
        common_filters.OFFICE,
        ListFilter("claimed", _("Who’s on it"), choices=CLAIMED),
        ListFilter("outcome", _("Outcome"), choices=OUTCOMES),
        common_filters.EMPLOYER,
        ListFilter("late", _("Past the goal"), FLAG),
    ),
    columns=(
        ListColumn(CONTACT, _("Contact")),
        ListColumn("employer", _("Employer")),
        ListColumn("waiting", _("For")),
        ListColumn(REQUESTED, _("Requested")),
        ListColumn(GOAL, _("Goal")),
        ListColumn(CLOSED, _("State")),
    ),
    matching=matching,
    order={IS_OPEN: Order(GOAL), IS_CLOSED: Order(CLOSED, descending=True)},
    views=(
        BuiltInView(_("Open")),
        BuiltInView(_("Mine"), "claimed=me"),
        BuiltInView(_("No one’s on it"), "claimed=no_one"),
        BuiltInView(_("Closed"), "when=closed"),
        BuiltInView(_("Not available"), "when=closed&outcome=not_available"),
    ),
)
