"""The list of interviews: its filters and orders."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, Select, Subquery, Text, and_, func, literal, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.models import Employer
from portal.core import listing
from portal.core.db import is_row
from portal.core.listing import ListQuery, Order, SortKey, Span, is_within
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.summaries import IS_OFF, IS_PLANNED, InterviewSummary

CANDIDATE, EMPLOYER, STARTS = "candidate", "employer", "starts"


@dataclass(frozen=True)
class InterviewFilter:
    """Which interviews the list shows; what is None or empty filters nothing, and of several values one is enough.

    `over` are those that ended or don't take place, else those ahead. `kinds` are kinds of rounds, `employers` names.
    With `planned`, those in this span that are planned, over or not.
    """

    over: bool = False
    planned: Span | None = None
    offices: Collection[uuid.UUID] = ()
    recruiters: Collection[uuid.UUID] = ()
    employers: Collection[str] = ()
    kinds: Collection[str] = ()
    statuses: Collection[str] = ()
    span: Span | None = None


def matching(viewer: Viewer, chosen: InterviewFilter, now: datetime) -> Select[uuid.UUID]:
    """Return the query for the ids of the interviews of visible candidates that the filter lets through."""
    visible = candidates.is_in_scope(viewer, InterviewSummary.recruiter_id, InterviewSummary.office_id)
    return select(InterviewSummary.id).where(visible, _is_in_time(chosen, now), *_conditions(chosen))


def in_order(found: Select[uuid.UUID], order: Order) -> Select[Interview]:
    """Return the query for all of these interviews as they are exported, sorted like the list."""
    shown = select(Interview).options(*_LOADED).join(InterviewSummary, is_row(Interview.id, InterviewSummary))
    return listing.in_order(INTERVIEWS, shown, found, order)


def _is_in_time(chosen: InterviewFilter, now: datetime) -> ColumnElement[bool]:
    table = InterviewSummary
    if chosen.planned:
        return and_(IS_PLANNED, is_within(table.starts_at, chosen.planned))
    is_ahead = and_(IS_PLANNED, table.ends_at > now)
    return ~is_ahead if chosen.over else is_ahead


def _conditions(chosen: InterviewFilter) -> Iterator[ColumnElement[bool]]:
    table = InterviewSummary
    for column, values in (
        (table.office_id, chosen.offices),
        (table.recruiter_id, chosen.recruiters),
        (table.status, chosen.statuses),
    ):
        if values:
            yield column.in_(values)
    if chosen.statuses and "planned" not in chosen.statuses:
        yield IS_OFF
    if chosen.kinds:
        yield table.id.in_(select(Interview.id).where(Interview.round_kind.in_(chosen.kinds)))
    if chosen.employers:
        there = Application.employer_id.in_(contacts.employers_named(chosen.employers))
        yield table.application_id.in_(select(Application.id).where(there))
    if chosen.span:
        yield is_within(table.starts_at, chosen.span)


def _shown(ids: Subquery) -> Select[*tuple[Any, ...]]:
    people = selectinload(Interview.people).joinedload(InterviewPerson.contact)
    shown = select(Interview, ids.c.id, ids.c.place).join(ids, ids.c.id == Interview.id)
    return shown.options(*_LOADED, people)


def _with_candidate(query: Select[Any]) -> Select[Any]:
    return query.join(Candidate, is_row(InterviewSummary.candidate_id, Candidate))


def _with_employer(query: Select[Any]) -> Select[Any]:
    applied = query.join(Application, is_row(InterviewSummary.application_id, Application))
    return _with_candidate(applied).join(Employer, is_row(Application.employer_id, Employer))


_LOADED = (
    joinedload(Interview.application).options(joinedload(Application.candidate), joinedload(Application.employer)),
)
_BY_EMPLOYER = func.lower(Employer.name) + literal("\x01") + Candidate.name
INTERVIEWS = ListQuery(
    InterviewSummary,
    {
        STARTS: SortKey(InterviewSummary.starts_at, TIMESTAMP(timezone=True)),
        CANDIDATE: SortKey(func.lower(Candidate.name), Text(), _with_candidate, for_short_lists=True),
        EMPLOYER: SortKey(_BY_EMPLOYER, Text(), _with_employer, for_short_lists=True),
    },
    _shown,
)
