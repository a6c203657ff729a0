"""The list of candidates interested in jobs, waiting and handled ones: its filters and orders."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, Select, Subquery, Text, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.viewer import Viewer
from portal.candidates.models import Candidate
from portal.core import listing
from portal.core.db import is_row
from portal.core.listing import ListQuery, Order, SortKey
from portal.openings import queries
from portal.openings.models import Opening, OpeningResponse

CANDIDATE, AT, HANDLED = "candidate", "at", "handled"


@dataclass(frozen=True)
class ResponseFilter:
    """Which responses the list shows; what is empty filters nothing, and of several values one is enough.

    `handled` are those that a recruiter has handled, else those that wait. `employers` is the query for the ids of the
    employers of their jobs.
    """

    handled: bool = False
    kinds: Collection[str] = ()
    offices: Collection[uuid.UUID] = ()
    recruiters: Collection[uuid.UUID] = ()
    fields: Collection[uuid.UUID] = ()
    employers: Select[uuid.UUID] | None = None


def matching(viewer: Viewer, chosen: ResponseFilter) -> Select[uuid.UUID]:
    """Return the query for the ids of the responses that the viewer may see and the filter lets through."""
    whose = queries.handled_responses if chosen.handled else queries.unhandled_responses
    found = whose(viewer).with_only_columns(OpeningResponse.id).order_by(None)
    return found.where(*_conditions(chosen))


def in_order(found: Select[uuid.UUID], order: Order) -> Select[OpeningResponse]:
    """Return the query for all of these responses as they are exported, sorted like the list."""
    return listing.in_order(RESPONSES, select(OpeningResponse).options(*_LOADED), found, order)


def _conditions(chosen: ResponseFilter) -> Iterator[ColumnElement[bool]]:
    for theirs, ids in ((Candidate.office_id, chosen.offices), (Candidate.recruiter_id, chosen.recruiters)):
        if ids:
            yield OpeningResponse.candidate_id.in_(select(Candidate.id).where(theirs.in_(ids)))
    if chosen.kinds:
        yield OpeningResponse.kind.in_(chosen.kinds)
    if chosen.fields:
        yield OpeningResponse.opening_id.in_(select(Opening.id).where(Opening.field_id.in_(chosen.fields)))
    if chosen.employers is not None:
        yield OpeningResponse.opening_id.in_(select(Opening.id).where(Opening.employer_id.in_(chosen.employers)))


def _shown(ids: Subquery) -> Select[*tuple[Any, ...]]:
    return select(OpeningResponse, ids.c.id, ids.c.place).join(ids, ids.c.id == OpeningResponse.id).options(*_LOADED)


def _with_candidate(query: Select[Any]) -> Select[Any]:
    same = is_row(OpeningResponse.candidate_id, Candidate)
    return query.join(Candidate, same)


_LOADED = (
    joinedload(OpeningResponse.opening).options(joinedload(Opening.field), joinedload(Opening.employer)),
    joinedload(OpeningResponse.candidate).joinedload(Candidate.recruiter),
    joinedload(OpeningResponse.handled_by),
)
_MOMENT = TIMESTAMP(timezone=True)
RESPONSES = ListQuery(
    OpeningResponse,
    {
        CANDIDATE: SortKey(func.lower(Candidate.name), Text(), _with_candidate, for_short_lists=True),
        AT: SortKey(OpeningResponse.at, _MOMENT),
        HANDLED: SortKey(listing.value_or(OpeningResponse.handled_at, OpeningResponse.at), _MOMENT),
    },
    _shown,
)
