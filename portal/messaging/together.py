"""The mails of a batch read together: most then go out by one statement each, which asks whether all is as it was."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.core.pieces import Pieces
from portal.messaging import queries
from portal.messaging.build import Composed, composed
from portal.messaging.kinds import Ahead, Stands, kind_of
from portal.messaging.models import Message

FRESH = timedelta(seconds=1)
"""So long a mail written ahead may wait for its turn: a slower server than that has it written anew."""


@dataclass(frozen=True)
class Draft:
    """A mail written `at` that moment from what was read: it goes out where that `stands`."""

    row: Message
    subject: str
    mail: Composed
    stands: Stands
    at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the mail would be written in the same way `now`."""
        return self.at <= now < self.at + FRESH and (self.row.not_after is None or now < self.row.not_after)


@dataclass(frozen=True)
class Together:
    """What was read of a batch's mails, and what they are built with; `rows` are copies that no commit changes."""

    mailbox: str = ""
    domain: str = ""
    rows: Mapping[uuid.UUID, Message] = field(default_factory=dict)
    ahead: Mapping[uuid.UUID, Ahead] = field(default_factory=dict)

    def drafting(self, message_id: uuid.UUID, now: datetime) -> Pieces[Draft | None]:
        """The mail as it goes out at `now`, without a question; None where it has to be decided on its own."""
        row, ahead = self.rows.get(message_id), self.ahead.get(message_id)
        if row is None or ahead is None or (row.not_after is not None and row.not_after <= now):
            return None
        content = yield from ahead.writing(now)
        if content is None:
            return None
        yield
        mail = composed(row, content, mailbox=self.mailbox, domain=self.domain, now=now)
        return Draft(row, content.subject, mail, ahead.stands, now)


def read(session: Session, ids: Sequence[uuid.UUID], mailbox: str, domain: str, now: datetime) -> Together:
    """These mails as they are, and what those kinds have read ahead that can."""
    rows = queries.copies(session, ids)
    ahead: dict[uuid.UUID, Ahead] = {}
    for reads in {kind_of(row.kind).ahead for row in rows.values()}:
        if reads is not None:
            ahead |= reads(session, [row for row in rows.values() if kind_of(row.kind).ahead == reads], now)
    return Together(mailbox, domain, rows, ahead)
