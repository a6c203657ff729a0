"""The tenant: what names it, how it looks, and what it has decided."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, Model, TenantModel, tenant_foreign_key

NEW_MAIL_CODE = text("left(replace(gen_random_uuid()::text, '-', ''), 10)")


class Agency(Model):
    """One agency, known by the host its people visit. Global: the only thing of it outside the tenant.

    `mail_code` stands for it in the addresses that its emails come back to. `suspended_at`, in UTC, is since when its
    pages are closed and its email waits; None while it is active.
    """

    __tablename__ = "agencies"
    __table_args__ = ({"schema": "ops"},)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    host: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    mail_code: Mapped[str] = mapped_column(unique=True, server_default=NEW_MAIL_CODE)
    created_at: Mapped[datetime] = mapped_column(server_default=text("ops.now()"))
    suspended_at: Mapped[datetime | None]


class AgencyProfile(TenantModel):
    """What an agency has decided about itself; there is exactly one for each.

    `week` is as `followups.rules.working_time.format_week` writes it; None for Monday to Friday, 9 to 5.
    `holiday_region` is a region of `country`. `logo_digest` names the current logo, whose files are `LogoFile` rows;
    its width and height are the pixels it takes on a page.
    """

    __tablename__ = "agency_profiles"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id"], ["ops.agencies.id"]),
        UniqueConstraint("agency_id"),
        CheckConstraint("visibility in ('own', 'office', 'agency')", name="visibility"),
        CheckConstraint("note_sending in ('candidate', 'approval', 'recruiter')", name="note_sending"),
    )

    name: Mapped[str]
    color: Mapped[str] = mapped_column("color", server_default="#0f766e")
    logo_digest: Mapped[str | None]
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    time_zone: Mapped[str]
    week: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    country: Mapped[str] = mapped_column(server_default="US")
    holiday_region: Mapped[str | None]
    locale: Mapped[str] = mapped_column(server_default="en_US")
    legal_name: Mapped[str | None]
    sender_name: Mapped[str | None]
    email_footer: Mapped[str | None]
    phone: Mapped[str | None]
    visibility: Mapped[str] = mapped_column(server_default="office")
    reminders_before_acceptance: Mapped[bool] = mapped_column(server_default=text("false"))
    note_sending: Mapped[str] = mapped_column(server_default="candidate")
    posts_cards: Mapped[bool] = mapped_column(server_default=text("true"))
    postal_address: Mapped[str | None]
    second_factor_required_from: Mapped[date | None]
    policy: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class JobField(TenantModel):
    """A field of work that the agency places people in, such as engineering; a retired one is no longer offered."""

    __tablename__ = "job_fields"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    name: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    retired_at: Mapped[datetime | None]


class Office(TenantModel, ExternallyIdentified):
    """A team of recruiters who look after candidates together; a retired one is no longer offered.

    Where `time_zone`, `week`, or `holiday_country` is None, the agency's applies.
    """

    __tablename__ = "offices"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    name: Mapped[str]
    time_zone: Mapped[str | None]
    week: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    holiday_country: Mapped[str | None]
    holiday_region: Mapped[str | None]
    retired_at: Mapped[datetime | None]


class HolidayChange(TenantModel):
    """A change to the public holidays of an office, or of every office where `office_id` is None.

    `name` is that of an added day; None removes the day.
    """

    __tablename__ = "holiday_changes"
    __table_args__ = (
        tenant_foreign_key("offices", "office_id", ondelete="cascade"),
        Index(
            "uq_holiday_changes_day", "agency_id", "office_id", "day", unique=True, postgresql_nulls_not_distinct=True
        ),
    )

    office_id: Mapped[uuid.UUID | None]
    day: Mapped[date]
    name: Mapped[str | None]


class LogoFile(TenantModel):
    """The agency's logo in one size, as `agencies.logos` encoded it; `digest` is the same for all sizes of a logo."""

    __tablename__ = "logo_files"
    __table_args__ = (UniqueConstraint("agency_id", "size"),)

    size: Mapped[str]
    digest: Mapped[str]
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
