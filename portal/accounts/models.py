"""Accounts, their sign-ins, and the tokens that invite them or let them choose a new password."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts import rules
from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, tenant_foreign_key
from portal.core.email_addresses import contains_email
from portal.names.rules import first_name


class Account(TenantModel, ExternallyIdentified):
    """A person who can sign in to one agency's portal. Times are UTC.

    `name` is the email address until someone enters a name; no name that is entered looks like an address.
    While they are away or plan to be, `away_from` is their first day away, `back_on` their first day back, which begins
    at `returns_at`, and `substitute_id` who gets their requests until then.
    `list_view` is how tall they chose the rows of lists to be, `single_keys` whether a key alone is a command.
    `locale` writes dates and times for them; None for the agency's.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        tenant_foreign_key("offices", "office_id"),
        tenant_foreign_key("accounts", "substitute_id"),
        UniqueConstraint("agency_id", "email_key"),
        CheckConstraint("role in ('owner', 'recruiter', 'viewer', 'candidate')", name="role"),
        Index("ix_accounts_returns_at", "returns_at", "agency_id"),
        Index(None, "agency_id", "role", "name"),
        CheckConstraint("list_view in ('compact', 'comfortable')", name="list_view"),
    )

    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    role: Mapped[str]
    office_id: Mapped[uuid.UUID | None]
    time_zone: Mapped[str]
    phone: Mapped[str | None]
    password_hash: Mapped[str | None] = mapped_column(deferred=True)
    accepted_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    away_from: Mapped[date | None]
    back_on: Mapped[date | None]
    returns_at: Mapped[datetime | None]
    substitute_id: Mapped[uuid.UUID | None]
    list_view: Mapped[str] = mapped_column(server_default="compact")
    single_keys: Mapped[bool] = mapped_column(server_default=text("true"))
    locale: Mapped[str | None]

    office = belongs_to("Office", "Account", "office_id")

    def is_away(self, now: datetime) -> bool:
        """Return whether they are away, until the beginning of the day `back_on` in their time zone."""
        return rules.is_away(self.away_from, self.back_on, self.time_zone, now)

    @property
    def is_named(self) -> bool:
        """Return whether someone has entered a name."""
        return not contains_email(self.name)

    @property
    def short_name(self) -> str:
        """Return what colleagues and candidates call the person: the first name, or the address where there is none."""
        return first_name(self.name) or self.name


class SignIn(TenantModel):
    """One browser's session: the cookie holds the token, the row only its SHA-256.

    `confirmed_at` is when the person last entered their password in this browser.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "token_hash"),
        Index(None, "agency_id", "account_id"),
        Index("ix_sign_ins_expires_at", "expires_at", "agency_id"),
    )

    account_id: Mapped[uuid.UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    authenticated_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    ip_address: Mapped[str | None]
    browser: Mapped[str | None]

    account = belongs_to("Account", "SignIn", "account_id")


class KnownDevice(TenantModel):
    """A browser that an account has signed in on: its own long-lived cookie holds the token, the row its SHA-256."""

    __tablename__ = "known_devices"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id", "token_hash"),
    )

    account_id: Mapped[uuid.UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)


class CalendarFeed(TenantModel):
    """The secret address by which a calendar program reads a person's interviews: the row has only its SHA-256.

    `scope` is how far a recruiter's feed sees, never wider than the agency allows.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id"),
        UniqueConstraint("agency_id", "token_hash"),
        CheckConstraint("scope in ('own', 'office', 'agency')", name="scope"),
    )

    account_id: Mapped[uuid.UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    scope: Mapped[str]
    issued_at: Mapped[datetime]

    account = belongs_to("Account", "CalendarFeed", "account_id")


class SecondFactor(TenantModel):
    """What an account's authenticator app and the portal share: a colleague's second factor for signing in.

    `seed` is encrypted, `last_step` the latest 30 seconds whose code was used. While `confirmed_at` is None, it is
    being set up, and nothing asks for it.
    """

    __tablename__ = "second_factors"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id"),
    )

    account_id: Mapped[uuid.UUID]
    seed: Mapped[bytes] = mapped_column(LargeBinary)
    started_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]


class RecoveryCode(TenantModel):
    """A code that replaces the authenticator app once: only its digest is kept, keyed by the factor's seed."""

    __tablename__ = "recovery_codes"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id", "digest"),
    )

    account_id: Mapped[uuid.UUID]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime | None]


class EmailChange(TenantModel):
    """A new email address of an account, until that address confirms it or someone cancels it. Times are UTC."""

    __tablename__ = "email_changes"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "token_hash"),
        Index(None, "agency_id", "account_id"),
        Index(
            "uq_email_changes_open",
            "agency_id",
            "account_id",
            unique=True,
            postgresql_where=text("confirmed_at is null and canceled_at is null"),
        ),
    )

    account_id: Mapped[uuid.UUID]
    old_email: Mapped[str]
    new_email: Mapped[str]
    requested_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    canceled_at: Mapped[datetime | None]

    account = belongs_to("Account", "EmailChange", "account_id")

    @property
    def is_closed(self) -> bool:
        """Return whether it was confirmed or canceled."""
        return self.confirmed_at is not None or self.canceled_at is not None

    @property
    def is_own(self) -> bool:
        """Return whether the person asked for it themselves."""
        return self.by_id == self.account_id


class AccountToken(TenantModel):
    """A single-use secret: an invitation or password link sent by email, or a sign-in that waits for its code.

    Only its SHA-256 is kept.
    """

    __tablename__ = "account_tokens"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "token_hash"),
        Index(None, "agency_id", "account_id"),
        CheckConstraint("purpose in ('invitation', 'password', 'second_step')", name="purpose"),
    )

    account_id: Mapped[uuid.UUID]
    purpose: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account = belongs_to("Account", "AccountToken", "account_id")


class SignInCode(TenantModel):
    """A six-digit code, and a link, that a candidate signs in by: emailed, for the browser that asked, used once.

    Both are derived from the row's id under the server's key when the email is written (`sign_in_codes`), so the row
    has only their HMACs, and the SHA-256 of what that browser's cookie holds. `recipient_hash` is the HMAC of the
    address, by which codes are counted; `account_id` is None where no candidate signs in with it: such a row is
    answered like any other, and no code fits. Times are UTC.
    """

    __tablename__ = "sign_in_codes"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "browser_hash"),
        Index(None, "agency_id", "recipient_hash", "requested_at"),
        Index("ix_sign_in_codes_kept_until", "kept_until", "agency_id"),
    )

    account_id: Mapped[uuid.UUID | None]
    recipient_hash: Mapped[bytes] = mapped_column(LargeBinary)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    link_hash: Mapped[bytes] = mapped_column(LargeBinary)
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    used_at: Mapped[datetime | None]
    kept_until: Mapped[datetime]

    account = belongs_to("Account", "SignInCode", "account_id")
