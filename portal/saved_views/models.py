"""The views of lists that staff keep: filters and an order under a name."""

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class SavedView(TenantModel):
    """A view of the list `list_name`, by the filters and the order of its address, `query`.

    With `is_shared`, all staff have it. A deleted one is kept for a while, so that deleting can be undone.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        Index(
            "uq_saved_views_name",
            "agency_id",
            "account_id",
            "list_name",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("deleted_at is null"),
        ),
        Index("ix_saved_views_shared", "agency_id", "list_name", postgresql_where=text("is_shared")),
    )

    account_id: Mapped[uuid.UUID]
    list_name: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(server_default=text("false"))
    deleted_at: Mapped[datetime | None]

    account = belongs_to("Account", "SavedView", "account_id")
