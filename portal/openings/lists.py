"""The list of openings: its filters and orders."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Date, Select, Subquery, Text, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core import listing
from portal.core.listing import ListQuery, Order, SortKey
from portal.openings.models import Opening

TITLE, UNTIL = "title", "until"


def matching(
    today: date, *, ended: bool, fields: Collection[uuid.UUID] = (), employers: Select[uuid.UUID] | None = None
) -> Select[uuid.UUID]:
    """Return the query for the ids of openings that are open on this day (the agency's), or of those that ended.

    `employers` is the query for the ids of the employers that they are of.
    """
    is_over = or_(Opening.closed_at.is_not(None), Opening.open_until < today)
    found = select(Opening.id).where(is_over if ended else ~is_over)
    if fields:
        found = found.where(Opening.field_id.in_(fields))
    if employers is not None:
        found = found.where(Opening.employer_id.in_(employers))
    return found


def in_order(found: Select[uuid.UUID], order: Order) -> Select[Opening]:
    """Return the query for all of these openings as they are exported, sorted like the list."""
    return listing.in_order(OPENINGS, select(Opening).options(*_LOADED), found, order)


def _shown(ids: Subquery) -> Select[*tuple[Any, ...]]:
    return select(Opening, ids.c.id, ids.c.place).join(ids, ids.c.id == Opening.id).options(*_LOADED)


_LOADED = (joinedload(Opening.field), joinedload(Opening.employer))
OPENINGS = ListQuery(
    Opening,
    {TITLE: SortKey(func.lower(Opening.title), Text()), UNTIL: SortKey(Opening.open_until, Date())},
    _shown,
)
