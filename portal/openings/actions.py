"""What is done about openings: create, update and close them; and record candidates' responses."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.candidates.models import Candidate
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


def create(session: Session, position: OpeningDetails, *, by: Actor, now: datetime) -> Opening:
    """Create an opening."""
    opening = Opening(**asdict(position))
    session.add(opening)
    session.flush()
    audit.record(session, "opening.create", opening, by=by, now=now)
    return opening


def update(session: Session, opening: Opening, position: OpeningDetails, *, by: Actor, now: datetime) -> None:
    """Update the opening to these details."""
    audit.apply_change(session, "opening.update", opening, asdict(position), by=by, now=now)


def close(session: Session, opening: Opening, *, by: Actor, now: datetime) -> None:
    """Close the opening: candidates can no longer respond to it."""
    if opening.closed_at is None:
        audit.apply_change(session, "opening.close", opening, {"closed_at": now}, by=by, now=now)


def reopen(session: Session, opening: Opening, *, by: Actor, now: datetime) -> None:
    """Reopen the opening; it takes responses again as long as its last day is not over."""
    audit.apply_change(session, "opening.reopen", opening, {"closed_at": None}, by=by, now=now)


def respond(
    session: Session, opening: Opening, candidate: Candidate, kind: str, *, today: date, by: Actor, now: datetime
) -> OpeningResponse:
    """Record the candidate's response to the opening, in place of an earlier one; a recruiter has to handle it again.

    Raise `ActionRefused` when the opening is over.
    """
    if kind not in RESPONSE_KINDS:
        raise ActionRefused(N_("Choose what you would like to happen."))
    if not is_open(opening.open_until, opening.closed_at, today):
        raise ActionRefused(N_("This position is no longer open."))
    row = session.scalar(
        select(OpeningResponse).where(
            OpeningResponse.opening_id == opening.id, OpeningResponse.candidate_id == candidate.id
        )
    )
    if row is None:
        row = OpeningResponse(opening_id=opening.id, candidate_id=candidate.id, kind=kind, at=now)
        session.add(row)
        session.flush()
        audit.record(session, "interest.say", row, by=by, now=now)
        return row
    changes = {"kind": kind, "at": now, "handled_at": None, "handled_by_id": None}
    if row.kind != kind:
        audit.apply_change(session, "interest.say", row, changes, by=by, now=now)
    return row


def withdraw_response(session: Session, row: OpeningResponse, *, by: Actor, now: datetime) -> None:
    """Delete the response."""
    audit.record(session, "interest.take_back", row, by=by, now=now)
    session.delete(row)
    session.flush()


def mark_handled(session: Session, row: OpeningResponse, *, by: Actor, now: datetime) -> None:
    """Record that a recruiter has handled the response; doing so twice changes nothing."""
    if row.handled_at is None:
        values = {"handled_at": now, "handled_by_id": by.account_id}
        audit.apply_change(session, "interest.handle", row, values, by=by, now=now)
