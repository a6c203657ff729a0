"""The list of contact requests, open and closed ones: its filters and orders."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, Select, Subquery, Text, func, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.viewer import Viewer
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.models import Contact, ContactRequest
from portal.core import listing
from portal.core.db import is_row
from portal.core.listing import ListQuery, Order, SortKey
from portal.followups import request_queries

CONTACT, REQUESTED, GOAL, CLOSED = "contact", "requested", "goal", "closed"
MINE, OTHERS, NO_ONE = "me", "others", "no_one"


@dataclass(frozen=True)
class RequestFilter:
    """Which requests the list shows; what is empty filters nothing, and of several values one is enough.

    `closed` are those that are closed, else those open. `claimed` is who is on it: `me`, `others`, or `no_one`.
    """

    closed: bool = False
    late: bool = False
    offices: Collection[uuid.UUID] = ()
    recruiters: Collection[uuid.UUID] = ()
    employers: Collection[str] = ()
    claimed: Collection[str] = ()
    outcomes: Collection[str] = ()


def matching(viewer: Viewer, chosen: RequestFilter, now: datetime) -> Select[uuid.UUID]:
    """Return the query for the ids of the requests that the viewer may see and the filter lets through."""
    whose = request_queries.closed_requests_visible_to if chosen.closed else request_queries.open_requests_visible_to
    found = whose(viewer).with_only_columns(ContactRequest.id).order_by(None)
    return found.where(*_conditions(viewer, chosen, now))


def in_order(found: Select[uuid.UUID], order: Order) -> Select[ContactRequest]:
    """Return the query for all of these requests as they are exported, sorted like the list."""
    return listing.in_order(REQUESTS, select(ContactRequest).options(*_LOADED), found, order)


def _conditions(viewer: Viewer, chosen: RequestFilter, now: datetime) -> Iterator[ColumnElement[bool]]:
    for theirs, ids in ((Candidate.office_id, chosen.offices), (Candidate.recruiter_id, chosen.recruiters)):
        if ids:
            yield ContactRequest.candidate_id.in_(select(Candidate.id).where(theirs.in_(ids)))
    if chosen.employers:
        there = Contact.employer_id.in_(contacts.employers_named(chosen.employers))
        yield ContactRequest.contact_id.in_(select(Contact.id).where(there))
    if chosen.late:
        yield ContactRequest.target_at < now
    if chosen.claimed:
        by = ContactRequest.claimed_by_id
        who = {MINE: by == viewer.account_id, OTHERS: by != viewer.account_id, NO_ONE: by.is_(None)}
        yield or_(*(who[value] for value in chosen.claimed))
    if chosen.outcomes:
        yield ContactRequest.outcome.in_(chosen.outcomes)


def _shown(ids: Subquery) -> Select[*tuple[Any, ...]]:
    return select(ContactRequest, ids.c.id, ids.c.place).join(ids, ids.c.id == ContactRequest.id).options(*_LOADED)


def _with_contact(query: Select[Any]) -> Select[Any]:
    same = is_row(ContactRequest.contact_id, Contact)
    return query.join(Contact, same)


_LOADED = (
    joinedload(ContactRequest.contact).joinedload(Contact.employer),
    joinedload(ContactRequest.candidate).joinedload(Candidate.recruiter),
    joinedload(ContactRequest.claimed_by),
    joinedload(ContactRequest.asked_hr_by),
    joinedload(ContactRequest.answered_by),
)
_MOMENT = TIMESTAMP(timezone=True)
REQUESTS = ListQuery(
    ContactRequest,
    {
        CONTACT: SortKey(func.lower(Contact.name), Text(), _with_contact, for_short_lists=True),
        REQUESTED: SortKey(ContactRequest.requested_at, _MOMENT),
        GOAL: SortKey(ContactRequest.target_at, _MOMENT),
        CLOSED: SortKey(listing.value_or(ContactRequest.closed_at, ContactRequest.target_at), _MOMENT),
    },
    _shown,
)
