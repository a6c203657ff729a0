"""What was handed over, from whom to whom: what a colleague who comes back is offered."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class HandOver(TenantModel):
    """One hand-over of a colleague's work; `ended_access` when their account was deactivated with it. Times are UTC."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "account_id", "at"),
    )

    account_id: Mapped[uuid.UUID]
    by_id: Mapped[uuid.UUID | None]
    at: Mapped[datetime]
    ended_access: Mapped[bool]


class HandOverItem(TenantModel):
    """A candidate that `to` got, or a contact request or note that they took over as the one who works on it.

    `kind` is the table of `subject_id`. `taken_back_at` is when the colleague got it back.
    """

    __tablename__ = "hand_over_items"
    __table_args__ = (
        tenant_foreign_key("hand_overs", "hand_over_id"),
        tenant_foreign_key("accounts", "to_id"),
        Index(None, "agency_id", "hand_over_id"),
        CheckConstraint("kind in ('candidates', 'contact_requests', 'approvals')", name="kind"),
    )

    hand_over_id: Mapped[uuid.UUID]
    to_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    taken_back_at: Mapped[datetime | None]

    hand_over = belongs_to("HandOver", "HandOverItem", "hand_over_id")
