"""What an email said, kept for a time so that staff can open it as it was sent (docs/operating.md#copies)."""

import json
import re
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, Update, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portal.core import retention
from portal.messaging.kinds import Content, kind_of
from portal.messaging.models import OutgoingMessage, SentCopy

KEPT_FOR = timedelta(days=90)
KEPT_AUDIENCES = ("candidate", "recruiter")
"""Account emails have codes and links that let someone in. Notes and questions to HR are kept with their records."""
BATCH = 500
_copies = cast(Table, SentCopy.__table__)
_PERSONAL_LINK = re.compile(r"(https?://[^\s\"'<>]+/(?:t|unsubscribe)/)[\w.~-]+")
_LEFT_OUT = re.compile(r"/(?:t|unsubscribe)/…")


@dataclass(frozen=True)
class KeptEmail:
    """An email as it was sent, but for the ends of links that are the reader's alone."""

    from_name: str
    reply_to: str
    text: str
    html: str | None

    @property
    def lacks_links(self) -> bool:
        """Whether a link of the reader's own was left out."""
        return _LEFT_OUT.search(self.text) is not None


def values_to_keep(message: OutgoingMessage, content: Content, now: datetime) -> Mapping[str, Any] | None:
    """Return the columns of the email's copy; None for a kind that none is kept of."""
    if not is_kept(message):
        return None
    said = {
        "from_name": content.from_name,
        "reply_to": content.reply_to[1] if content.reply_to else "",
        "text": _without_personal_links(content.text),
        "html": _without_personal_links(content.html) if content.html else None,
    }
    return {"said": compress(said), "kept_until": now + KEPT_FOR}


def compress(said: Mapping[str, str | None]) -> bytes:
    """Return the values of a `KeptEmail` as their column has them."""
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode(), 9)


def is_kept(message: OutgoingMessage) -> bool:
    """Return whether a copy is kept of emails of this kind."""
    return kind_of(message.kind).audience in KEPT_AUDIENCES


def keep_with(statement: Update) -> ReturningInsert[tuple[uuid.UUID]]:
    """Return the statement that keeps a copy of the email that `statement` hands over, in place of an earlier one."""
    handed = statement.cte("handed")
    columns = [_copies.c.agency_id, _copies.c.id, _copies.c.said, _copies.c.kept_until]
    values = select(
        handed.c.agency_id,
        handed.c.id,
        bindparam("said", type_=_copies.c.said.type),
        bindparam("kept_until", type_=_copies.c.kept_until.type),
    )
    made = insert(_copies).from_select(columns, values)
    again = {"said": made.excluded.said, "kept_until": made.excluded.kept_until}
    kept = made.on_conflict_do_update(index_elements=["agency_id", "id"], set_=again)
    return kept.returning(_copies.c.id)


def find(session: Session, message_id: uuid.UUID) -> KeptEmail | None:
    """Return the email as it was last handed to a mail server; None where no copy is there."""
    said = session.scalar(select(SentCopy.said).where(SentCopy.id == message_id))
    return KeptEmail(**json.loads(zlib.decompress(said))) if said else None


def delete_expired(session: Session, now: datetime) -> int:
    """Delete a batch of the copies that are kept no longer, and return how many."""
    return retention.delete_expired(session, SentCopy, now, BATCH)


def _without_personal_links(text: str) -> str:
    """Return the text with links that lead nowhere in place of those that work without signing in."""
    return _PERSONAL_LINK.sub(r"\1…", text)
