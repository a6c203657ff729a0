"""Accounts, their sign-ins, and the tokens that invite them or let them choose a new password."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, tenant_foreign_key


class Account(TenantModel, ExternallyIdentified):
    """Somebody who can sign in to one agency's portal. Times are UTC."""

    __tablename__ = "accounts"
    __table_args__ = (
        tenant_foreign_key("offices", "office_id"),
        UniqueConstraint("agency_id", "email_key"),
        CheckConstraint("role in ('owner', 'recruiter', 'viewer', 'candidate')", name="role"),
    )

    name: Mapped[str] = mapped_column()
    email: Mapped[str] = mapped_column()
    email_key: Mapped[str] = mapped_column()
    role: Mapped[str] = mapped_column()
    office_id: Mapped[uuid.UUID | None] = mapped_column()
    time_zone: Mapped[str] = mapped_column()
    phone: Mapped[str | None] = mapped_column()
    password_hash: Mapped[str | None] = mapped_column(deferred=True)
    accepted_at: Mapped[datetime | None] = mapped_column()
    deactivated_at: Mapped[datetime | None] = mapped_column()

    office = belongs_to("Office", "Account", "office_id")


class SignIn(TenantModel):
    """One browser's session: the cookie holds the token, the row only its SHA-256."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "token_hash"),
        Index(None, "agency_id", "account_id"),
        Index(None, "agency_id", "expires_at"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column()
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    authenticated_at: Mapped[datetime] = mapped_column()
    last_seen_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column()
    address: Mapped[str | None] = mapped_column()
    browser: Mapped[str | None] = mapped_column()

    account = belongs_to("Account", "SignIn", "account_id")


class AccountToken(TenantModel):
    """A single-use secret sent by mail: an invitation, or leave to choose a new password. Only its SHA-256 is kept."""

    __tablename__ = "account_tokens"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "token_hash"),
        Index(None, "agency_id", "account_id"),
        CheckConstraint("purpose in ('invitation', 'password')", name="purpose"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column()
    purpose: Mapped[str] = mapped_column()
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column()

    account = belongs_to("Account", "AccountToken", "account_id")
