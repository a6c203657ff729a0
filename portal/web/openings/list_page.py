"""The lists of jobs, and of candidates interested in them: what each address filters and sorts by, and its views."""

import uuid

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.contacts import queries as contacts
from portal.core.listing import Order
from portal.openings import lists, response_lists
from portal.openings.lists import OPENINGS, TITLE, UNTIL
from portal.openings.response_lists import AT, CANDIDATE, HANDLED, RESPONSES, ResponseFilter
from portal.openings.rules import CALL_ME, PUT_FORWARD
from portal.web.openings.presenter import agency_date
from portal.web.shared import common_filters, request_cycle
from portal.web.shared.list_filters import MODE, ListFilter, ids
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage

OPEN, PAST = "open", "past"
WAITING, IS_HANDLED = "waiting", "handled"
WANTS = {PUT_FORWARD: _("To be submitted"), CALL_ME: _("A call")}


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the jobs that the list shows."""
    names = address.values("employer")
    employers = contacts.employers_named(names) if names else None
    fields = ids(address.values("field"))
    return lists.matching(agency_date(), ended=address.mode == PAST, fields=fields, employers=employers)


PAGE = ListPage(
    name="jobs",
    endpoint="openings.index",
    title=_("Jobs"),
    listing=OPENINGS,
    filters=(
        ListFilter("when", _("State"), MODE, choices={OPEN: _("Open"), PAST: _("Past")}),
        common_filters.FIELD,
        common_filters.EMPLOYER,
    ),
    columns=(
        ListColumn(TITLE, _("Job")),
        ListColumn("employer", _("Employer")),
        ListColumn("field", _("Field")),
        ListColumn("place", _("Place")),
        ListColumn("pay", _("Pay")),
        ListColumn(UNTIL, _("Open until")),
    ),
    matching=matching,
    order={OPEN: Order(UNTIL), PAST: Order(UNTIL, descending=True)},
    views=(BuiltInView(_("Open")), BuiltInView(_("Past"), "when=past")),
)


def responses_matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the responses that the list shows."""
    names = address.values("employer")
    chosen = ResponseFilter(
        handled=address.mode == IS_HANDLED,
        kinds=address.values("kind"),
        offices=ids(address.values("office")),
        recruiters=ids(address.values("recruiter")),
        fields=ids(address.values("field")),
        employers=contacts.employers_named(names) if names else None,
    )
    return response_lists.matching(request_cycle.viewer(), chosen)


RESPONSE_PAGE = ListPage(
    name="interests",
    endpoint="opening_responses.index",
    title=_("Candidates interested in jobs"),
    listing=RESPONSES,
    filters=(
        ListFilter("when", _("State"), MODE, choices={WAITING: _("Waiting"), IS_HANDLED: _("Handled")}),
        ListFilter("kind", _("Wants"), choices=WANTS),
        common_filters.RECRUITER,
        common_filters.OFFICE,
        common_filters.FIELD,
        common_filters.EMPLOYER,
    ),
    columns=(
        ListColumn(CANDIDATE, _("Candidate")),
        ListColumn("title", _("Job")),
        ListColumn("employer", _("Employer")),
        ListColumn("wants", _("Wants")),
        ListColumn("recruiter", _("Recruiter")),
        ListColumn(AT, _("Since")),
        ListColumn(HANDLED, _("State")),
    ),
    matching=responses_matching,
    order={WAITING: Order(AT), IS_HANDLED: Order(HANDLED, descending=True)},
    views=(
        BuiltInView(_("Waiting")),
        BuiltInView(_("Of my candidates"), "recruiter=me"),
        BuiltInView(_("Handled"), "when=handled"),
    ),
)
