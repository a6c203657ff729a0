"""Questions about imports: the list, one import, its rows by verdict, and what earlier imports gave a record."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import acting
from portal.accounts import queries as accounts
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.errors import NotFound
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS
from portal.imports.models import Import, ImportChange, ImportRow, SavedMapping
from portal.imports.rules import DISCARDED, MAYBE, VERDICTS

SHOWN_LEFT_OUT = 50
LEFT_OUT = ImportRow.outcome.in_(("left_out", "refused"))
"""What holds for a row that the run did not import."""

NAMED: Mapping[str, Any] = {CANDIDATES: Candidate, EMPLOYERS: Employer, CONTACTS: Contact}


def imports_by_date() -> Select[Import]:
    """Return the query for all imports but those discarded, the latest first."""
    rows = select(Import).where(Import.state != DISCARDED).options(joinedload(Import.by))
    return rows.order_by(Import.created_at.desc(), Import.id.desc())


def get_import(session: Session, import_id: uuid.UUID) -> Import:
    """Return one import; raise `NotFound`."""
    found = session.scalar(select(Import).where(Import.id == import_id, Import.state != DISCARDED))
    if found is None:
        raise NotFound("import")
    return found


def importer(session: Session, row: Import, now: datetime) -> Viewer:
    """Return the person who imports as a viewer; an operator sees what an owner sees."""
    account = accounts.get_account(session, row.by_id) if row.by_id else acting.first_owner(session, now)
    if account is None:
        raise NotFound("owner")
    return accounts.viewer_as(account, agencies.profile(session).visibility)


def get_row(session: Session, import_id: uuid.UUID, number: int) -> ImportRow:
    """Return one row of the import; raise `NotFound`."""
    found = session.scalar(select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number == number))
    if found is None:
        raise NotFound("row of an import")
    return found


def rows_of(import_id: uuid.UUID, verdict: str | None = None) -> Select[ImportRow]:
    """Return the query for the import's rows, all or those with this verdict, in the file's order."""
    rows = select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.number)
    return rows.where(ImportRow.verdict == verdict) if verdict else rows


def next_rows(session: Session, row: Import, limit: int) -> Sequence[ImportRow]:
    """Return the rows that come after the import's position, at most `limit`."""
    return session.scalars(rows_of(row.id).where(ImportRow.number > row.position).limit(limit)).all()


def verdict_counts(session: Session, import_id: uuid.UUID) -> dict[str, int]:
    """Return how many rows have each verdict."""
    counted = select(ImportRow.verdict, func.count()).where(ImportRow.import_id == import_id)
    found = {verdict: count for verdict, count in session.execute(counted.group_by(ImportRow.verdict)) if verdict}
    return {code: found.get(code, 0) for code in VERDICTS}


def outcome_counts(session: Session, import_id: uuid.UUID) -> dict[str, int]:
    """Return how many rows have each outcome; those that the run has not reached are left out."""
    counted = select(ImportRow.outcome, func.count()).where(
        ImportRow.import_id == import_id, ImportRow.outcome.is_not(None)
    )
    return {outcome: count for outcome, count in session.execute(counted.group_by(ImportRow.outcome)) if outcome}


def imported_values(session: Session, record_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, dict[str, Any]]:
    """Return the values that imports last gave these records, by record and field; undone imports gave none."""
    rows = session.execute(
        select(ImportChange.record_id, ImportChange.after)
        .where(ImportChange.record_id.in_(record_ids), ImportChange.undone_at.is_(None))
        .order_by(ImportChange.id)
    )
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for record_id, after in rows:
        found.setdefault(record_id, {}).update(after)
    return found


def find_saved_mapping(session: Session, kind: str, columns_key: str) -> SavedMapping | None:
    """Return the mapping that the agency used last for a file with these columns."""
    return session.scalar(
        select(SavedMapping).where(SavedMapping.kind == kind, SavedMapping.columns_key == columns_key)
    )


def first_rows_with_keys(session: Session, import_id: uuid.UUID, keys: Collection[str]) -> dict[str, int]:
    """Return the first checked row of the import with each of these keys."""
    query = (
        select(ImportRow.key, func.min(ImportRow.number))
        .where(ImportRow.import_id == import_id, ImportRow.key.in_(keys))
        .group_by(ImportRow.key)
    )
    return {key: number for key, number in session.execute(query) if key}


def decision_counts(session: Session, import_id: uuid.UUID) -> dict[tuple[str, str | None], int]:
    """Return how many rows have each verdict and decision."""
    counted = select(ImportRow.verdict, ImportRow.decision, func.count()).where(ImportRow.import_id == import_id)
    rows = session.execute(counted.group_by(ImportRow.verdict, ImportRow.decision))
    return {(verdict, decision): count for verdict, decision, count in rows if verdict}


def lines_of(session: Session, import_id: uuid.UUID, numbers: Collection[int]) -> dict[int, int]:
    """Return the lines of the file on which these rows stand, by their numbers."""
    rows = select(ImportRow.number, ImportRow.line).where(
        ImportRow.import_id == import_id, ImportRow.number.in_(numbers)
    )
    return dict(session.execute(rows).all()) if numbers else {}


def waiting_reasons(session: Session, import_id: uuid.UUID) -> dict[str, int]:
    """Return how many possible duplicates wait for a decision, by the reason why they may be the same."""
    counted = select(ImportRow.reason, func.count()).where(
        ImportRow.import_id == import_id, ImportRow.verdict == MAYBE, ImportRow.decision.is_(None)
    )
    rows = session.execute(counted.group_by(ImportRow.reason).order_by(func.count().desc(), ImportRow.reason))
    return {reason: count for reason, count in rows if reason}


def rows_left_out(session: Session, import_id: uuid.UUID) -> Sequence[ImportRow]:
    """Return the first rows that are not imported, with what is wrong with them."""
    return session.scalars(rows_of(import_id).where(LEFT_OUT).limit(SHOWN_LEFT_OUT)).all()


def kept_changes(session: Session, import_id: uuid.UUID) -> Sequence[Row[str, str | None, int]]:
    """Return how many records of which table an undo left, and why."""
    kept = select(ImportChange.table_name, ImportChange.kept_because, func.count()).where(
        ImportChange.import_id == import_id, ImportChange.kept_because.is_not(None)
    )
    grouped = kept.group_by(ImportChange.table_name, ImportChange.kept_because)
    return session.execute(grouped.order_by(ImportChange.table_name)).all()


def undone_counts(session: Session, import_id: uuid.UUID) -> dict[tuple[str, bool], int]:
    """Return how many records of which table an undo removed (those that were created), and how many it restored."""
    undone = select(ImportChange.table_name, ImportChange.created, func.count()).where(
        ImportChange.import_id == import_id,
        ImportChange.undone_at.is_not(None),
        or_(ImportChange.created, ImportChange.before != {}),
    )
    rows = session.execute(undone.group_by(ImportChange.table_name, ImportChange.created))
    return {(table, created): count for table, created, count in rows}


def match_names(session: Session, kind: str, ids: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the names of these records; interviews have none."""
    model = NAMED.get(kind)
    wanted = [one for one in ids if one]
    if model is None or not wanted:
        return {}
    return dict(session.execute(select(model.id, model.name).where(model.id.in_(wanted))).all())


def created_ids(import_id: uuid.UUID, table: str) -> Select[uuid.UUID]:
    """Return the ids of the records of this table that the import created."""
    return select(ImportChange.record_id).where(
        ImportChange.import_id == import_id, ImportChange.table_name == table, ImportChange.created
    )
