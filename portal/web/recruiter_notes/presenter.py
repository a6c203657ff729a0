"""The recruiters' notes of a page: each with its mentions, what its author may do, and what can be undone."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from portal.accounts import permissions
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.db import db
from portal.recruiter_notes import queries
from portal.recruiter_notes.models import RecruiterNote
from portal.recruiter_notes.rules import can_undo, split_mentions
from portal.web.shared import labels, request_cycle


@dataclass(frozen=True)
class NoteRow:
    """One note: its text in pieces, each with whether it mentions a colleague, and whether the viewer may change it."""

    note: RecruiterNote
    pieces: Sequence[tuple[str, bool]]
    is_own: bool
    employer: str | None


@dataclass(frozen=True)
class NoteList:
    """The notes to show, the one whose change can be undone now, and who can be mentioned, as JSON."""

    rows: Sequence[NoteRow]
    undoable: RecruiterNote | None
    colleagues: str


def notes_of_candidate(candidate: Candidate) -> NoteList:
    """Return the notes on the candidate and on all of their applications."""
    session, viewer = db.session(), request_cycle.viewer()
    return _note_list(session, queries.notes_on_candidate(session, viewer, candidate.id), candidate, None)


def notes_of_application(application: Application) -> NoteList:
    """Return the notes on the application, and those on its candidate alone."""
    session, viewer = db.session(), request_cycle.viewer()
    return _note_list(
        session, queries.notes_on_application(session, viewer, application), application.candidate, application.id
    )


def colleague_rows(session: Session, candidate: Candidate) -> str:
    """Return who can be mentioned, as JSON for the page's script: each name, and the office or role."""
    return _to_json(queries.colleagues(session, candidate))


def _to_json(rows: Sequence[Any]) -> str:
    return json.dumps(
        [{"name": row.name, "under": row.office.name if row.office else labels.role(row.role)} for row in rows]
    )


def _note_list(
    session: Session, notes: Sequence[RecruiterNote], candidate: Candidate, here: uuid.UUID | None
) -> NoteList:
    viewer, colleagues = request_cycle.viewer(), queries.colleagues(session, candidate)
    names = [row.name for row in colleagues]
    may_write = viewer.may(permissions.EDIT_CANDIDATES)
    rows = [
        NoteRow(
            note,
            split_mentions(note.text, names),
            may_write and note.by_id == viewer.account_id,
            note.application.employer.name if note.application and note.application_id != here else None,
        )
        for note in notes
        if note.deleted_at is None
    ]
    return NoteList(rows, _undoable(notes), _to_json(colleagues))


def _undoable(notes: Sequence[RecruiterNote]) -> RecruiterNote | None:
    """Return the viewer's note that the address says was changed, while that can be undone."""
    viewer, now, asked = request_cycle.viewer(), request_cycle.now(), request.args.get("changed", "")
    own = (note for note in notes if str(note.id) == asked and note.by_id == viewer.account_id)
    return next((note for note in own if can_undo(note.deleted_at or note.changed_text_at, now)), None)
