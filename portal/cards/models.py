"""The card that a thank-you goes out as."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key


class Card(TenantModel):
    """How a note goes out as a card; the text is the note's. Once it was mailed, the thank-you step has a completion.

    `by_hand`: handwritten, not printed. `label`: the address is on a label, else on the envelope. `posted_by` is
    `candidate` or `agency`. `ready_at` is when it was given to the agency, and `printed_at` when its last PDF was made.
    `mail_by` is by when the agency means to mail it, None unless it waits for that (`cards.mailing` writes it).
    `address` has the fields of `cards.rules.addresses`; `sender` holds the sender's lines.
    """

    __tablename__ = "cards"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id"),
        UniqueConstraint("agency_id", "note_id"),
        Index("ix_cards_waiting", "agency_id", "mail_by", postgresql_where=text("mail_by is not null")),
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
    mail_by: Mapped[datetime | None]

    note = belongs_to("Note", "Card", "note_id")
