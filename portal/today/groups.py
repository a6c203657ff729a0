"""A group of rows: how many there are, and the first few as narrow rows, by one select."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Subquery
from sqlalchemy.orm import Session

from portal.core.listing import count_query

SHOWN = 8
"""How many rows of a group Today shows."""

Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Group:
    """The first rows of a group, and the number of all; `listing.COUNTED` stands for that many or more."""

    rows: Sequence[Row[*tuple[Any, ...]]] = ()
    count: int = 0


@dataclass(frozen=True)
class Listing:
    """What a group consists of: the query for the ids of all its rows, their order, and what is shown of some of them.

    `shown` returns the query for the columns of the rows whose ids are in its argument, as `id`.
    """

    ids: Select[Any]
    order: Sequence[Any]
    shown: Callable[[Subquery], Columns]


def load_group(session: Session, listing: Listing) -> Group:
    """Return the group, read by one select, whatever there is."""
    ids = listing.ids.order_by(None)
    page = ids.order_by(*listing.order).limit(SHOWN).subquery("page")
    query = listing.shown(page).add_columns(count_query(listing.ids).scalar_subquery().label("counted"))
    rows = session.execute(query.order_by(*listing.order)).all()
    return Group(rows, rows[0].counted if rows else 0)
