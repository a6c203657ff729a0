"""Lists that are read a page at a time: by a key and the id of the last row, and counted up to a bound."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, Text, Uuid, and_, case, cast, func, literal, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

PAGE_SIZE = 50
COUNTED = 1000
"""From how many rows on a count is no longer exact."""
Span = tuple[datetime | None, datetime | None]
"""From when and until before when, in UTC; None is open."""


@dataclass(frozen=True)
class SortKey:
    """What an order sorts by, never null, and its type. Where it is another table's, `join` leads there.

    An index that begins with the agency answers it however long the list is, unless it is `for_short_lists`: only a
    list of fewer rows than `COUNTED` is sorted by that.
    """

    value: Any
    type: TypeEngine[Any]
    join: Callable[[Select[Any]], Select[Any]] = lambda query: query
    for_short_lists: bool = False


@dataclass(frozen=True)
class Order:
    """How a list is sorted, and the key of the last row of the page before: its value, as text, and its id."""

    key: str
    descending: bool = False
    after: tuple[str, uuid.UUID] | None = None


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the key to go on after, None on the last page."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    after: tuple[str, uuid.UUID] | None


@dataclass(frozen=True)
class ListQuery:
    """A list: the model of its rows, its orders, and the query of what it shows of the ids in a subquery.

    The subquery's `place` is to be among the columns, beside `id`.
    """

    model: Any
    sort_keys: Mapping[str, SortKey]
    shown: Callable[[Subquery], Select[*tuple[Any, ...]]]


def count(session: Session, found: Select[uuid.UUID]) -> int:
    """Return how many rows these are; `COUNTED` for that many or more."""
    return session.scalar(count_query(found)) or 0


def count_query(found: Select[uuid.UUID]) -> Select[int]:
    """Return the query that counts these rows, up to `COUNTED`."""
    return select(func.count()).select_from(found.order_by(None).limit(COUNTED).subquery())


def count_each(session: Session, found: Sequence[Select[uuid.UUID]]) -> list[int]:
    """Return how many rows each of these queries has, as `count` does, by one statement."""
    counts = [count_query(each).scalar_subquery() for each in found]
    return list(session.execute(select(*counts)).one()) if counts else []


def load_page(session: Session, listing: ListQuery, found: Select[uuid.UUID], order: Order) -> Page:
    """Return a page of these rows, with all that the list shows of each, by one statement."""
    key = listing.sort_keys[order.key]
    if order.after is not None:
        found = found.where(_follows(listing, key, order, order.after))
    query = key.join(found).add_columns(cast(key.value, Text()).label("place"), key.value.label("sorts"))
    ids = query.order_by(*_place(key.value, listing.model.id, order)).limit(PAGE_SIZE + 1).subquery()
    rows = session.execute(listing.shown(ids).order_by(*_place(ids.c.sorts, ids.c.id, order))).all()
    following = (rows[PAGE_SIZE - 1].place, rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None
    return Page(rows[:PAGE_SIZE], following)


def in_order(listing: ListQuery, query: Select[Any], found: Select[uuid.UUID], order: Order) -> Select[Any]:
    """Return `query`, of the list's model, for all of these rows, sorted like the list."""
    key = listing.sort_keys[order.key]
    ids = key.join(found.order_by(None)).add_columns(key.value.label("sorts")).subquery()
    return query.join(ids, ids.c.id == listing.model.id).order_by(*_place(ids.c.sorts, ids.c.id, order))


def value_or(column: Any, other: Any) -> ColumnElement[Any]:
    """Return the column's value, or `other` where it is null, as an index of the same `case` has it.

    Not `coalesce`: under row-level security no condition on that reaches an index (docs/architecture.md#summaries).
    """
    return case((column.is_(None), other), else_=column)


def is_within(column: Any, span: Span) -> ColumnElement[bool]:
    """Return the condition that the moment is in this span."""
    since, until = span
    return and_(*([column >= since] if since else []), *([column < until] if until else []), column.is_not(None))


def _follows(listing: ListQuery, key: SortKey, order: Order, after: tuple[str, uuid.UUID]) -> ColumnElement[bool]:
    """Return the condition that a row comes after this key; the first half is what an index on the value answers."""
    value, last = cast(literal(after[0], Text()), key.type), literal(after[1], Uuid())
    here = tuple_(key.value, listing.model.id)
    if order.descending:
        return and_(key.value <= value, here < tuple_(value, last))
    return and_(key.value >= value, here > tuple_(value, last))


def _place(value: Any, row_id: Any, order: Order) -> list[ColumnElement[Any]]:
    return [column.desc() if order.descending else column.asc() for column in (value, row_id)]
