"""Create the plan: the steps of each application, and who waits for contact info."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0015_followups"
down_revision = "0014_debriefs"

TABLES = ("steps", "contact_waits")
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _steps()
    _steps_indexes()
    _contact_waits()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _steps() -> None:
    tenant_table(
        "steps",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens_at", WHEN, nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("missed_from", WHEN),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("snoozed_until", WHEN),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason_values", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.CheckConstraint(
            "kind in ('prepare_draft', 'collect_contacts', 'debrief', 'thank', 'request_contact', 'follow_up', "
            "'close')",
            name="ck_steps_kind",
        ),
        sa.CheckConstraint(
            "state in ('done', 'dropped', 'missed', 'upcoming', 'blocked', 'open')", name="ck_steps_state"
        ),
        tenant_foreign_key("steps", "application_id", "applications"),
        tenant_foreign_key("steps", "interview_id", "interviews"),
        tenant_foreign_key("steps", "person_id", "interview_people", ondelete="cascade"),
    )


def _steps_indexes() -> None:
    op.create_index("ix_steps_agency_id_state_due_at", "steps", ["agency_id", "state", "due_at"])
    op.create_index(
        "ix_steps_pending",
        "steps",
        ["agency_id", "application_id"],
        postgresql_where=sa.text("state in ('open', 'blocked', 'upcoming')"),
    )
    op.create_index(
        "ix_steps_of_person", "steps", ["agency_id", "person_id"], postgresql_where=sa.text("person_id is not null")
    )
    op.create_index(
        "uq_steps_step",
        "steps",
        ["agency_id", "application_id", "kind", "interview_id", "person_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _contact_waits() -> None:
    tenant_table(
        "contact_waits",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("office_id", sa.Uuid()),
        tenant_foreign_key("contact_waits", "id", "interview_people", ondelete="CASCADE"),
    )
    for columns in (
        ("contact_id",),
        ("application_id",),
        ("candidate_id",),
        ("recruiter_id", "contact_id"),
        ("office_id", "contact_id"),
    ):
        name = "_".join(("ix_contact_waits_agency_id", *columns))
        op.create_index(name, "contact_waits", ["agency_id", *columns])
