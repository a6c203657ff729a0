"""Which candidates may be the same person, and finding others by what is typed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import joinedload

from portal.candidates import queries
from portal.candidates.models import Candidate
from portal.core.db import db
from portal.names.folding import fold
from portal.names.similarity import are_similar_names
from portal.search.queries import candidates_sharing_name_with, matching
from portal.summaries.models import CandidateSummary
from portal.web.shared import request_cycle

MAX_SHOWN, MAX_NAMED = 10, 3


def similar_candidates(candidate: Candidate) -> list[Candidate]:
    """Return the visible candidates with nearly the same name, or the same phone number, who weren't kept apart."""
    session, viewer = db.session(), request_cycle.viewer()
    apart = {row.id for row in queries.non_duplicates_of(session, viewer, candidate.id)}
    named = candidates_sharing_name_with(session, viewer, candidate.name)
    alike = [row for row in named if are_similar_names(row.name, candidate.name)]
    found = {row.id: row for row in [*alike, *same_name_or_phone(candidate)] if row.id not in (candidate.id, *apart)}
    return list(found.values())[:MAX_SHOWN]


def same_name_or_phone(candidate: Candidate) -> Sequence[Candidate]:
    """Return the first visible candidates with this name or phone number who weren't kept apart, by one select."""
    same: Any = select(CandidateSummary.id).where(CandidateSummary.sort_name == fold(candidate.name))
    if candidate.phone:
        same = union(same, select(Candidate.id).where(matching(Candidate, candidate.phone)))
    query = queries.visible_to(request_cycle.viewer()).where(Candidate.id.in_(same), Candidate.id != candidate.id)
    query = query.where(~queries.is_non_duplicate(candidate.id))
    return db.session.scalars(query.order_by(Candidate.id).limit(MAX_NAMED)).all()


def found_by(candidate: Candidate, text: str) -> Sequence[Candidate]:
    """Return the visible candidates other than this one whose name, email, or phone number has what was typed."""
    query = queries.visible_to(request_cycle.viewer()).where(matching(Candidate, text), Candidate.id != candidate.id)
    shown = query.options(joinedload(Candidate.recruiter)).order_by(Candidate.name, Candidate.id)
    return db.session.scalars(shown.limit(MAX_SHOWN)).all()
