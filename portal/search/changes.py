"""Keeps what records are found by: notes what changed, and writes it as a set just before the one commit."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Text, Uuid, bindparam, delete, event, func, inspect, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session, UOWTransaction

from portal.core import transaction
from portal.core.db import ENTERED_AGENCY, TenantModel
from portal.interviews.models import InterviewPerson
from portal.search import rules
from portal.search.models import Gram, WordForm
from portal.search.sources import DEPENDENTS, INTERVIEW, SEARCHED, SOURCES, Source

BATCH = 2_000
"""How many records are written at once."""
Database = Session | Connection
_Rows = Collection[tuple[Any, str]]
_CHANGED, _RENAMED = "portal.search.changed", "portal.search.renamed"


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _flush: UOWTransaction) -> None:
    """Note the records that this flush wrote, if what they are found by changed."""
    for row in session.new:
        if type(row) in SEARCHED:
            _note(session, _CHANGED, row)
    for row in session.dirty:
        if type(row) in SEARCHED and _is_changed(row):
            _note(session, _CHANGED, row)
            if type(row) in DEPENDENTS:
                _note(session, _RENAMED, row)
    for row in session.deleted:
        if isinstance(row, InterviewPerson):
            _note(session, _CHANGED, row)


def _note(session: Session, key: str, row: Any) -> None:
    noted: dict[type[TenantModel], set[uuid.UUID]] = session.info.setdefault(key, defaultdict(set))
    noted[type(row)].add(row.interview_id if isinstance(row, InterviewPerson) else row.id)


def _is_changed(row: Any) -> bool:
    columns = inspect(row).attrs
    return any(columns[name].history.has_changes() for name in SEARCHED[type(row)])


@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session) -> None:
    session.info.pop(_CHANGED, None)
    session.info.pop(_RENAMED, None)


def write_changes(session: Session) -> None:
    """Write what everything changed so far is found by, in this transaction."""
    session.flush()
    changed = session.info.pop(_CHANGED, {})
    renamed = session.info.pop(_RENAMED, {})
    for table, ids in transaction.cleared_rows(session).items():
        model = next((source.model for source in SOURCES if source.model.__tablename__ == table), None)
        if model:
            changed.setdefault(model, set()).update(ids)
    if not changed:
        return
    found = {source.kind: set(changed.get(source.model, ())) for source in SOURCES}
    found[INTERVIEW] |= changed.get(InterviewPerson, set())
    for model, ids in renamed.items():
        for kind, which in DEPENDENTS[model]:
            found[kind] |= set(session.scalars(which(ids)))
    for source in SOURCES:
        _write(session, source, sorted(found[source.kind]))


def rebuild(database: Database) -> None:
    """Write what every record of the entered agency is found by, as its changes would have written it.

    It names the agency, because who migrates may be one whom the tables' policies do not hold.
    """
    for source in SOURCES:
        ids = select(source.model.id).where(source.model.agency_id == ENTERED_AGENCY).order_by(source.model.id)
        _write(database, source, database.scalars(ids).all())


def _batches(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    return (ids[first : first + BATCH] for first in range(0, len(ids), BATCH))


def _write(database: Database, source: Source, ids: Sequence[uuid.UUID]) -> None:
    """Make the grams of these records what their text gives now."""
    for some in _batches(ids):
        wanted = {(row_id, gram) for row_id, *text in _rows(database, source, some) for gram in rules.grams(*text)}
        table = source.grams
        query = select(table.record_id, table.gram, table.id).where(table.record_id.in_(some))
        known = {(record_id, gram): row_id for record_id, gram, row_id in database.execute(query)}
        if gone := [row_id for key, row_id in known.items() if key not in wanted]:
            database.execute(delete(table).where(table.id.in_(gone)).execution_options(synchronize_session=False))
        new = wanted - known.keys()
        _insert(database, table, ("record_id", "gram"), (Uuid(), Text()), new)
        words = {gram for _, gram in new if rules.is_word(gram)}
        forms = {(form, word) for word in _unknown(database, words) for form in rules.forms(word)}
        _insert(database, WordForm, ("form", "word"), (Text(), Text()), forms)


def _rows(database: Database, source: Source, ids: Sequence[uuid.UUID]) -> Iterable[Any]:
    # Materialized, for the planner would begin with all the agency's employers, and read each of their records.
    chosen = select(source.model.id).where(source.model.id.in_(ids)).cte("chosen").prefix_with("materialized")
    query: Select[Any] = source.rows.where(source.model.id.in_(select(chosen.c.id)))
    return database.execute(query)


def _unknown(database: Database, words: set[str]) -> set[str]:
    """Return the words of which there are no forms yet."""
    known = select(WordForm.word).where(WordForm.agency_id == ENTERED_AGENCY, WordForm.form == WordForm.word)
    return words - set(database.scalars(known.where(WordForm.word.in_(words)))) if words else words


def _insert(database: Database, model: type[Gram | WordForm], names: tuple[str, str], types: Any, rows: _Rows) -> None:
    """Insert all rows by one statement, in order, so that two transactions never wait for each other."""
    if not rows:
        return
    columns = zip(*sorted(rows), strict=True)
    given = [bindparam(None, list(part), ARRAY(kind)) for part, kind in zip(columns, types, strict=True)]
    values = func.unnest(*given).table_valued(*names).render_derived()
    what = insert(model).from_select(names, select(*(values.c[name] for name in names)))
    database.execute(what.on_conflict_do_nothing())
