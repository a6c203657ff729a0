"""The lists of contacts and of employers: their filters and orders."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Text, and_, func, literal, or_, select
from sqlalchemy.orm import joinedload

from portal.contacts import queries
from portal.contacts.models import Contact, Employer
from portal.core import listing
from portal.core.db import is_row
from portal.core.listing import ListQuery, Order, SortKey

NAME, EMPLOYER = "name", "employer"
KNOWN, GUESS, BY_MAIL, VIA_HR, NOTHING = "known", "guess", "mail", "hr", "none"
CONTACT_INFO: dict[str, ColumnElement[bool]] = {
    KNOWN: and_(Contact.email.is_not(None), ~Contact.email_is_guess),
    GUESS: Contact.email_is_guess.is_(True),
    BY_MAIL: and_(Contact.email.is_(None), Contact.postal_address.is_not(None)),
    VIA_HR: Contact.via_hr.is_(True),
    NOTHING: and_(Contact.email.is_(None), Contact.postal_address.is_(None), ~Contact.via_hr),
}
"""How a note can reach a contact."""


def contacts_matching(
    named: ColumnElement[bool] | None = None, employers: Collection[str] = (), info: Collection[str] = ()
) -> Select[uuid.UUID]:
    """Return the query for the ids of contacts at employers of these names, who can be reached in one of these ways."""
    found = select(Contact.id).where(Contact.merged_into_id.is_(None))
    if named is not None:
        found = found.where(named)
    if employers:
        found = found.where(Contact.employer_id.in_(queries.employers_named(employers)))
    return found.where(or_(*(CONTACT_INFO[name] for name in info))) if info else found


def employers_matching(named: ColumnElement[bool] | None = None, *, without_hr: bool = False) -> Select[uuid.UUID]:
    """Return the query for the ids of employers, or of those whose HR has no contact info."""
    found = select(Employer.id)
    if named is not None:
        found = found.where(named)
    return found.where(Employer.hr_email.is_(None), Employer.hr_phone.is_(None)) if without_hr else found


def contacts_in_order(found: Select[uuid.UUID], order: Order) -> Select[Contact]:
    """Return the query for all of these contacts as they are exported, sorted like the list."""
    return listing.in_order(CONTACTS, select(Contact).options(joinedload(Contact.employer)), found, order)


def employers_in_order(found: Select[uuid.UUID], order: Order) -> Select[Employer]:
    """Return the query for all of these employers as they are exported, sorted like the list."""
    return listing.in_order(EMPLOYERS, select(Employer), found, order)


def _shown_contacts(ids: Subquery) -> Select[*tuple[Any, ...]]:
    shown = select(Contact, ids.c.id, ids.c.place).join(ids, ids.c.id == Contact.id)
    return shown.options(joinedload(Contact.employer))


def _shown_employers(ids: Subquery) -> Select[*tuple[Any, ...]]:
    people = select(func.count()).where(Contact.agency_id == Employer.agency_id, Contact.employer_id == Employer.id)
    counted = people.where(Contact.merged_into_id.is_(None)).correlate(Employer).scalar_subquery().label("people")
    return select(Employer, counted, ids.c.id, ids.c.place).join(ids, ids.c.id == Employer.id)


def _with_employer(query: Select[Any]) -> Select[Any]:
    return query.join(Employer, is_row(Contact.employer_id, Employer))


_BY_EMPLOYER = func.lower(Employer.name) + literal("\x01") + Contact.name
CONTACTS = ListQuery(
    Contact,
    {
        NAME: SortKey(Contact.name, Text()),
        EMPLOYER: SortKey(_BY_EMPLOYER, Text(), _with_employer, for_short_lists=True),
    },
    _shown_contacts,
)
EMPLOYERS = ListQuery(Employer, {NAME: SortKey(func.lower(Employer.name), Text())}, _shown_employers)
