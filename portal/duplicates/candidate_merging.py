"""Merging two candidates who are one person: one takes over everything, the other one's row goes, until it is undone.

Nothing else has to know of merges: what belonged to the candidate who goes belongs to the one who stays. The row that
goes, and what could not be moved because the one who stays has the same already, are kept aside for the undo.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, Text, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.audit import actions as audit
from portal.candidates.models import Candidate, CandidateMerge
from portal.core import queue, transaction
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.duplicates.undo_values import UNDO_PERIOD, delete_expired, from_json, to_json
from portal.interviews.models import Interview
from portal.messaging.models import OutgoingMessage

MOVED = ("applications", "bulk_action_items", "contact_requests", "recruiter_notes", "reminders", "task_links")
"""The tables whose rows all move to the candidate who stays."""
MOVED_OR_KEPT_ASIDE = (
    "candidate_tags",
    "dictionary_words",
    "general_drafts",
    "opening_responses",
    "reminder_suppressions",
)
"""The tables with rows of which a candidate has one each: the one who stays keeps theirs."""
REWRITTEN = ("candidate_grams", "candidate_summaries")
"""The tables that are made from others, and go with the candidate."""
FILLED_IN = ("phone", "field_id", "office_id", "recruiter_id", "external_id", "invited_at", "english")


def keeps_sign_in_of(winner: Candidate, loser: Candidate) -> Candidate | None:
    """Return whose sign-in stays: the winner's, unless only the loser accepted the invitation; None without any."""
    invited = [row for row in (winner, loser) if row.account_id is not None]
    return next((row for row in invited if row.account.accepted_at is not None), invited[0] if invited else None)


