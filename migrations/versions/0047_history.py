"""Keep changes of an interview’s status, and undone “not available” decisions; the program rewrites no history."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, program_role, tenant_table

revision = "0047"
down_revision = "0046"

TABLE = "interview_status_changes"
UNDONE_BY = "fk_contact_requests_agency_id_undone_by_id"
WHEN = sa.TIMESTAMP(timezone=True)
KNOWN = """
insert into interview_status_changes (agency_id, interview_id, at, status, starts_at, reason)
select agency_id, id, status_changed_at, status, starts_at, status_reason
from interviews where status <> 'planned' and status_changed_at is not null
"""


def upgrade() -> None:
    tenant_table(
        TABLE,
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_at", WHEN, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        key(TABLE, "interview_id", "interviews"),
        key(TABLE, "by_id", "accounts"),
        sa.CheckConstraint("status in ('planned', 'cancelled', 'no_show')", name=f"ck_{TABLE}_status"),
        grants="select, insert",
    )
    op.create_index(f"ix_{TABLE}_agency_id_interview_id", TABLE, ["agency_id", "interview_id"])
    op.execute(f"revoke update, delete on moves from {program_role()}")
    op.add_column("contact_requests", sa.Column("undone_at", WHEN))
    op.add_column("contact_requests", sa.Column("undone_by_id", sa.Uuid()))
    op.create_foreign_key(UNDONE_BY, "contact_requests", "accounts", ["agency_id", "undone_by_id"], ["agency_id", "id"])
    _copy_known()


def downgrade() -> None:
    op.drop_column("contact_requests", "undone_by_id")
    op.drop_column("contact_requests", "undone_at")
    op.execute(f"grant update, delete on moves to {program_role()}")
    op.drop_table(TABLE)


def _copy_known() -> None:
    """Copy the changes that the interviews still tell of; the owner sees rows only while nothing is forced."""
    for table in ("interviews", TABLE):
        op.execute(f"alter table {table} no force row level security")
    op.execute(KNOWN)
    for table in ("interviews", TABLE):
        op.execute(f"alter table {table} force row level security")
