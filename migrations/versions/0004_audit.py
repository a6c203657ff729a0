"""Create the audit log: the program adds events and can neither change nor delete them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0004_audit"
down_revision = "0003_accounts"

TABLES = ("audit_events", "audit_details")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _audit_events()
    _audit_details()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _audit_events() -> None:
    tenant_table(
        "audit_events",
        sa.Column("at", WHEN, nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("fields", ARRAY(sa.Text()), nullable=False),
        sa.Column("origin", sa.Text()),
        sa.CheckConstraint(
            "actor_kind in ('account', 'portal', 'operator', 'visitor')", name="ck_audit_events_actor_kind"
        ),
        tenant_foreign_key("audit_events", "actor_id", "accounts"),
        grants="select, insert",
    )
    op.create_index("ix_audit_events_agency_id_at_id", "audit_events", ["agency_id", "at", "id"])
    op.create_index("ix_audit_events_agency_id_action_at_id", "audit_events", ["agency_id", "action", "at", "id"])
    op.create_index(
        "ix_audit_events_actor", "audit_events", ["agency_id", "actor_kind", "actor_id", "action", "at", "id"]
    )
    op.create_index("ix_audit_events_agency_id_created_at", "audit_events", ["agency_id", "created_at"])
    op.create_index(
        "ix_audit_events_agency_id_subject_kind_subject_id_at",
        "audit_events",
        ["agency_id", "subject_kind", "subject_id", "at"],
    )


def _audit_details() -> None:
    tenant_table(
        "audit_details",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("changes", JSONB(), nullable=False),
        tenant_foreign_key("audit_details", "event_id", "audit_events"),
        grants="select, insert, delete",
    )
    op.create_index("ix_audit_details_agency_id_event_id", "audit_details", ["agency_id", "event_id"])
