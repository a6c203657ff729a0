"""Actions on candidates, each with its candidates."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.bulk_actions.rules import ACTIONS, STATES
from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class BulkAction(TenantModel):
    """One action on the candidates that somebody selected. Moments are UTC.

    `parameters` are what was chosen, such as the recruiter or the words. `item_count` is how many candidates there are,
    `position` the last one that the run or the undo has done. `wake_at` is when a job goes on with it, or deletes it.
    It can be undone until `undo_until`. `return_path` is the page that it was begun on.
    """

    __tablename__ = "bulk_actions"
    __table_args__ = (
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "by_id"),
        Index("ix_bulk_actions_wake_at", "wake_at", "agency_id"),
        CheckConstraint(f"action in ({', '.join(repr(name) for name in ACTIONS)})", name="action"),
        CheckConstraint(f"state in ({', '.join(repr(name) for name in STATES)})", name="state"),
    )

    by_id: Mapped[uuid.UUID]
    action: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    state: Mapped[str]
    item_count: Mapped[int] = mapped_column(server_default=text("0"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    return_path: Mapped[str | None]
    wake_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]

    by = belongs_to("Account", "BulkAction", "by_id")


class BulkActionItem(TenantModel):
    """One candidate of a bulk action; `number` counts from 1.

    `verdict` and its `details` are what was found last, before it began. `left_out`: its maker left them out. `result`
    is what became of them, None while it was not their turn; `undo_data` is what undoing that needs.
    """

    __tablename__ = "bulk_action_items"
    __table_args__ = (
        tenant_foreign_key("bulk_actions", "bulk_action_id", ondelete="CASCADE"),
        tenant_foreign_key("candidates", "candidate_id", ondelete="CASCADE"),
        UniqueConstraint("agency_id", "bulk_action_id", "number"),
        Index(None, "agency_id", "candidate_id"),
    )

    bulk_action_id: Mapped[uuid.UUID]
    candidate_id: Mapped[uuid.UUID]
    number: Mapped[int]
    verdict: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    left_out: Mapped[bool] = mapped_column(server_default=text("false"))
    result: Mapped[str | None]
    undo_data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
