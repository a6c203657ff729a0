"""The kinds of jobs: each is a batch for the entered agency, and has a queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import retention, sign_in_codes
from portal.alerts import unclaimed_requests, unreviewed_notes
from portal.bulk_actions import batches as bulk_actions
from portal.contacts import evidence
from portal.core import submissions
from portal.core.queue import DUE, NOW, SLOW
from portal.duplicates import candidate_merging, merging
from portal.imports import batches
from portal.incoming import processing as incoming
from portal.interviews import task_links
from portal.messaging import claims, copies
from portal.messaging import sending as mail
from portal.reminders import actions as reminders
from portal.staff import absences

Batch = Callable[[Session, datetime], int]


@dataclass(frozen=True)
class Work:
    """`batch` does a limited part of what is due at a moment and returns how much it did; 0 when nothing is left.

    While the agency is suspended only what `runs_while_suspended` runs: it deletes what is kept no longer, or records
    what became of an email. Everything else waits until the agency is resumed.
    """

    queue: str
    batch: Batch
    runs_while_suspended: bool = False


WORK = {
    "plan": Work(DUE, reminders.replan_due_applications),
    "reminders": Work(DUE, reminders.enqueue_due_reminders),
    "requests": Work(DUE, unclaimed_requests.enqueue_due_alerts),
    "approvals": Work(DUE, unreviewed_notes.enqueue_due_alerts),
    "merges": Work(DUE, merging.delete_expired_undo_data, runs_while_suspended=True),
    "candidate_merges": Work(DUE, candidate_merging.delete_expired_undo_data, runs_while_suspended=True),
    "evidence": Work(DUE, evidence.delete_expired, runs_while_suspended=True),
    "submissions": Work(DUE, submissions.delete_expired, runs_while_suspended=True),
    "sign_in_codes": Work(DUE, sign_in_codes.delete_expired, runs_while_suspended=True),
    "sign_ins": Work(DUE, retention.delete_expired, runs_while_suspended=True),
    "task_links": Work(DUE, task_links.delete_expired, runs_while_suspended=True),
    "sent_copies": Work(DUE, copies.delete_expired, runs_while_suspended=True),
    "expired_leases": Work(DUE, claims.recover_expired, runs_while_suspended=True),
    "mail_now": Work(NOW, mail.send_now),
    "mail_due": Work(DUE, mail.send_due),
    "incoming": Work(NOW, incoming.process_due, runs_while_suspended=True),
    "returns": Work(DUE, absences.end_due),
    "imports": Work(SLOW, batches.go_on),
    "bulk_actions": Work(SLOW, bulk_actions.go_on),
}
"""The kinds of work, by the names that `ops.agencies_due()` returns."""
