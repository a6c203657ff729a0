"""The columns of a merge of two rows that were one person, whatever they are a person as."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class MergeColumns:
    """Mixed into merges: since `at`, `winner_id` has what was the loser's, until `undone_at`.

    `undo_data` is what undoing needs, until `undo_until`; both are None once that is deleted. Times are UTC.
    """

    winner_id: Mapped[uuid.UUID]
    loser_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
    undo_data: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    undo_until: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
