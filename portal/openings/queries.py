"""Questions about openings, and about candidates' responses to them."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.errors import NotFound
from portal.openings.models import Opening, OpeningResponse
from portal.openings.rules import ACTIONABLE_KINDS

_LOADED = (joinedload(Opening.field), joinedload(Opening.employer))


def current_openings(today: date) -> Select[Opening]:
    """Return the openings that candidates can respond to on this day (the agency's), the soonest to end first."""
    return (
        select(Opening)
        .where(Opening.closed_at.is_(None), Opening.open_until >= today)
        .options(*_LOADED)
        .order_by(Opening.open_until, Opening.title, Opening.id)
    )


def past_openings(today: date) -> Select[Opening]:
    """Return the openings that were closed or have expired, the latest first."""
    return (
        select(Opening)
        .where(or_(Opening.closed_at.is_not(None), Opening.open_until < today))
        .options(*_LOADED)
        .order_by(Opening.open_until.desc(), Opening.title, Opening.id)
    )


def openings_for_candidate(session: Session, candidate: Candidate, today: date, limit: int) -> Sequence[Opening]:
    """Return the open openings in the candidate's field; all of them where no field is known."""
    query = current_openings(today)
    if candidate.field_id is not None:
        query = query.where(Opening.field_id == candidate.field_id)
    return session.scalars(query.limit(limit)).all()


def get_opening(session: Session, opening_id: uuid.UUID) -> Opening:
    """Return one opening; raise `NotFound`."""
    found = session.scalar(select(Opening).where(Opening.id == opening_id).options(*_LOADED))
    if found is None:
        raise NotFound("opening")
    return found


def responses_by_opening(session: Session, candidate_id: uuid.UUID) -> dict[uuid.UUID, OpeningResponse]:
    """Return the candidate's responses, by the opening's id."""
    rows = session.scalars(select(OpeningResponse).where(OpeningResponse.candidate_id == candidate_id))
    return {row.opening_id: row for row in rows}


def responses_to(session: Session, viewer: Viewer, opening_id: uuid.UUID) -> Sequence[OpeningResponse]:
    """Return responses to the opening from candidates that the viewer may see, the earliest first."""
    return session.scalars(
        _visible_responses(viewer).where(OpeningResponse.opening_id == opening_id).order_by(OpeningResponse.at)
    ).all()


def unhandled_responses(viewer: Viewer) -> Select[OpeningResponse]:
    """Return visible candidates' responses that a recruiter still has to act on, the longest waiting first."""
    return (
        _visible_responses(viewer)
        .where(OpeningResponse.handled_at.is_(None), OpeningResponse.kind.in_(ACTIONABLE_KINDS))
        .order_by(OpeningResponse.at, OpeningResponse.id)
    )


def get_response(session: Session, viewer: Viewer, interest_id: uuid.UUID) -> OpeningResponse:
    """Return one response; raise `NotFound` when the viewer may not see its candidate."""
    found = session.scalar(_visible_responses(viewer).where(OpeningResponse.id == interest_id))
    if found is None:
        raise NotFound("interest")
    return found


def _visible_responses(viewer: Viewer) -> Select[OpeningResponse]:
    return (
        select(OpeningResponse)
        .where(candidates.is_visible(OpeningResponse.candidate_id, viewer))
        .options(
            joinedload(OpeningResponse.opening).options(*_LOADED),
            joinedload(OpeningResponse.candidate).joinedload(Candidate.recruiter),
            joinedload(OpeningResponse.handled_by),
        )
    )
