"""Questions over openings, and over what candidates say to them."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.errors import Missing
from portal.openings.models import Interest, Opening
from portal.openings.rules import WANTED

_SHOWN = (joinedload(Opening.field), joinedload(Opening.employer))


def still_open(today: date) -> Select[Opening]:
    """The positions that can be taken up on this day of the agency's, the soonest to end first."""
    return (
        select(Opening)
        .where(Opening.closed_at.is_(None), Opening.open_until >= today)
        .options(*_SHOWN)
        .order_by(Opening.open_until, Opening.title, Opening.id)
    )


def over(today: date) -> Select[Opening]:
    """The positions that were closed or have expired, the latest first."""
    return (
        select(Opening)
        .where(or_(Opening.closed_at.is_not(None), Opening.open_until < today))
        .options(*_SHOWN)
        .order_by(Opening.open_until.desc(), Opening.title, Opening.id)
    )


def for_candidate(session: Session, candidate: Candidate, today: date, limit: int) -> Sequence[Opening]:
    """The open positions in the candidate's field; all of them where no field is known."""
    query = still_open(today)
    if candidate.field_id is not None:
        query = query.where(Opening.field_id == candidate.field_id)
    return session.scalars(query.limit(limit)).all()


def one(session: Session, opening_id: uuid.UUID) -> Opening:
    """One position; raises `Missing`."""
    found = session.scalar(select(Opening).where(Opening.id == opening_id).options(*_SHOWN))
    if found is None:
        raise Missing("opening")
    return found


def said_by(session: Session, candidate_id: uuid.UUID) -> dict[uuid.UUID, Interest]:
    """What the candidate says to each opening, by the opening's id."""
    rows = session.scalars(select(Interest).where(Interest.candidate_id == candidate_id))
    return {row.opening_id: row for row in rows}


def said_to(session: Session, viewer: Viewer, opening_id: uuid.UUID) -> Sequence[Interest]:
    """What candidates whom the viewer may see say to the opening, the first first."""
    return session.scalars(_visible(viewer).where(Interest.opening_id == opening_id).order_by(Interest.at)).all()


def waiting(viewer: Viewer) -> Select[Interest]:
    """What candidates whom the viewer may see wish for and nobody has seen to, the longest waiting first."""
    return (
        _visible(viewer)
        .where(Interest.handled_at.is_(None), Interest.kind.in_(WANTED))
        .order_by(Interest.at, Interest.id)
    )


def interest(session: Session, viewer: Viewer, interest_id: uuid.UUID) -> Interest:
    """One of them; raises `Missing` when its candidate is not for the viewer to see."""
    found = session.scalar(_visible(viewer).where(Interest.id == interest_id))
    if found is None:
        raise Missing("interest")
    return found


def _visible(viewer: Viewer) -> Select[Interest]:
    return (
        select(Interest)
        .where(Interest.candidate_id.in_(candidates.visible_ids(viewer)))
        .options(
            joinedload(Interest.opening).options(*_SHOWN),
            joinedload(Interest.candidate).joinedload(Candidate.recruiter),
            joinedload(Interest.handled_by),
        )
    )
