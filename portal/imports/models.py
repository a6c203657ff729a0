"""Imports: the file's rows, what was decided about each, and what the import created and changed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key
from portal.imports.columns import KINDS
from portal.imports.rules import DECISIONS, STATES, VERDICTS


class Import(TenantModel):
    """One file that someone imports. Moments are UTC.

    `encoding` is how the file is written, None until it is read, and `problem` why it could not be. `row_count` counts
    the rows read so far. `mapping` gives the field of each column that is used. `date_order` is how its dates are read.
    `position` is the last row that the checking, the run, or the undo has done; `wake_at` is when a job goes on with
    it, None when none has to any more. `office_id` and `recruiter_id` are for candidates whose row names none.
    `continue_follow_up` gives interviews that are over their thank-yous and follow-ups too. `verbatim`: the file is
    from the portal's own export, so its values stay as they are, and a recruiter who is not here is left blank. Once
    the rows are deleted, `rows_deleted_at` says when, and `outcomes` how many had which outcome.
    """

    __tablename__ = "imports"
    __table_args__ = (
        tenant_foreign_key("accounts", "by_id"),
        tenant_foreign_key("accounts", "undone_by_id"),
        tenant_foreign_key("accounts", "recruiter_id"),
        tenant_foreign_key("offices", "office_id"),
        Index(None, "agency_id", "created_at"),
        Index("ix_imports_wake_at", "wake_at", "agency_id", postgresql_where=text("wake_at is not null")),
        CheckConstraint(f"kind in ({', '.join(repr(name) for name in KINDS)})", name="kind"),
        CheckConstraint(f"state in ({', '.join(repr(name) for name in STATES)})", name="state"),
        CheckConstraint("date_order in ('month_first', 'day_first', 'mixed')", name="date_order"),
    )

    kind: Mapped[str]
    file_name: Mapped[str]
    encoding: Mapped[str | None]
    delimiter: Mapped[str | None]
    problem: Mapped[str | None]
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    date_order: Mapped[str]
    state: Mapped[str]
    row_count: Mapped[int] = mapped_column(server_default=text("0"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    wake_at: Mapped[datetime | None]
    office_id: Mapped[uuid.UUID | None]
    recruiter_id: Mapped[uuid.UUID | None]
    continue_follow_up: Mapped[bool] = mapped_column(server_default=text("false"))
    verbatim: Mapped[bool] = mapped_column(server_default=text("false"))
    by_id: Mapped[uuid.UUID | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[uuid.UUID | None]
    outcomes: Mapped[dict[str, int] | None] = mapped_column(JSONB)
    rows_deleted_at: Mapped[datetime | None]

    by = belongs_to("Account", "Import", "by_id")
    undone_by = belongs_to("Account", "Import", "undone_by_id")


class ImportFile(TenantModel):
    """A part of a file until it is read: `file` counts the files of the import, and `part` their parts, from 0."""

    __tablename__ = "import_files"
    __table_args__ = (
        tenant_foreign_key("imports", "import_id"),
        UniqueConstraint("agency_id", "import_id", "file", "part"),
    )

    import_id: Mapped[uuid.UUID]
    file: Mapped[int]
    part: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(TenantModel):
    """One row of the file: its cells, the verdict of the preview, what someone decided, and what the run did.

    `number` counts the rows with data from 1, `line` those of the file. `key` is what no two rows of the file may
    share. `match_id` is the record that it is, or may be, about, and `reason` says why; `changes` are the details that
    the run would change, and `conflicts` those that someone changed in the portal. `problems` are codes of fields with
    sentences and their values. `outcome` and `record_id` are what the run did, and to which record.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        tenant_foreign_key("imports", "import_id"),
        UniqueConstraint("agency_id", "import_id", "number"),
        Index(None, "agency_id", "import_id", "verdict", "number"),
        Index(None, "agency_id", "import_id", "key"),
        CheckConstraint(f"verdict in ({', '.join(repr(name) for name in VERDICTS)})", name="verdict"),
        CheckConstraint(f"decision in ({', '.join(repr(name) for name in DECISIONS)})", name="decision"),
        CheckConstraint("outcome in ('created', 'updated', 'unchanged', 'left_out', 'refused')", name="outcome"),
    )

    import_id: Mapped[uuid.UUID]
    number: Mapped[int]
    line: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(ARRAY(Text))
    key: Mapped[str | None]
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    match_id: Mapped[uuid.UUID | None]
    changes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    conflicts: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    decision: Mapped[str | None]
    outcome: Mapped[str | None]
    record_id: Mapped[uuid.UUID | None]


class ImportChange(TenantModel):
    """A record that an import created, changed, or found the same.

    By field, as text, `after` holds what the file gave, and `before` the values from before of what that changed:
    nothing for a record that was created or left as it was. `kept_because` says why an undo left it.
    """

    __tablename__ = "import_changes"
    __table_args__ = (
        tenant_foreign_key("imports", "import_id"),
        Index(None, "agency_id", "import_id", "id"),
        Index(None, "agency_id", "record_id"),
    )

    import_id: Mapped[uuid.UUID]
    table_name: Mapped[str]
    record_id: Mapped[uuid.UUID]
    created: Mapped[bool]
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    after: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    undone_at: Mapped[datetime | None]
    kept_because: Mapped[str | None]


class SavedMapping(TenantModel):
    """The mapping that an agency last used for files with these columns; `columns_key` is their digest."""

    __tablename__ = "saved_mappings"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "columns_key"),)

    kind: Mapped[str]
    columns_key: Mapped[str]
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB)
