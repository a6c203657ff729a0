"""The card that a thank-you goes as."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class Card(TenantModel):
    """How a note goes as a card; its text is the note's. That it was posted is the thank-you's completion.

    `by_hand`: written, not printed. `label`: the address is on a label, else on the envelope itself. `posted_by` is
    `candidate` or `agency`; `ready_at` is when the candidate gave it to the agency, `printed_at` when it was last made
    a PDF of. `address` has the fields of `cards.rules.addresses`; `sender` are the lines of whoever sends it.
    """

    __tablename__ = "cards"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id"),
        UniqueConstraint("agency_id", "note_id"),
        CheckConstraint("size in ('a6', 'a7', 'us_a2', 'us_a7')", name="size"),
        CheckConstraint("posted_by in ('candidate', 'agency')", name="posted_by"),
    )

    note_id: Mapped[uuid.UUID]
    size: Mapped[str]
    folded: Mapped[bool] = mapped_column(server_default=text("false"))
    by_hand: Mapped[bool] = mapped_column(server_default=text("false"))
    label: Mapped[bool] = mapped_column(server_default=text("false"))
    posted_by: Mapped[str]
    address: Mapped[dict[str, Any] | None]
    sender: Mapped[str | None]
    ready_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]

    note = belongs_to("Note", "Card", "note_id")
