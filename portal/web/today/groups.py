"""Groups on a recruiter's Today: how many rows there are, and the first few, however many the agency has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from portal.core.db import db

GROUP_SIZE = 8


@dataclass(frozen=True)
class Group:
    """The first rows of a group, and the number of all."""

    rows: Sequence[Any] = ()
    count: int = 0


def load_group(query: Select[Any]) -> Group:
    """Return the first rows of the query, and a count that reads no full row."""
    rows = db.session.scalars(query.limit(GROUP_SIZE)).unique().all()
    return Group(rows, len(rows) if len(rows) < GROUP_SIZE else count_rows(query))


def count_rows(query: Select[Any]) -> int:
    """Return how many rows the query has."""
    every = query.limit(None).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(every)) or 0
