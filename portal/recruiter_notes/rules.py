"""Who a note mentions, and how long a change of it can be undone."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

UNDO_PERIOD = timedelta(hours=1)
"""How long an edit or a deletion can be undone (docs/rules.md#recruiters-notes)."""


def mentioned(text: str, names: Mapping[UUID, str]) -> tuple[UUID, ...]:
    """Return the ids of those whose full name follows an @ in the text, in the order of `names`."""
    said = {piece[1:].casefold() for piece, is_mention in split_mentions(text, tuple(names.values())) if is_mention}
    return tuple(account_id for account_id, name in names.items() if name.casefold() in said)


def split_mentions(text: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return the text in pieces, each with whether it is an @ and one of these names; of two names, the longer wins."""
    if not names:
        return ((text, False),)
    by_length = sorted({re.escape(name) for name in names}, key=len, reverse=True)
    parts = re.split(rf"((?<!\w)@(?:{'|'.join(by_length)})(?!\w))", text, flags=re.IGNORECASE)
    return tuple((part, index % 2 == 1) for index, part in enumerate(parts) if part)


def can_undo(changed_at: datetime | None, now: datetime) -> bool:
    """Return whether a change made then can still be undone."""
    return changed_at is not None and now < changed_at + UNDO_PERIOD