def count_applications(session: Session, candidate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many applications each of these candidates has."""
    query = select(Application.candidate_id, func.count()).where(Application.candidate_id.in_(candidate_ids))
    found = dict(session.execute(query.group_by(Application.candidate_id)).all())
    return {candidate_id: found.get(candidate_id, 0) for candidate_id in candidate_ids}


def merge(command: Command, winner: Candidate, loser: Candidate) -> CandidateMerge:
    """Merge the loser into the winner, and return the merge; raise `ActionRefused` for one candidate given twice.

    The winner's details stay, with what is missing filled in; the address is that of the sign-in that stays.
    """
    if winner.id == loser.id:
        raise ActionRefused(N_("Choose two candidates."))
    session = command.session
    for candidate in sorted((winner, loser), key=lambda one: one.id):
        session.refresh(candidate, with_for_update={"of": Candidate})
    data = _move(session, winner.id, loser.id)
    data["row"] = _row_as_json(session, _table("candidates"), loser.id)
    data["closed_account"] = _close_second_account(command, winner, loser)
    changes = _taken_over(winner, loser)
    session.execute(delete(_table("candidates")).where(Candidate.id == loser.id))
    session.expunge(loser)
    data["changes"] = [
        {"column": name, "was": to_json(getattr(winner, name)), "is": to_json(value)} for name, value in changes.items()
    ]
    audit.apply_change(command, "candidate.update", winner, changes)
    row = CandidateMerge(winner_id=winner.id, loser_id=loser.id, at=command.now, by_id=command.by.account_id)
    row.undo_data, row.undo_until = data, command.now + UNDO_PERIOD
    session.add(row)
    session.flush()
    audit.record(command, "candidate.merge", row)
    _rewrite(session, winner)
    return row


def undo(command: Command, row: CandidateMerge) -> None:
    """Undo the merge, except for what was changed since; a second time changes nothing.

    Raise `ActionRefused` if it is too late, or if another candidate has the address now.
    """
    session, data = command.session, row.undo_data
    if row.undone_at is not None:
        return
    if data is None or row.undo_until is None or row.undo_until <= command.now:
        raise ActionRefused(N_("It’s too late to undo this merge. You can add a new candidate instead."))
    winner: Candidate = row.winner
    session.refresh(winner, with_for_update={"of": Candidate})
    try:
        with session.begin_nested():
            _set_back(command, winner, data["changes"])
            _insert_row(session, _table("candidates"), data["row"])
            _move_back(session, winner.id, row.loser_id, data)
    except IntegrityError as error:
        raise ActionRefused(N_("Another candidate has this email address now. Change that first.")) from error
    _reopen_account(command, data["closed_account"])
    row.undo_data = row.undo_until = None
    audit.apply_change(command, "candidate.unmerge", row, {"undone_at": command.now})
    loser = session.scalars(select(Candidate).where(Candidate.id == row.loser_id)).one()
    for candidate in (winner, loser):
        _rewrite(session, candidate)


def delete_expired_undo_data(session: Session, now: datetime) -> int:
    """Delete the undo data of a batch of merges that can no longer be undone, and return how many."""
    return delete_expired(session, CandidateMerge, "candidate_merge.delete_undo_data", now)


def _move(session: Session, winner_id: uuid.UUID, loser_id: uuid.UUID) -> dict[str, Any]:
    """Move the loser's rows to the winner, and return which, and the rows that were kept aside instead."""
    moved: dict[str, list[str]] = {}
    aside: dict[str, list[dict[str, Any]]] = {}
    for name in MOVED:
        moved[name] = _repoint(session, _table(name), loser_id, winner_id)
    for name in MOVED_OR_KEPT_ASIDE:
        table = _table(name)
        ids = session.scalars(select(table.c.id).where(table.c.candidate_id == loser_id)).all()
        stayed = [row_id for row_id in ids if not _moves(session, table, row_id, winner_id)]
        moved[name] = [str(row_id) for row_id in ids if row_id not in stayed]
        aside[name] = [_row_as_json(session, table, row_id) for row_id in stayed]
        session.execute(delete(table).where(table.c.id.in_(stayed)))
    mails = _repoint_mails(session, loser_id, winner_id)
    return {"moved": moved, "aside": aside, "mails": mails}


def _repoint(session: Session, table: Table, old: uuid.UUID, new: uuid.UUID) -> list[str]:
    change = update(table).where(table.c.candidate_id == old).values(candidate_id=new).returning(table.c.id)
    return [str(row_id) for row_id in session.scalars(change)]


def _moves(session: Session, table: Table, row_id: uuid.UUID, winner_id: uuid.UUID) -> bool:
    """Move one row to the winner; return False where the winner has such a row already."""
    try:
        with session.begin_nested():
            session.execute(update(table).where(table.c.id == row_id).values(candidate_id=winner_id))
    except IntegrityError:
        return False
    return True


def _repoint_mails(session: Session, old: uuid.UUID, new: uuid.UUID, only: list[str] | None = None) -> list[str]:
    """Make emails about one candidate emails about the other, those still to be written, too; return their ids."""
    mail = OutgoingMessage
    named = func.jsonb_set(mail.payload, ["candidate"], cast(literal(f'"{new}"', Text()), JSONB))
    payload = select(mail.id).where(mail.about_id == old, mail.payload.has_key("candidate"))
    which = mail.about_id == old if only is None else mail.id.in_([uuid.UUID(found) for found in only])
    alone = {"synchronize_session": False}
    session.execute(update(mail).where(mail.id.in_(payload), which).values(payload=named), execution_options=alone)
    change = update(mail).where(mail.about_id == old, which).values(about_id=new).returning(mail.id)
    return [str(row_id) for row_id in session.scalars(change, execution_options=alone)]


def _taken_over(winner: Candidate, loser: Candidate) -> dict[str, Any]:
    """Return what the winner gets from the loser: what is missing, and the sign-in with its address, if that stays."""
    found = {name: getattr(loser, name) for name in FILLED_IN if getattr(winner, name) is None}
    if keeps_sign_in_of(winner, loser) is loser:
        found |= {name: getattr(loser, name) for name in ("account_id", "email", "email_key")}
    return {name: value for name, value in found.items() if value is not None}


def _close_second_account(command: Command, winner: Candidate, loser: Candidate) -> str | None:
    """Close the sign-in that doesn't stay, and return the id of its account; None if there is none."""
    kept = keeps_sign_in_of(winner, loser)
    account: Account | None = next((row.account for row in (winner, loser) if row is not kept), None)
    if kept is None or account is None or account.deactivated_at is not None:
        return None
    accounts.deactivate(command, account)
    return str(account.id)


def _reopen_account(command: Command, account_id: str | None) -> None:
    if account_id is not None:
        accounts.reactivate(command, account_queries.get_account(command.session, uuid.UUID(account_id)))


def _set_back(command: Command, winner: Candidate, changes: list[Mapping[str, Any]]) -> None:
    """Give back what the winner got, unless it was changed since."""
    columns = _table("candidates").c
    values = {
        change["column"]: from_json(columns[change["column"]].type, change["was"])
        for change in changes
        if to_json(getattr(winner, change["column"])) == change["is"]
    }
    audit.apply_change(command, "candidate.update", winner, values)


def _move_back(session: Session, winner_id: uuid.UUID, loser_id: uuid.UUID, data: Mapping[str, Any]) -> None:
    for name, ids in data["moved"].items():
        table = _table(name)
        wanted = table.c.id.in_([uuid.UUID(row_id) for row_id in ids]), table.c.candidate_id == winner_id
        session.execute(update(table).where(*wanted).values(candidate_id=loser_id))
    for name, rows in data["aside"].items():
        for row in rows:
            _insert_row(session, _table(name), row)
    _repoint_mails(session, winner_id, loser_id, data["mails"])


def _table(name: str) -> Table:
    return Candidate.metadata.tables[name]


def _row_as_json(session: Session, table: Table, row_id: uuid.UUID) -> dict[str, Any]:
    row = session.execute(select(*table.c).where(table.c.id == row_id)).mappings().one()
    return {name: to_json(value) for name, value in row.items()}


def _insert_row(session: Session, table: Table, row: Mapping[str, Any]) -> None:
    session.execute(insert(table).values({name: from_json(table.c[name].type, value) for name, value in row.items()}))


def _rewrite(session: Session, candidate: Candidate) -> None:
    """Have the candidate's plans, reminders, lists, and what they are found by made again before the commit."""
    session.expire_all()
    ids = applications.application_ids_of(session, candidate.id)
    for application_id in ids:
        transaction.touch(session, application_id)
    transaction.touch_candidates(session, [candidate.id])
    transaction.note_cleared(session, Candidate.__tablename__, {candidate.id})
    rounds = session.scalars(select(Interview.id).where(Interview.application_id.in_(ids)))
    transaction.note_cleared(session, Interview.__tablename__, set(rounds))
    queue.enqueue_after_commit(session, queue.DUE, "reminders")
