"""Groups on a recruiter's Today: how many rows there are, and the first few, however many the agency has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from portal.core.db import db
from portal.web.shared.responses import count_rows

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
