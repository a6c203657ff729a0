"""Reading the facts of a whole batch of emails by a fixed number of statements, before the turn of each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.messaging import queries
from portal.messaging.kinds import Ahead, kind_of
from portal.messaging.models import Message


@dataclass(frozen=True)
class Read:
    """An email as it was read: `message` is a copy that no commit changes, `ahead` what its kind decides from."""

    message: Message
    ahead: Ahead


def read(session: Session, ids: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, Read]:
    """Return those of these emails whose kind can be read for a whole batch, by id."""
    messages = queries.copies(session, ids)
    found: dict[uuid.UUID, Ahead] = {}
    for reads in {kind_of(message.kind).ahead for message in messages.values()}:
        if reads is not None:
            found |= reads(session, [row for row in messages.values() if kind_of(row.kind).ahead == reads], now)
    return {message_id: Read(messages[message_id], ahead) for message_id, ahead in found.items()}
