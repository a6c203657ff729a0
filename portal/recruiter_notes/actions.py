"""Writing, changing, and deleting recruiters' notes, each undone for a while, and emailing who is mentioned."""

import uuid
from collections.abc import Collection

from sqlalchemy import delete

from portal.accounts.models import Account
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.recruiter_notes import mails, queries
from portal.recruiter_notes.models import RecruiterNote
from portal.recruiter_notes.rules import UNDO_PERIOD, can_undo, mentioned


def add(command: Command, candidate_id: uuid.UUID, application_id: uuid.UUID | None, text: str) -> RecruiterNote:
    """Add a note on the candidate, or on this application of theirs, and email the colleagues it mentions."""
    _erase_deleted(command)
    row = RecruiterNote(
        candidate_id=candidate_id,
        application_id=application_id,
        by_id=command.by.account_id,
        at=command.now,
        text=text,
    )
    command.session.add(row)
    command.session.flush()
    audit.record(command, "recruiter_note.add", row)
    _mail_mentioned(command, row, before=())
    return row


def edit(command: Command, row: RecruiterNote, text: str) -> bool:
    """Change the note's text, and email the colleagues it mentions only now; return False where nothing changed."""
    if row.text == text:
        return False
    before = mentioned(row.text, {found: account.name for found, account in _colleagues(command, row).items()})
    row.text_before, row.text, row.changed_text_at = row.text, text, command.now
    command.session.flush()
    audit.record(command, "recruiter_note.edit", row)
    _mail_mentioned(command, row, before)
    return True


def remove(command: Command, row: RecruiterNote) -> None:
    """Delete the note; a second time changes nothing."""
    _erase_deleted(command)
    if row.deleted_at is None:
        row.deleted_at = command.now
        command.session.flush()
        audit.record(command, "recruiter_note.delete", row)


def undo(command: Command, row: RecruiterNote) -> None:
    """Undo the deletion of the note, or else its last change; raise `ActionRefused` if it is too late."""
    if row.deleted_at is not None and can_undo(row.deleted_at, command.now):
        row.deleted_at = None
    elif row.deleted_at is None and row.text_before is not None and can_undo(row.changed_text_at, command.now):
        row.text, row.text_before, row.changed_text_at = row.text_before, None, None
    else:
        raise ActionRefused(N_("It’s too late to undo this. You can edit the note, or write a new one."))
    command.session.flush()
    audit.record(command, "recruiter_note.undo", row)


def _erase_deleted(command: Command) -> None:
    """Erase the agency's notes that were deleted so long ago that it can't be undone."""
    gone = delete(RecruiterNote).where(RecruiterNote.deleted_at < command.now - UNDO_PERIOD)
    command.session.execute(gone, execution_options={"synchronize_session": False})


def _colleagues(command: Command, row: RecruiterNote) -> dict[uuid.UUID, Account]:
    """Return who can be mentioned in the note, by id."""
    return {account.id: account for account in queries.colleagues(command.session, row.candidate)}


def _mail_mentioned(command: Command, row: RecruiterNote, before: Collection[uuid.UUID]) -> None:
    """Queue an email to each colleague whom the note mentions now and did not before, but for its author."""
    known = _colleagues(command, row)
    for account_id in mentioned(row.text, {found: account.name for found, account in known.items()}):
        if account_id not in before and account_id != row.by_id:
            mails.enqueue_mention(command, row, known[account_id])
