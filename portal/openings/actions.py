"""What is done about openings: made, changed, closed; and what a candidate says to one."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.candidates.models import Candidate
from portal.core.errors import N_, Refused
from portal.openings.models import Interest, Opening
from portal.openings.rules import INTERESTS, is_open


@dataclass(frozen=True)
class Position:
    """What a recruiter says of an opening; `open_until` is its last day, in the agency's zone."""

    title: str
    field_id: uuid.UUID
    open_until: date
    employer_id: uuid.UUID | None = None
    employer_named: bool = True
    place: str | None = None
    pay: str | None = None
    about: str | None = None


def create(session: Session, position: Position, *, by: By, now: datetime) -> Opening:
    """The agency has one more position to fill."""
    opening = Opening(**asdict(position))
    session.add(opening)
    session.flush()
    audit.record(session, "opening.create", opening, by=by, now=now)
    return opening


def update(session: Session, opening: Opening, position: Position, *, by: By, now: datetime) -> None:
    """The position reads as given."""
    audit.change(session, "opening.update", opening, asdict(position), by=by, now=now)


def close(session: Session, opening: Opening, *, by: By, now: datetime) -> None:
    """Candidates can no longer take it up."""
    if opening.closed_at is None:
        audit.change(session, "opening.close", opening, {"closed_at": now}, by=by, now=now)


def reopen(session: Session, opening: Opening, *, by: By, now: datetime) -> None:
    """It can be taken up again, as long as its last day is not over."""
    audit.change(session, "opening.reopen", opening, {"closed_at": None}, by=by, now=now)


def say(
    session: Session, opening: Opening, candidate: Candidate, kind: str, *, today: date, by: By, now: datetime
) -> Interest:
    """The candidate says this to the opening, in place of what they said before; a recruiter has to see to it anew.

    Raises `Refused` when the opening is over.
    """
    if kind not in INTERESTS:
        raise Refused(N_("Choose what you would like to happen."))
    if not is_open(opening.open_until, opening.closed_at, today):
        raise Refused(N_("This position is no longer open."))
    row = session.scalar(
        select(Interest).where(Interest.opening_id == opening.id, Interest.candidate_id == candidate.id)
    )
    if row is None:
        row = Interest(opening_id=opening.id, candidate_id=candidate.id, kind=kind, at=now)
        session.add(row)
        session.flush()
        audit.record(session, "interest.say", row, by=by, now=now)
        return row
    changes = {"kind": kind, "at": now, "handled_at": None, "handled_by_id": None}
    if row.kind != kind:
        audit.change(session, "interest.say", row, changes, by=by, now=now)
    return row


def take_back(session: Session, row: Interest, *, by: By, now: datetime) -> None:
    """Nothing was said."""
    audit.record(session, "interest.take_back", row, by=by, now=now)
    session.delete(row)
    session.flush()


def handle(session: Session, row: Interest, *, by: By, now: datetime) -> None:
    """A recruiter has seen to it; saying so twice changes nothing."""
    if row.handled_at is None:
        values = {"handled_at": now, "handled_by_id": by.account_id}
        audit.change(session, "interest.handle", row, values, by=by, now=now)
