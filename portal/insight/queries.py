"""The report's figures: each one's share in every part of a period, and the list of its rows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Row,
    Select,
    Uuid,
    and_,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest, Employer
from portal.insight.models import InsightRow
from portal.insight.rules import FIGURES, REQUESTS, Share
from portal.summaries.models import ApplicationSummary

PAGE_SIZE = 50
Place = tuple[bool, datetime, uuid.UUID]
"""The key of a row of a figure's list: whether it was met, when it counts, and its id."""


@dataclass(frozen=True)
class ReportFilter:
    """Whose rows the report counts, and from when to before when; `office_id` None for every office.

    What isn't decided yet at `now` doesn't count.
    """

    viewer: Viewer
    start: datetime
    end: datetime
    now: datetime
    office_id: uuid.UUID | None = None

    @property
    def is_of_all(self) -> bool:
        """Whether the rows of every candidate count."""
        return self.viewer.scope == "agency" and self.office_id is None


@dataclass(frozen=True)
class FigureRows:
    """A page of a figure's rows, and the key to go on after, None on the last page."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    after: Place | None


def load_shares(session: Session, chosen: ReportFilter, bounds: Sequence[datetime]) -> dict[str, list[Share]]:
    """Return each figure's share in each part of the period, by one statement; `bounds` begin and end the parts."""
    _plan_for_these_values(session)
    every = union_all(_shares(_written(chosen), bounds), _shares(_requests(chosen), bounds))
    found = {figure: [Share() for _start in bounds[1:]] for figure in FIGURES}
    for figure, part, met, counted in session.execute(every):
        found[figure][part - 1] = Share(met, counted)
    return found


def load_rows(session: Session, figure: str, chosen: ReportFilter, after: Place | None) -> FigureRows:
    """Return a page of the rows that a figure counts, those not met first, then the latest first."""
    _plan_for_these_values(session)
    is_about_requests = figure == REQUESTS
    query = _requests(chosen) if is_about_requests else _written(chosen).where(InsightRow.figure == figure)
    found = query.subquery()
    page = select(found).order_by(found.c.is_met, found.c.at.desc(), found.c.id.desc()).limit(PAGE_SIZE + 1)
    page = page if after is None else page.where(_follows(found.c, after))
    rows = session.execute(_named(page.subquery(), about_requests=is_about_requests)).all()
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return FigureRows(rows[:PAGE_SIZE], (last.is_met, last.at, last.id) if last else None)


def _plan_for_these_values(session: Session) -> None:
    """Have the transaction's statements planned for their values: a plan for any period and scope is far slower."""
    session.execute(text("set local plan_cache_mode = force_custom_plan"))


def _written(chosen: ReportFilter) -> Select[*tuple[Any, ...]]:
    """Return the query for the rows about applications that count."""
    row = InsightRow
    query = select(
        row.figure, row.id, row.at, row.is_met, row.done_at, row.application_id, row.interview_id, row.contact_id
    )
    query = query.where(row.at >= chosen.start, row.at < chosen.end, row.counts_from <= chosen.now)
    if chosen.is_of_all:
        return query
    theirs = select(ApplicationSummary.id).where(*_in_scope(chosen, ApplicationSummary))
    return query.where(row.application_id.in_(theirs))


def _requests(chosen: ReportFilter) -> Select[*tuple[Any, ...]]:
    """Return the query for contact requests whose target has passed: was each answered by then?"""
    row = ContactRequest
    is_met = func.coalesce(row.closed_at <= row.target_at, False)
    columns = row.id, row.target_at.label("at"), is_met.label("is_met"), row.closed_at.label("done_at")
    query = select(literal(REQUESTS).label("figure"), *columns, row.candidate_id, row.contact_id)
    unneeded = and_(is_met, func.coalesce(row.outcome == "not_needed", False))
    query = query.where(row.target_at >= chosen.start, row.target_at < chosen.end, row.target_at <= chosen.now)
    query = query.where(row.undone_at.is_(None), ~unneeded)
    return query if chosen.is_of_all else query.join(row.candidate).where(*_in_scope(chosen, Candidate))


def _in_scope(chosen: ReportFilter, model: Any) -> list[ColumnElement[bool]]:
    found = [candidates.is_in_scope(chosen.viewer, model.recruiter_id, model.office_id)]
    return [*found, model.office_id == chosen.office_id] if chosen.office_id else found


def _shares(query: Select[*tuple[Any, ...]], bounds: Sequence[datetime]) -> Select[*tuple[Any, ...]]:
    rows = query.subquery()
    part = func.width_bucket(rows.c.at, literal(list(bounds), ARRAY(TIMESTAMP(timezone=True)))).label("part")
    counts = func.count().filter(rows.c.is_met), func.count()
    return select(rows.c.figure, part, *counts).group_by(rows.c.figure, part)


def _follows(columns: Any, after: Place) -> ColumnElement[bool]:
    """Return the condition that a row comes after this one in the list."""
    is_met, at, row_id = after
    last = tuple_(literal(at, TIMESTAMP(timezone=True)), literal(row_id, Uuid()))
    earlier = tuple_(columns.at, columns.id) < last
    return and_(columns.is_met, earlier) if is_met else or_(columns.is_met, earlier)


def _named(page: Any, *, about_requests: bool) -> Select[*tuple[Any, ...]]:
    """Return the query for these rows with the names that the list shows, in its order."""
    names = Candidate.name.label("candidate"), Contact.name.label("person"), Employer.name.label("employer")
    query = select(page, *names).select_from(page).outerjoin(Contact, Contact.id == page.c.contact_id)
    if about_requests:
        query = query.join(Candidate, Candidate.id == page.c.candidate_id).join(
            Employer, Employer.id == Contact.employer_id
        )
    else:
        query = query.join(ApplicationSummary, ApplicationSummary.id == page.c.application_id)
        query = query.join(Candidate, Candidate.id == ApplicationSummary.candidate_id)
        query = query.join(Employer, Employer.id == ApplicationSummary.employer_id)
    return query.order_by(page.c.is_met, page.c.at.desc(), page.c.id.desc())
