"""Reading the facts of a whole batch of emails by a fixed number of statements, before the turn of each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.messaging import queries
from portal.messaging.kinds import Prefetched, kind_of
from portal.messaging.models import OutgoingMessage


@dataclass(frozen=True)
class PrefetchedEmail:
    """An email as it was read: `message` is a copy that no commit changes, `facts` what its kind decides from."""

    message: OutgoingMessage
    facts: Prefetched


def read(session: Session, ids: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, PrefetchedEmail]:
    """Return those of these emails whose kind can be read for a whole batch, by id."""
    messages = queries.detached_copies(session, ids)
    found: dict[uuid.UUID, Prefetched] = {}
    for reads in {kind_of(message.kind).prefetch for message in messages.values()}:
        if reads is not None:
            found |= reads(session, [row for row in messages.values() if kind_of(row.kind).prefetch == reads], now)
    return {message_id: PrefetchedEmail(messages[message_id], facts) for message_id, facts in found.items()}
