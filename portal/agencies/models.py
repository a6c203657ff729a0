"""The tenant: what names it, how it looks, and what it has decided."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import ExternallyIdentified, Model, TenantModel


class Agency(Model):
    """One agency, known by the host its people visit. Global: the only thing of it outside the tenant.

    `suspended_at`, in UTC, is since when its pages are closed and its email waits; None while it is active.
    """

    __tablename__ = "agencies"
    __table_args__ = ({"schema": "ops"},)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    host: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("ops.now()"))
    suspended_at: Mapped[datetime | None]


class AgencyProfile(TenantModel):
    """What an agency has decided about itself; there is exactly one for each."""

    __tablename__ = "agency_profiles"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id"], ["ops.agencies.id"]),
        UniqueConstraint("agency_id"),
        CheckConstraint("visibility in ('own', 'office', 'agency')", name="visibility"),
        CheckConstraint("note_sending in ('candidate', 'approval', 'recruiter')", name="note_sending"),
    )

    name: Mapped[str]
    color: Mapped[str] = mapped_column("color", server_default="#0f766e")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    logo_type: Mapped[str | None]
    time_zone: Mapped[str]
    country: Mapped[str] = mapped_column(server_default="US")
    locale: Mapped[str] = mapped_column(server_default="en_US")
    phone: Mapped[str | None]
    visibility: Mapped[str] = mapped_column(server_default="office")
    reminders_before_acceptance: Mapped[bool] = mapped_column(server_default=text("false"))
    note_sending: Mapped[str] = mapped_column(server_default="candidate")
    posts_cards: Mapped[bool] = mapped_column(server_default=text("true"))
    postal_address: Mapped[str | None]
    policy: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class JobField(TenantModel):
    """A field of work that the agency places people in, such as engineering."""

    __tablename__ = "job_fields"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    name: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))


class Office(TenantModel, ExternallyIdentified):
    """A team of recruiters who look after candidates together."""

    __tablename__ = "offices"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    name: Mapped[str]
