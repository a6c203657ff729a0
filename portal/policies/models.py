"""What a change of the policies would do, as far as it was calculated."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, tenant_foreign_key


class PolicyPreview(TenantModel):
    """The preview that an account looked at last: what `policy` would do instead of `base` as of `at`.

    `after_id` is the last application that was planned both ways, `checked` how many were, of `total`. `counts` are
    those of an `Impact`, and `tasks` the tasks that change, at most `previews.MAX_LISTED`, the late ones first.
    """

    __tablename__ = "policy_previews"
    __table_args__ = (tenant_foreign_key("accounts", "account_id"), UniqueConstraint("agency_id", "account_id"))

    account_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    policy: Mapped[dict[str, Any]]
    base: Mapped[dict[str, Any]]
    after_id: Mapped[uuid.UUID | None]
    checked: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int] = mapped_column(server_default=text("0"))
    is_finished: Mapped[bool] = mapped_column(server_default=text("false"))
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    tasks: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
