"""Rows that say again what other rows say, so that lists read one narrow table: written as a set, by two statements."""

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.core.db import TenantModel


def write_derived_rows(
    session: Session, model: type[TenantModel], wanted: Select[*tuple[Any, ...]], whose: ColumnElement[bool]
) -> None:
    """Make the rows of `model` that `whose` is true of the rows that `wanted` returns; a row that is the same stays.

    The columns of `wanted` are named as the model's; one of them is `id`.
    """
    rows = wanted.subquery()
    gone = delete(model).where(whose, model.id.not_in(select(rows.c.id)))
    session.execute(gone, execution_options={"synchronize_session": False})
    names = rows.c.keys()
    new = insert(model).from_select(names, wanted)
    values = {name: new.excluded[name] for name in names if name != "id"}
    changed = tuple_(*(getattr(model, name) for name in values)).is_distinct_from(tuple_(*values.values()))
    session.execute(new.on_conflict_do_update(index_elements=["agency_id", "id"], set_=values, where=changed))
