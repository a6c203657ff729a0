"""Questions about openings, and about candidates' responses to them."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
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


def latest_opening_like(session: Session, employer_id: uuid.UUID, title: str) -> Opening | None:
    """Return the employer's latest opening of this title that has a description; None if there is none."""
    same = (Opening.employer_id == employer_id, Opening.title == title, Opening.about.is_not(None))
    return session.scalar(select(Opening).where(*same).order_by(Opening.created_at.desc(), Opening.id).limit(1))


def responses_by_opening(
    session: Session, candidate_id: uuid.UUID, opening_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, OpeningResponse]:
    """Return the candidate's responses to these openings, by the opening's id."""
    mine = select(OpeningResponse).where(OpeningResponse.candidate_id == candidate_id)
    rows = session.scalars(mine.where(OpeningResponse.opening_id.in_(opening_ids)))
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


def handled_responses(viewer: Viewer) -> Select[OpeningResponse]:
    """Return visible candidates' responses that a recruiter has acted on."""
    return _visible_responses(viewer).where(
        OpeningResponse.handled_at.is_not(None), OpeningResponse.kind.in_(ACTIONABLE_KINDS)
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
