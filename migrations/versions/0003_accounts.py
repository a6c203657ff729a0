"""Create accounts, how they sign in, their changes of email address, and the forms that they have sent."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table

revision = "0003_accounts"
down_revision = "0002_agencies"

TABLES = (
    "accounts",
    "sign_ins",
    "known_devices",
    "calendar_feeds",
    "second_factors",
    "recovery_codes",
    "account_tokens",
    "email_changes",
    "sign_in_codes",
    "form_submissions",
)
WHEN = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _accounts()
    _sign_ins()
    _known_devices()
    _calendar_feeds()
    _second_factors()
    _recovery_codes()
    _account_tokens()
    _email_changes()
    _sign_in_codes()
    _form_submissions()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


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
        sa.Column("accepted_at", WHEN),
        sa.Column("deactivated_at", WHEN),
        sa.Column("away_from", sa.Date()),
        sa.Column("back_on", sa.Date()),
        sa.Column("returns_at", WHEN),
        sa.Column("substitute_id", sa.Uuid()),
        sa.Column("list_view", sa.Text(), server_default="compact", nullable=False),
        sa.Column("single_keys", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("locale", sa.Text()),
        sa.Column("external_id", sa.Text()),
        sa.CheckConstraint("role in ('owner', 'recruiter', 'viewer', 'candidate')", name="ck_accounts_role"),
        sa.CheckConstraint("list_view in ('compact', 'comfortable')", name="ck_accounts_list_view"),
        tenant_foreign_key("accounts", "office_id", "offices"),
        tenant_foreign_key("accounts", "substitute_id", "accounts"),
        sa.UniqueConstraint("agency_id", "email_key", name="uq_accounts_agency_id_email_key"),
    )
    op.create_index("ix_accounts_returns_at", "accounts", ["returns_at", "agency_id"])
    op.create_index("ix_accounts_agency_id_role_name", "accounts", ["agency_id", "role", "name"])


def _sign_ins() -> None:
    tenant_table(
        "sign_ins",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("authenticated_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN, nullable=False),
        sa.Column("last_seen_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("revoked_at", WHEN),
        sa.Column("ip_address", sa.Text()),
        sa.Column("browser", sa.Text()),
        tenant_foreign_key("sign_ins", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_sign_ins_agency_id_token_hash"),
    )
    op.create_index("ix_sign_ins_agency_id_account_id", "sign_ins", ["agency_id", "account_id"])
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at", "agency_id"])


def _known_devices() -> None:
    tenant_table(
        "known_devices",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        tenant_foreign_key("known_devices", "account_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "account_id", "token_hash", name="uq_known_devices_agency_id_account_id_token_hash"
        ),
    )


def _calendar_feeds() -> None:
    tenant_table(
        "calendar_feeds",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("issued_at", WHEN, nullable=False),
        sa.CheckConstraint("scope in ('own', 'office', 'agency')", name="ck_calendar_feeds_scope"),
        tenant_foreign_key("calendar_feeds", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", name="uq_calendar_feeds_agency_id_account_id"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_calendar_feeds_agency_id_token_hash"),
    )


def _second_factors() -> None:
    tenant_table(
        "second_factors",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN),
        sa.Column("last_step", sa.Integer()),
        tenant_foreign_key("second_factors", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", name="uq_second_factors_agency_id_account_id"),
    )


def _recovery_codes() -> None:
    tenant_table(
        "recovery_codes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", WHEN),
        tenant_foreign_key("recovery_codes", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", "digest", name="uq_recovery_codes_agency_id_account_id_digest"),
    )


def _account_tokens() -> None:
    tenant_table(
        "account_tokens",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("used_at", WHEN),
        sa.CheckConstraint("purpose in ('invitation', 'password', 'second_step')", name="ck_account_tokens_purpose"),
        tenant_foreign_key("account_tokens", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_account_tokens_agency_id_token_hash"),
    )
    op.create_index("ix_account_tokens_agency_id_account_id", "account_tokens", ["agency_id", "account_id"])


def _email_changes() -> None:
    tenant_table(
        "email_changes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("old_email", sa.Text(), nullable=False),
        sa.Column("new_email", sa.Text(), nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN),
        sa.Column("canceled_at", WHEN),
        tenant_foreign_key("email_changes", "account_id", "accounts"),
        tenant_foreign_key("email_changes", "by_id", "accounts"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_email_changes_agency_id_token_hash"),
    )
    op.create_index("ix_email_changes_agency_id_account_id", "email_changes", ["agency_id", "account_id"])
    op.create_index(
        "uq_email_changes_open",
        "email_changes",
        ["agency_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at is null and canceled_at is null"),
    )


def _sign_in_codes() -> None:
    tenant_table(
        "sign_in_codes",
        sa.Column("account_id", sa.Uuid()),
        sa.Column("recipient_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(), nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("used_at", WHEN),
        sa.Column("kept_until", WHEN, nullable=False),
        tenant_foreign_key("sign_in_codes", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "browser_hash", name="uq_sign_in_codes_agency_id_browser_hash"),
    )
    op.create_index(
        "ix_sign_in_codes_agency_id_recipient_hash_requested_at",
        "sign_in_codes",
        ["agency_id", "recipient_hash", "requested_at"],
    )
    op.create_index("ix_sign_in_codes_kept_until", "sign_in_codes", ["kept_until", "agency_id"])


def _form_submissions() -> None:
    tenant_table(
        "form_submissions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("body_digest", sa.Text(), nullable=False),
        sa.Column("location", sa.Text()),
        sa.Column("update_path", sa.Text()),
        sa.Column("added_id", sa.Uuid()),
        sa.Column("kept_until", WHEN, nullable=False),
        tenant_foreign_key("form_submissions", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", "token", name="uq_form_submissions_agency_id_account_id_token"),
    )
    op.create_index("ix_form_submissions_kept_until", "form_submissions", ["kept_until", "agency_id"])
