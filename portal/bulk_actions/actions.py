"""What a person does with a bulk action: make, change, start, stop, and undo it; the job is in `batches`."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, insert, select, update

from portal.accounts.viewer import Viewer
from portal.audit import actions as audit
from portal.bulk_actions import batches, queries
from portal.bulk_actions.effects import EFFECTS
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.bulk_actions.rules import (
    ACTIONS,
    AT_ONCE,
    DONE,
    GONE,
    MOST,
    PREVIEW,
    PREVIEW_KEPT,
    RUNNING,
    STOPPED,
    UNDOING,
)
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.core.queue import SLOW, enqueue_after_commit

JOB = "bulk_actions"
"""The name of the work that goes on with bulk actions (`jobs/work.py`)."""


def create(
    command: Command, viewer: Viewer, action: str, chosen: Select[uuid.UUID] | Sequence[uuid.UUID], back: str | None
) -> BulkAction:
    """Find out what the action would do to the candidates that are chosen, by their ids or a query for them.

    Raise `ActionRefused` for an unknown action, and where no candidate is chosen, or too many.
    """
    if action not in ACTIONS:
        raise ActionRefused(N_("Choose what to do with these candidates."), field="action")
    ids = chosen if isinstance(chosen, Select) else list(chosen)[: MOST + 1]
    visible = candidate_queries.visible_ids(viewer).where(Candidate.id.in_(ids))
    found = command.session.scalars(visible.order_by(Candidate.name, Candidate.id).limit(MOST + 1)).all()
    if not found:
        raise ActionRefused(N_("Select at least one candidate."), field="candidate")
    if len(found) > MOST:
        raise ActionRefused(N_("Select at most %(most)s candidates. A filter narrows the list."), most=MOST)
    row = BulkAction(
        by_id=viewer.account_id,
        action=action,
        state=PREVIEW,
        item_count=len(found),
        return_path=back,
        wake_at=command.now + PREVIEW_KEPT,
    )
    command.session.add(row)
    command.session.flush()
    items = [
        {"bulk_action_id": row.id, "candidate_id": one, "number": number, "verdict": GONE}
        for number, one in enumerate(found, 1)
    ]
    command.session.execute(insert(BulkActionItem), items)
    judge_all(command, viewer, row)
    return row


def judge_all(command: Command, viewer: Viewer, row: BulkAction) -> None:
    """Find out again what it would do to each of its candidates."""
    session, table = command.session, BulkActionItem
    ids = dict(session.execute(select(table.candidate_id, table.id).where(table.bulk_action_id == row.id)).all())
    people = queries.visible_candidates(session, viewer, list(ids))
    verdicts = EFFECTS[row.action].judge(command, people, row.parameters)
    changed = [
        {"agency_id": row.agency_id, "id": ids[who], "verdict": one.code, "details": dict(one.details)}
        for who, one in verdicts.items()
    ]
    session.execute(update(table), changed)


def set_parameters(command: Command, viewer: Viewer, row: BulkAction, values: Mapping[str, Any]) -> None:
    """Keep what was chosen, and find out again what would happen; raise `ActionRefused` where it means nothing."""
    _lock_in(command, row, PREVIEW)
    check = EFFECTS[row.action].check
    if check:
        check(command, values)
    row.parameters = row.parameters | dict(values)
    command.session.flush()
    judge_all(command, viewer, row)


def leave_out(command: Command, row: BulkAction, verdict: str) -> None:
    """Leave out the candidates with this verdict."""
    _lock_in(command, row, PREVIEW)
    these = update(BulkActionItem).where(BulkActionItem.bulk_action_id == row.id, BulkActionItem.verdict == verdict)
    command.session.execute(these.values(left_out=True))


def start(command: Command, row: BulkAction) -> None:
    """Do it: at once for a few candidates, by the jobs for many. Where it has begun already, nothing happens.

    Raise `ActionRefused` where something is still to be chosen, or no one is left.
    """
    lock_row(command.session, row)
    if row.state != PREVIEW:
        return
    if not is_complete(row):
        raise ActionRefused(N_("Something is still to be chosen. Fill in the form first."))
    if not queries.numbers(command.session, row).included:
        raise ActionRefused(N_("No one is left to do this for."))
    row.state, row.started_at = RUNNING, command.now
    audit.record(command, "bulk_action.start", row)
    _go_on(command, row)


def is_complete(row: BulkAction) -> bool:
    """Return whether everything is chosen that the action needs."""
    return all(row.parameters.get(name) for name in EFFECTS[row.action].needs)


def stop(command: Command, row: BulkAction) -> None:
    """Do no more of it; what is done stays, and can be undone."""
    lock_row(command.session, row)
    if row.state != RUNNING:
        return
    batches.finish(command, row, STOPPED)
    audit.record(command, "bulk_action.stop", row)


def undo(command: Command, row: BulkAction) -> None:
    """Undo what was done, where nobody changed it since; raise `ActionRefused` once it is too late."""
    lock_row(command.session, row)
    if row.state not in (DONE, STOPPED):
        return
    if row.undo_until is None or row.undo_until < command.now:
        raise ActionRefused(N_("It’s too late to undo this."))
    row.state, row.position = UNDOING, 0
    audit.record(command, "bulk_action.undo", row)
    _go_on(command, row)


def _go_on(command: Command, row: BulkAction) -> None:
    """Do it in this transaction if it is small, and else leave it to the jobs."""
    if row.item_count > AT_ONCE:
        row.wake_at = command.now
        command.session.flush()
        enqueue_after_commit(command.session, SLOW, JOB)
        return
    while batches.is_at_work(row):
        batches.next_part(command, row)


def _lock_in(command: Command, row: BulkAction, state: str) -> None:
    lock_row(command.session, row)
    if row.state != state:
        raise ActionRefused(N_("This has begun already."))
