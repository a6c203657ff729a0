"""What is done about openings: create, update and close them; and record candidates' responses."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.openings.models import Opening, OpeningResponse
from portal.openings.rules import RESPONSE_KINDS, is_open


@dataclass(frozen=True)
class OpeningDetails:
    """What a recruiter enters about an opening; `open_until` is its last day, in the agency's time zone."""

    title: str
    field_id: uuid.UUID
    open_until: date
    employer_id: uuid.UUID | None = None
    employer_named: bool = True
    place: str | None = None
    pay: str | None = None
    about: str | None = None


def create(command: Command, position: OpeningDetails) -> Opening:
    """Create an opening."""
    opening = Opening(**asdict(position))
    command.session.add(opening)
    command.session.flush()
    audit.record(command, "opening.create", opening)
    return opening


def update(command: Command, opening: Opening, position: OpeningDetails) -> None:
    """Update the opening to these details."""
    audit.apply_change(command, "opening.update", opening, asdict(position))


def close(command: Command, opening: Opening) -> None:
    """Close the opening: candidates can no longer respond to it."""
    if opening.closed_at is None:
        audit.apply_change(command, "opening.close", opening, {"closed_at": command.now})


def reopen(command: Command, opening: Opening) -> None:
    """Reopen the opening; it takes responses again as long as its last day is not over."""
    audit.apply_change(command, "opening.reopen", opening, {"closed_at": None})


def respond(command: Command, opening: Opening, candidate: Candidate, kind: str, *, today: date) -> OpeningResponse:
    """Record the candidate's response to the opening, in place of an earlier one; a recruiter has to handle it again.

    Raise `ActionRefused` when the opening is over.
    """
    if kind not in RESPONSE_KINDS:
        raise ActionRefused(N_("Choose what you’d like to happen."))
    if not is_open(opening.open_until, opening.closed_at, today):
        raise ActionRefused(N_("This job is no longer open."))
    row = command.session.scalar(
        select(OpeningResponse).where(
            OpeningResponse.opening_id == opening.id, OpeningResponse.candidate_id == candidate.id
        )
    )
    if row is None:
        row = OpeningResponse(opening_id=opening.id, candidate_id=candidate.id, kind=kind, at=command.now)
        command.session.add(row)
        command.session.flush()
        audit.record(command, "opening_response.record", row)
        return row
    changes = {"kind": kind, "at": command.now, "handled_at": None, "handled_by_id": None}
    if row.kind != kind:
        audit.apply_change(command, "opening_response.record", row, changes)
    return row


def withdraw_response(command: Command, row: OpeningResponse) -> None:
    """Delete the response."""
    audit.record(command, "opening_response.undo", row)
    command.session.delete(row)
    command.session.flush()


def undo_handled(command: Command, row: OpeningResponse) -> None:
    """Record that the response still has to be handled."""
    audit.apply_change(command, "opening_response.undo_handle", row, {"handled_at": None, "handled_by_id": None})


def mark_handled(command: Command, row: OpeningResponse) -> None:
    """Record that a recruiter has handled the response; doing so twice changes nothing."""
    if row.handled_at is None:
        values = {"handled_at": command.now, "handled_by_id": command.by.account_id}
        audit.apply_change(command, "opening_response.handle", row, values)
