"""Accounts and their sign-ins, offices and fields, the agency's own decisions, and who did what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.core.schema import key, tenant_table

revision = "0002"
down_revision = "0001"

TABLES = (
    "agency_profiles",
    "offices",
    "fields",
    "accounts",
    "sign_ins",
    "account_tokens",
    "audit_events",
    "audit_details",
)


def upgrade() -> None:
    _agency_profiles()
    _offices()
    _fields()
    _accounts()
    _sign_ins()
    _account_tokens()
    _audit_events()
    _audit_details()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _agency_profiles() -> None:
    tenant_table(
        "agency_profiles",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), server_default="#0f766e", nullable=False),
        sa.Column("logo", sa.LargeBinary()),
        sa.Column("logo_type", sa.Text()),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), server_default="US", nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("visibility", sa.Text(), server_default="office", nullable=False),
        sa.Column("prompts_before_acceptance", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("policy", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.CheckConstraint("visibility in ('own', 'office', 'agency')", name="ck_agency_profiles_visibility"),
        sa.ForeignKeyConstraint(["agency_id"], ["ops.agencies.id"], name="fk_agency_profiles_agency_id"),
        sa.UniqueConstraint("agency_id", name="uq_agency_profiles_agency_id"),
    )


def _offices() -> None:
    tenant_table(
        "offices",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.UniqueConstraint("agency_id", "name", name="uq_offices_agency_id_name"),
    )


def _fields() -> None:
    tenant_table(
        "fields",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.UniqueConstraint("agency_id", "name", name="uq_fields_agency_id_name"),
    )


def _accounts() -> None:
    tenant_table(
        "accounts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Uuid()),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("password_hash", sa.Text()),
        sa.Column("accepted_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("deactivated_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("external_id", sa.Text()),
        sa.CheckConstraint("role in ('owner', 'recruiter', 'viewer', 'candidate')", name="ck_accounts_role"),
        key("accounts", "office_id", "offices"),
        sa.UniqueConstraint("agency_id", "email_key", name="uq_accounts_agency_id_email_key"),
    )


def _sign_ins() -> None:
    tenant_table(
        "sign_ins",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("authenticated_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("address", sa.Text()),
        sa.Column("browser", sa.Text()),
        key("sign_ins", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_sign_ins_agency_id_token_hash"),
    )
    op.create_index("ix_sign_ins_agency_id_account_id", "sign_ins", ["agency_id", "account_id"])
    op.create_index("ix_sign_ins_agency_id_expires_at", "sign_ins", ["agency_id", "expires_at"])


def _account_tokens() -> None:
    tenant_table(
        "account_tokens",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", sa.TIMESTAMP(timezone=True)),
        sa.CheckConstraint("purpose in ('invitation', 'password')", name="ck_account_tokens_purpose"),
        key("account_tokens", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_account_tokens_agency_id_token_hash"),
    )
    op.create_index("ix_account_tokens_agency_id_account_id", "account_tokens", ["agency_id", "account_id"])


def _audit_events() -> None:
    tenant_table(
        "audit_events",
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("origin", sa.Text()),
        sa.CheckConstraint(
            "actor_kind in ('account', 'portal', 'operator', 'visitor')", name="ck_audit_events_actor_kind"
        ),
        key("audit_events", "actor_id", "accounts"),
        grants="select, insert",
    )
    op.create_index("ix_audit_events_agency_id_at", "audit_events", ["agency_id", "at"])
    op.create_index(
        "ix_audit_events_agency_id_subject_kind_subject_id_at",
        "audit_events",
        ["agency_id", "subject_kind", "subject_id", "at"],
    )


def _audit_details() -> None:
    tenant_table(
        "audit_details",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        key("audit_details", "event_id", "audit_events"),
        grants="select, insert, delete",
    )
    op.create_index("ix_audit_details_agency_id_event_id", "audit_details", ["agency_id", "event_id"])
