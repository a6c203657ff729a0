"""The job that goes on with an agency's bulk actions, a part of one at a time, and deletes those kept no longer."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.bulk_actions import queries
from portal.bulk_actions.effects import EFFECTS
from portal.bulk_actions.models import BulkAction, BulkActionItem
from portal.bulk_actions.rules import (
    BATCH,
    DONE,
    GONE,
    KEPT,
    KEPT_FOR,
    REFUSED,
    RUNNING,
    UNDOING,
    UNDONE,
    CandidateVerdict,
)
from portal.candidates.models import Candidate
from portal.core.command import Actor, Command


def go_on(session: Session, now: datetime) -> int:
    """Do the next part of the bulk action that waits longest; return how many candidates, 0 where none waits."""
    waiting = select(BulkAction).where(BulkAction.wake_at <= now).order_by(BulkAction.wake_at, BulkAction.id).limit(1)
    row = session.scalar(waiting.with_for_update(skip_locked=True))
    if row is None:
        return 0
    if not is_at_work(row):
        session.execute(delete(BulkAction).where(BulkAction.id == row.id))
        return 1
    maker = accounts.get_account(session, row.by_id)
    command = Command(session, Actor("account", maker.id, maker.role, f"bulk_action:{row.id}"), now)
    return max(next_part(command, row), 1)


def is_at_work(row: BulkAction) -> bool:
    """Return whether something is left to do."""
    return row.state in (RUNNING, UNDOING)


def next_part(command: Command, row: BulkAction) -> int:
    """Do, or undo, the next part; return how many candidates that was, and finish after the last."""
    items = queries.next_items(command.session, row, BATCH)
    if items:
        _write(command, _do(command, row, items) if row.state == RUNNING else _undo(command, row, items))
        row.position = items[-1].number
    row.wake_at = command.now
    if row.position >= row.item_count:
        finish(command, row, DONE if row.state == RUNNING else UNDONE)
    command.session.flush()
    return len(items)


def finish(command: Command, row: BulkAction, state: str) -> None:
    """End it in this state, and say until when it can be undone and is kept."""
    effect = EFFECTS[row.action]
    row.state, row.finished_at, row.wake_at = state, command.now, command.now + KEPT_FOR
    row.undo_until = command.now + effect.undo_for if effect.undo and state != UNDONE else None
    audit.record(command, "bulk_action.finish", row)


def _do(command: Command, row: BulkAction, items: Sequence[BulkActionItem]) -> list[dict[str, Any]]:
    """Judge these candidates again, do it for those it is still for, and return what became of each."""
    wanted = {one.candidate_id: one for one in items if not one.left_out}
    people = _people(command, row, wanted)
    verdicts = EFFECTS[row.action].judge(command, list(people.values()), row.parameters)
    chosen = {people[who]: verdict for who, verdict in verdicts.items() if _is_meant(wanted[who], verdict)}
    done = EFFECTS[row.action].do(command, chosen, row.parameters) if chosen else {}
    meant = {who.id for who in chosen}
    return [
        _outcome(one, DONE, done[who])
        if who in done
        else _outcome(one, REFUSED if who in meant else verdicts.get(who, CandidateVerdict(GONE)).code)
        for who, one in wanted.items()
    ]


def _undo(command: Command, row: BulkAction, items: Sequence[BulkActionItem]) -> list[dict[str, Any]]:
    done = {one.candidate_id: one for one in items if one.result == DONE}
    people, undo = _people(command, row, done), EFFECTS[row.action].undo
    undone = undo(command, {who: done[who.id].undo_data for who in people.values()}) if undo and people else set()
    return [_outcome(one, UNDONE if who in undone else KEPT, one.undo_data) for who, one in done.items()]


def _is_meant(item: BulkActionItem, verdict: CandidateVerdict) -> bool:
    """Return whether the action is for a candidate: it still is, and it was in the preview."""
    return verdict.is_included and CandidateVerdict(item.verdict).is_included


def _people(command: Command, row: BulkAction, ids: Mapping[uuid.UUID, Any]) -> dict[uuid.UUID, Candidate]:
    """Return those of them that the maker may see."""
    viewer = queries.maker(command.session, row)
    return {who.id: who for who in queries.visible_candidates(command.session, viewer, list(ids))}


def _outcome(item: BulkActionItem, result: str, undo_data: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"agency_id": item.agency_id, "id": item.id, "result": result, "undo_data": dict(undo_data or {})}


def _write(command: Command, outcomes: Sequence[dict[str, Any]]) -> None:
    if outcomes:
        command.session.execute(update(BulkActionItem), outcomes)
