"""The list of candidates: filters, orders, and pages of summaries, each read by one select."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    TIMESTAMP,
    ColumnElement,
    Row,
    Select,
    Subquery,
    Text,
    Uuid,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies.models import JobField, Office
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.interviews.models import Interview, InterviewPerson
from portal.summaries.models import LAST, NEVER, ApplicationSummary, CandidateSummary

PAGE_SIZE = 50
COUNTED = 1000
"""From how many rows on a count is no longer exact."""
LATE_NOW, LATE_DAY = "now", "day"
NAME, DUE, HEARD = "name", "due", "heard"
SORT_KEYS: dict[str, tuple[Any, Any]] = {
    NAME: (CandidateSummary.sort_name, Text()),
    DUE: (func.coalesce(CandidateSummary.next_due_at, LAST), TIMESTAMP(timezone=True)),
    HEARD: (func.coalesce(CandidateSummary.heard_at, NEVER), TIMESTAMP(timezone=True)),
}
"""What each order sorts by, and its type. Who has no next task comes after, who was never heard before all others."""


@dataclass(frozen=True)
class CandidateFilter:
    """Which candidates the list shows; what is None or empty filters nothing.

    `late` is `now`, or `day` for what was due more than `late_hours` ago. `task` is a kind of step. `interview_from`
    and `interview_until` are UTC. `named` is a condition on candidates, that of a search for words.
    """

    field_id: uuid.UUID | None = None
    office_id: uuid.UUID | None = None
    recruiter_id: uuid.UUID | None = None
    employer_id: uuid.UUID | None = None
    state: str | None = None
    task: str | None = None
    late: str | None = None
    missing_contacts: bool = False
    never_reminded: bool = False
    interview_from: datetime | None = None
    interview_until: datetime | None = None
    available_since: datetime | None = None
    late_hours: int = 24
    named: ColumnElement[bool] | None = None


@dataclass(frozen=True)
class Order:
    """How the list is sorted, and the key of the last row of the page before: its value, as text, and its id."""

    key: str = NAME
    descending: bool = False
    after: tuple[str, uuid.UUID] | None = None


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the key to go on after, None on the last page."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    after: tuple[str, uuid.UUID] | None


def is_late_for_staff(kinds: Sequence[str], now: datetime, hours: int) -> ColumnElement[bool]:
    """Return the condition that a task of these kinds was due so many hours ago and is still not done."""
    due_by = CandidateSummary.next_due_at <= now - timedelta(hours=hours)
    return and_(due_by, CandidateSummary.late_from.is_not(None), CandidateSummary.next_kind.in_(kinds))


def matching(viewer: Viewer, chosen: CandidateFilter, late_kinds: Sequence[str], now: datetime) -> Select[uuid.UUID]:
    """Return the query for the ids of the visible candidates that the filter lets through."""
    visible = candidates.is_in_scope(viewer, CandidateSummary.recruiter_id, CandidateSummary.office_id)
    return select(CandidateSummary.id).where(visible, *_conditions(chosen, late_kinds, now))


def count(session: Session, found: Select[uuid.UUID]) -> int:
    """Return how many candidates these are; `COUNTED` for that many or more."""
    return session.scalar(select(func.count()).select_from(found.order_by(None).limit(COUNTED).subquery())) or 0


def load_page(session: Session, found: Select[uuid.UUID], order: Order) -> Page:
    """Return a page of these candidates, with all that the list shows of each."""
    key, kind = SORT_KEYS[order.key]
    if order.after is not None:
        last = tuple_(cast(literal(order.after[0], Text()), kind), literal(order.after[1], Uuid()))
        here = tuple_(key, CandidateSummary.id)
        found = found.where(here < last if order.descending else here > last)
    place = _place(order)
    ids = found.add_columns(cast(key, Text()).label("place")).order_by(*place).limit(PAGE_SIZE + 1).subquery()
    rows = session.execute(_shown(ids).order_by(*place)).all()
    following = (rows[PAGE_SIZE - 1].place, rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None
    return Page(rows[:PAGE_SIZE], following)


def in_order(found: Select[uuid.UUID], order: Order) -> Select[Candidate]:
    """Return the query for all of these candidates as they are exported, sorted like the list."""
    ids = found.order_by(None).subquery()
    shown = (
        select(Candidate)
        .join(ids, ids.c.id == Candidate.id)
        .join(CandidateSummary, _names(Candidate.id, CandidateSummary))
    )
    return shown.options(joinedload(Candidate.field), joinedload(Candidate.recruiter)).order_by(*_place(order))


def _place(order: Order) -> list[ColumnElement[Any]]:
    key, _kind = SORT_KEYS[order.key]
    return [column.desc() if order.descending else column.asc() for column in (key, CandidateSummary.id)]


def _shown(ids: Subquery) -> Select[*tuple[Any, ...]]:
    """Return the query for the columns of the list, of these candidates.

    They are joined first: of more than eight tables, the planner keeps the order that is written.
    """
    table = CandidateSummary
    return (
        select(
            *(column for column in table.__table__.columns if column.name not in ("agency_id", "version")),
            Candidate.name.label("name"),
            Candidate.email.label("email"),
            JobField.name.label("field"),
            Office.name.label("office"),
            Account.name.label("recruiter"),
            Employer.name.label("employer"),
            Contact.name.label("person"),
            ids.c.place,
        )
        .select_from(ids)
        .join(table, table.id == ids.c.id)
        .join(Candidate, _names(table.id, Candidate))
        .outerjoin(JobField, _names(table.field_id, JobField))
        .outerjoin(Office, _names(table.office_id, Office))
        .outerjoin(Account, _names(table.recruiter_id, Account))
        .outerjoin(Application, _names(table.next_application_id, Application))
        .outerjoin(Employer, _names(Application.employer_id, Employer))
        .outerjoin(InterviewPerson, _names(table.next_person_id, InterviewPerson))
        .outerjoin(Contact, _names(InterviewPerson.contact_id, Contact))
    )


def _names(column: Any, model: Any) -> ColumnElement[bool]:
    return and_(column.class_.agency_id == model.agency_id, column == model.id)


def _conditions(chosen: CandidateFilter, late_kinds: Sequence[str], now: datetime) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each filter that is set."""
    table = CandidateSummary
    for column, value in (
        (table.field_id, chosen.field_id),
        (table.office_id, chosen.office_id),
        (table.recruiter_id, chosen.recruiter_id),
        (table.state, chosen.state),
        (table.next_kind, chosen.task),
    ):
        if value:
            yield column == value
    if chosen.late == LATE_NOW:
        yield table.late_from < now
    if chosen.late == LATE_DAY:
        yield is_late_for_staff(late_kinds, now, chosen.late_hours)
    if chosen.missing_contacts:
        yield table.missing_contacts > 0
    if chosen.never_reminded:
        yield table.reminded_at.is_(None)
    if chosen.available_since:
        yield table.available_from > chosen.available_since
    yield from _joined_conditions(chosen)


def _joined_conditions(chosen: CandidateFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on other tables."""
    if chosen.employer_id:
        yield _applied_at(chosen.employer_id)
    if chosen.interview_from or chosen.interview_until:
        yield _interviewed(chosen)
    if chosen.named is not None:
        yield CandidateSummary.id.in_(select(Candidate.id).where(chosen.named))


def _applied_at(employer_id: uuid.UUID) -> ColumnElement[bool]:
    theirs = ApplicationSummary.agency_id == CandidateSummary.agency_id
    its = ApplicationSummary.candidate_id == CandidateSummary.id, ApplicationSummary.employer_id == employer_id
    return exists().where(theirs, *its)


def _interviewed(chosen: CandidateFilter) -> ColumnElement[bool]:
    moments = []
    if chosen.interview_from:
        moments.append(Interview.starts_at >= chosen.interview_from)
    if chosen.interview_until:
        moments.append(Interview.starts_at < chosen.interview_until)
    held = select(Application.candidate_id).join(Interview, Interview.application_id == Application.id)
    same = Interview.agency_id == Application.agency_id
    return CandidateSummary.id.in_(held.where(same, Interview.status == "planned", *moments))
