"""The list of employers: what its address filters and sorts by, and its views."""

import uuid

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.contacts.lists import EMPLOYERS, NAME, employers_matching
from portal.contacts.models import Employer
from portal.core.listing import Order
from portal.search import queries as search
from portal.web.shared.list_filters import FLAG, ListFilter
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the employers that the list shows."""
    named = search.matching(Employer, address.words) if address.words else None
    return employers_matching(named, without_hr="no_hr" in address.said)


PAGE = ListPage(
    name="employers",
    endpoint="employers.index",
    title=_("Employers"),
    listing=EMPLOYERS,
    filters=(ListFilter("no_hr", _("No HR contact"), FLAG),),
    columns=(
        ListColumn(NAME, _("Employer")),
        ListColumn("domain", _("Email domain")),
        ListColumn("people", _("Contacts")),
        ListColumn("hr", _("HR")),
        ListColumn("hr_email", _("HR email")),
        ListColumn("hr_phone", _("HR phone")),
    ),
    matching=matching,
    order={None: Order(NAME)},
    views=(BuiltInView(_("All")), BuiltInView(_("No HR contact"), "no_hr=1")),
    search=_("Name"),
)
