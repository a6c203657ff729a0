"""What jobs there are: each a batch for the entered agency, and the queue it waits in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.contacts import photos
from portal.core import submissions
from portal.core.queue import DUE, NOW
from portal.messaging import claims
from portal.messaging import sending as mail
from portal.notes import merging
from portal.prompts import actions as prompts
from portal.prompts import escalating, unseen_notes

Batch = Callable[[Session, datetime], int]


@dataclass(frozen=True)
class Work:
    """`batch` does a bounded part of what is due at a moment and returns how much that was; 0 when nothing is left."""

    queue: str
    batch: Batch


WORK = {
    "plan": Work(DUE, prompts.replan_due),
    "reminders": Work(DUE, prompts.prompt_due),
    "requests": Work(DUE, escalating.tell_due),
    "approvals": Work(DUE, unseen_notes.tell_due),
    "merges": Work(DUE, merging.let_go_due),
    "photos": Work(DUE, photos.let_go_due),
    "submissions": Work(DUE, submissions.delete_expired),
    "expired_leases": Work(DUE, claims.recover_expired),
    "mail_now": Work(NOW, mail.send_now),
    "mail_due": Work(DUE, mail.send_due),
}
"""By the names that `ops.agencies_due()` gives them."""
