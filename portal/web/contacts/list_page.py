"""The list of contacts: what its address filters and sorts by, and its views."""

import uuid

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.contacts.lists import (
    BY_MAIL,
    CONTACTS,
    EMPLOYER,
    GUESS,
    KNOWN,
    NAME,
    NOTHING,
    VIA_HR,
    contacts_matching,
)
from portal.contacts.models import Contact
from portal.core.listing import Order
from portal.search import queries as search
from portal.web.shared import common_filters
from portal.web.shared.list_filters import ListFilter
from portal.web.shared.lists import Address, BuiltInView, ListColumn, ListPage

CONTACT_INFO = {
    KNOWN: _("Email address"),
    GUESS: _("Unconfirmed guess"),
    BY_MAIL: _("By mail only"),
    VIA_HR: _("Through HR"),
    NOTHING: _("No contact info"),
}


def matching(address: Address) -> Select[uuid.UUID]:
    """Return the query for the ids of the contacts that the list shows."""
    named = search.matching(Contact, address.words) if address.words else None
    return contacts_matching(named, address.values("employer"), address.values("info"))


PAGE = ListPage(
    name="contacts",
    endpoint="contacts.index",
    title=_("Contacts"),
    listing=CONTACTS,
    filters=(ListFilter("info", _("Contact info"), choices=CONTACT_INFO), common_filters.EMPLOYER),
    columns=(
        ListColumn(NAME, _("Name")),
        ListColumn("title", _("Job title")),
        ListColumn(EMPLOYER, _("Employer")),
        ListColumn("email", _("Email")),
        ListColumn("phone", _("Phone")),
    ),
    matching=matching,
    order={None: Order(NAME)},
    views=(
        BuiltInView(_("All")),
        BuiltInView(_("No contact info"), "info=none"),
        BuiltInView(_("Unconfirmed guess"), "info=guess"),
        BuiltInView(_("Through HR"), "info=hr"),
    ),
    search=_("Name or email"),
)
