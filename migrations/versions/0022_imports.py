"""Create imports: their rows, what they changed, and the mappings that an agency keeps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0022_imports"
down_revision = "0021_policies"

TABLES = ("imports", "import_files", "import_rows", "import_changes", "saved_mappings")
WHEN = sa.TIMESTAMP(timezone=True)
EMPTY_LIST = sa.text("'{}'")
EMPTY_OBJECT = sa.text("'{}'::jsonb")


def upgrade() -> None:
    _imports()
    _files()
    _rows()
    _changes()
    tenant_table(
        "saved_mappings",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("columns_key", sa.Text(), nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.UniqueConstraint("agency_id", "kind", "columns_key", name="uq_saved_mappings_agency_id_kind_columns_key"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _imports() -> None:
    tenant_table(
        "imports",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text()),
        sa.Column("delimiter", sa.Text()),
        sa.Column("problem", sa.Text()),
        sa.Column("columns", ARRAY(sa.Text()), server_default=EMPTY_LIST, nullable=False),
        sa.Column("mapping", JSONB(), server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("date_order", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wake_at", WHEN),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("continue_follow_up", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("verbatim", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        *(sa.Column(name, WHEN) for name in ("started_at", "finished_at", "undone_at", "rows_deleted_at")),
        sa.Column("undone_by_id", sa.Uuid()),
        sa.Column("outcomes", JSONB()),
        sa.CheckConstraint("kind in ('candidates', 'employers', 'contacts', 'interviews')", name="ck_imports_kind"),
        sa.CheckConstraint(
            "state in ('reading', 'unreadable', 'checking', 'ready', 'discarded', 'running', 'stopped', 'done', "
            "'undoing', 'undone')",
            name="ck_imports_state",
        ),
        sa.CheckConstraint("date_order in ('month_first', 'day_first', 'mixed')", name="ck_imports_date_order"),
        tenant_foreign_key("imports", "by_id", "accounts"),
        tenant_foreign_key("imports", "undone_by_id", "accounts"),
        tenant_foreign_key("imports", "recruiter_id", "accounts"),
        tenant_foreign_key("imports", "office_id", "offices"),
    )
    op.create_index("ix_imports_agency_id_created_at", "imports", ["agency_id", "created_at"])
    op.create_index(
        "ix_imports_wake_at", "imports", ["wake_at", "agency_id"], postgresql_where=sa.text("wake_at is not null")
    )


def _files() -> None:
    tenant_table(
        "import_files",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        tenant_foreign_key("import_files", "import_id", "imports"),
        sa.UniqueConstraint(
            "agency_id", "import_id", "file", "part", name="uq_import_files_agency_id_import_id_file_part"
        ),
    )


def _rows() -> None:
    tenant_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", ARRAY(sa.Text()), nullable=False),
        sa.Column("key", sa.Text()),
        sa.Column("verdict", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("match_id", sa.Uuid()),
        sa.Column("changes", ARRAY(sa.Text()), server_default=EMPTY_LIST, nullable=False),
        sa.Column("conflicts", ARRAY(sa.Text()), server_default=EMPTY_LIST, nullable=False),
        sa.Column("problems", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("decision", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("record_id", sa.Uuid()),
        sa.CheckConstraint("verdict in ('new', 'same', 'maybe', 'wrong')", name="ck_import_rows_verdict"),
        sa.CheckConstraint("decision in ('new', 'same', 'skip')", name="ck_import_rows_decision"),
        sa.CheckConstraint(
            "outcome in ('created', 'updated', 'unchanged', 'left_out', 'refused')", name="ck_import_rows_outcome"
        ),
        tenant_foreign_key("import_rows", "import_id", "imports"),
        sa.UniqueConstraint("agency_id", "import_id", "number", name="uq_import_rows_agency_id_import_id_number"),
    )
    columns = ["agency_id", "import_id", "verdict", "number"]
    op.create_index("ix_import_rows_agency_id_import_id_verdict_number", "import_rows", columns)
    op.create_index("ix_import_rows_agency_id_import_id_key", "import_rows", ["agency_id", "import_id", "key"])


def _changes() -> None:
    tenant_table(
        "import_changes",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("created", sa.Boolean(), nullable=False),
        sa.Column("before", JSONB(), server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("after", JSONB(), server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("undone_at", WHEN),
        sa.Column("kept_because", sa.Text()),
        tenant_foreign_key("import_changes", "import_id", "imports"),
    )
    op.create_index("ix_import_changes_agency_id_import_id_id", "import_changes", ["agency_id", "import_id", "id"])
    op.create_index("ix_import_changes_agency_id_record_id", "import_changes", ["agency_id", "record_id"])
