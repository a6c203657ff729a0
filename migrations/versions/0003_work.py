"""Candidates, employers, contacts, drafts, processes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.core.schema import key, tenant_table

revision = "0003"
down_revision = "0002"

TABLES = (
    "candidates",
    "stops",
    "employers",
    "contacts",
    "contact_requests",
    "templates",
    "general_drafts",
    "processes",
    "answers",
    "closures",
)


def upgrade() -> None:
    _candidates()
    _stops()
    _employers()
    _contacts()
    _contact_requests()
    _templates()
    _general_drafts()
    _processes()
    _answers()
    _closures()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _candidates() -> None:
    tenant_table(
        "candidates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("field_id", sa.Uuid()),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("recruiter_id", sa.Uuid()),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("invited_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("next_prompt_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("external_id", sa.Text()),
        key("candidates", "account_id", "accounts"),
        key("candidates", "field_id", "fields"),
        key("candidates", "office_id", "offices"),
        key("candidates", "recruiter_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", name="uq_candidates_agency_id_account_id"),
        sa.UniqueConstraint("agency_id", "email_key", name="uq_candidates_agency_id_email_key"),
    )
    op.create_index("ix_candidates_agency_id_field_id", "candidates", ["agency_id", "field_id"])
    op.create_index("ix_candidates_agency_id_name", "candidates", ["agency_id", "name"])
    op.create_index("ix_candidates_agency_id_office_id", "candidates", ["agency_id", "office_id"])
    op.create_index("ix_candidates_agency_id_recruiter_id", "candidates", ["agency_id", "recruiter_id"])
    op.create_index("ix_candidates_next_prompt_at", "candidates", ["next_prompt_at", "agency_id"])


def _stops() -> None:
    tenant_table(
        "stops",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("until", sa.TIMESTAMP(timezone=True)),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("lifted_at", sa.TIMESTAMP(timezone=True)),
        sa.CheckConstraint(
            "kind in ('paused', 'unsubscribed', 'bounced', 'deactivated', 'placed')", name="ck_stops_kind"
        ),
        key("stops", "by_id", "accounts"),
        key("stops", "candidate_id", "candidates"),
    )
    op.create_index("ix_stops_agency_id_candidate_id", "stops", ["agency_id", "candidate_id"])
    op.create_index(
        "uq_stops_standing",
        "stops",
        ["agency_id", "candidate_id", "kind"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )


def _employers() -> None:
    tenant_table(
        "employers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text()),
        sa.Column("hr_name", sa.Text()),
        sa.Column("hr_phone", sa.Text()),
        sa.Column("hr_email", sa.Text()),
        sa.Column("external_id", sa.Text()),
        sa.UniqueConstraint("agency_id", "name", name="uq_employers_agency_id_name"),
    )


def _contacts() -> None:
    tenant_table(
        "contacts",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("email_key", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("postal_address", sa.Text()),
        sa.Column("reachable_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("external_id", sa.Text()),
        key("contacts", "employer_id", "employers"),
        sa.UniqueConstraint(
            "agency_id", "employer_id", "email_key", name="uq_contacts_agency_id_employer_id_email_key"
        ),
    )
    op.create_index("ix_contacts_agency_id_name", "contacts", ["agency_id", "name"])


def _contact_requests() -> None:
    tenant_table(
        "contact_requests",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("target_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("told_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("closed_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("outcome", sa.Text()),
        sa.Column("answered_by_id", sa.Uuid()),
        key("contact_requests", "answered_by_id", "accounts"),
        key("contact_requests", "candidate_id", "candidates"),
        key("contact_requests", "contact_id", "contacts"),
    )
    op.create_index("ix_contact_requests_agency_id_candidate_id", "contact_requests", ["agency_id", "candidate_id"])
    op.create_index("ix_contact_requests_agency_id_contact_id", "contact_requests", ["agency_id", "contact_id"])
    op.create_index(
        "ix_contact_requests_waiting",
        "contact_requests",
        ["agency_id", "target_at"],
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index(
        "uq_contact_requests_open",
        "contact_requests",
        ["agency_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )


def _templates() -> None:
    tenant_table(
        "templates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('thank', 'follow_up')", name="ck_templates_kind"),
        sa.UniqueConstraint("agency_id", "kind", "name", name="uq_templates_agency_id_kind_name"),
    )


def _general_drafts() -> None:
    tenant_table(
        "general_drafts",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.TIMESTAMP(timezone=True)),
        key("general_drafts", "candidate_id", "candidates"),
        sa.UniqueConstraint("agency_id", "candidate_id", name="uq_general_drafts_agency_id_candidate_id"),
    )


def _processes() -> None:
    tenant_table(
        "processes",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("opening_title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("reason_code", sa.Text(), server_default="", nullable=False),
        sa.Column("reason_values", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("next_change_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("external_id", sa.Text()),
        sa.Column("decision_on", sa.Date()),
        sa.Column("expected_days", sa.Integer()),
        sa.Column("stage", sa.Text()),
        sa.Column("candidates_left", sa.Integer()),
        sa.Column("hires_right_away", sa.Boolean()),
        sa.CheckConstraint("stage in ('near_end', 'way_to_go')", name="ck_processes_stage"),
        sa.CheckConstraint(
            "state in ('active', 'closing', 'closed', 'heard_back', 'lapsed')", name="ck_processes_state"
        ),
        key("processes", "candidate_id", "candidates"),
        key("processes", "employer_id", "employers"),
    )
    op.create_index("ix_processes_agency_id_candidate_id", "processes", ["agency_id", "candidate_id"])
    op.create_index("ix_processes_agency_id_employer_id", "processes", ["agency_id", "employer_id"])
    op.create_index("ix_processes_agency_id_state", "processes", ["agency_id", "state"])
    op.create_index("ix_processes_next_change_at", "processes", ["next_change_at", "agency_id"])


def _answers() -> None:
    tenant_table(
        "answers",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint("kind in ('answer', 'offer', 'refusal')", name="ck_answers_kind"),
        key("answers", "by_id", "accounts"),
        key("answers", "process_id", "processes"),
    )
    op.create_index("ix_answers_agency_id_process_id", "answers", ["agency_id", "process_id"])


def _closures() -> None:
    tenant_table(
        "closures",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.CheckConstraint(
            "kind in ('no_answer', 'withdrawn', 'placed', 'elsewhere', 'by_itself')", name="ck_closures_kind"
        ),
        key("closures", "by_id", "accounts"),
        key("closures", "process_id", "processes"),
    )
    op.create_index("ix_closures_agency_id_process_id", "closures", ["agency_id", "process_id"])
