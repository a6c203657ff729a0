"""The list of candidates: filters, orders, and pages of summaries, each read by one select."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, Select, Subquery, Text, and_, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies.models import JobField, Office
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.models import Contact, Employer
from portal.core import listing
from portal.core.db import is_row
from portal.core.listing import ListQuery, Order, SortKey, Span, is_within
from portal.interviews.models import InterviewPerson
from portal.interviews.summaries import IS_PLANNED, InterviewSummary
from portal.summaries.models import LAST, NEVER, ApplicationSummary, CandidateSummary
from portal.tags import queries as tags

LATE_NOW, LATE_DAY = "now", "day"
NAME, DUE, HEARD, FIELD, OFFICE, RECRUITER = "name", "due", "heard", "field", "office", "recruiter"
Ids = Collection[uuid.UUID]


@dataclass(frozen=True)
class CandidateFilter:
    """Which candidates the list shows; what is None or empty filters nothing, and of several values one is enough.

    `late` is `now`, or `day` for what was due more than `late_hours` ago; a next task in one of the spans `due` does as
    well. `due_span` is one that it has to be in. `tasks` are kinds of step, `employers` are names. A planned
    interview is in one of the spans `interviews`, and in `interview_span`. `named` is a condition on candidates, as of
    a search for words.
    """

    fields: Ids = ()
    offices: Ids = ()
    recruiters: Ids = ()
    employers: Collection[str] = ()
    tags: Ids = ()
    states: Collection[str] = ()
    tasks: Collection[str] = ()
    late: Collection[str] = ()
    due: Collection[Span] = ()
    due_span: Span | None = None
    missing_contacts: bool = False
    never_reminded: bool = False
    interviews: Collection[Span] = ()
    interview_span: Span | None = None
    available_since: datetime | None = None
    is_snoozed: bool = False
    late_hours: int = 24
    named: ColumnElement[bool] | None = None


def is_late_for_staff(kinds: Sequence[str], now: datetime, hours: int) -> ColumnElement[bool]:
    """Return the condition that a task of these kinds was due so many hours ago, is not done, and is not snoozed."""
    table = CandidateSummary
    is_seen = or_(table.snoozed_until.is_(None), table.snoozed_until <= now)
    due_by = table.next_due_at <= now - timedelta(hours=hours)
    return and_(due_by, table.late_from.is_not(None), table.next_kind.in_(kinds), is_seen)


def matching(viewer: Viewer, chosen: CandidateFilter, late_kinds: Sequence[str], now: datetime) -> Select[uuid.UUID]:
    """Return the query for the ids of the visible candidates that the filter lets through."""
    visible = candidates.is_in_scope(viewer, CandidateSummary.recruiter_id, CandidateSummary.office_id)
    return select(CandidateSummary.id).where(visible, *_conditions(chosen, late_kinds, now))


def in_order(found: Select[uuid.UUID], order: Order) -> Select[Candidate]:
    """Return the query for all of these candidates as they are exported, sorted like the list."""
    shown = select(Candidate).options(joinedload(Candidate.field), joinedload(Candidate.recruiter))
    shown = shown.join(CandidateSummary, is_row(Candidate.id, CandidateSummary))
    return listing.in_order(CANDIDATES, shown, found, order)


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
        .join(Candidate, is_row(table.id, Candidate))
        .outerjoin(JobField, is_row(table.field_id, JobField))
        .outerjoin(Office, is_row(table.office_id, Office))
        .outerjoin(Account, is_row(table.recruiter_id, Account))
        .outerjoin(Application, is_row(table.next_application_id, Application))
        .outerjoin(Employer, is_row(Application.employer_id, Employer))
        .outerjoin(InterviewPerson, is_row(table.next_person_id, InterviewPerson))
        .outerjoin(Contact, is_row(InterviewPerson.contact_id, Contact))
    )


def _conditions(chosen: CandidateFilter, late_kinds: Sequence[str], now: datetime) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each filter that is set."""
    table = CandidateSummary
    for column, values in (
        (table.field_id, chosen.fields),
        (table.office_id, chosen.offices),
        (table.recruiter_id, chosen.recruiters),
        (table.state, chosen.states),
        (table.next_kind, chosen.tasks),
    ):
        if values:
            yield column.in_(values)
    if chosen.late or chosen.due:
        late = {LATE_NOW: table.late_from < now, LATE_DAY: is_late_for_staff(late_kinds, now, chosen.late_hours)}
        due = [is_within(table.next_due_at, span) for span in chosen.due]
        yield or_(*(late[value] for value in chosen.late), *due)
    if chosen.due_span:
        yield is_within(table.next_due_at, chosen.due_span)
    if chosen.is_snoozed:
        yield table.snoozed_until > now
    if chosen.missing_contacts:
        yield table.missing_contacts > 0
    if chosen.never_reminded:
        yield table.reminded_at.is_(None)
    if chosen.available_since:
        yield table.available_from > chosen.available_since
    yield from _joined_conditions(chosen)


def _joined_conditions(chosen: CandidateFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on other tables."""
    if chosen.employers:
        yield _applied_at(chosen.employers)
    if chosen.interviews:
        yield _interviewed(chosen.interviews)
    if chosen.interview_span:
        yield _interviewed([chosen.interview_span])
    if chosen.tags:
        yield CandidateSummary.id.in_(tags.tagged(chosen.tags))
    if chosen.named is not None:
        yield CandidateSummary.id.in_(select(Candidate.id).where(chosen.named))


def _applied_at(employers: Collection[str]) -> ColumnElement[bool]:
    theirs = ApplicationSummary.agency_id == CandidateSummary.agency_id
    there = ApplicationSummary.employer_id.in_(contacts.employers_named(employers))
    return exists().where(theirs, ApplicationSummary.candidate_id == CandidateSummary.id, there)


def _interviewed(spans: Collection[Span]) -> ColumnElement[bool]:
    then = or_(*(is_within(InterviewSummary.starts_at, span) for span in spans))
    return CandidateSummary.id.in_(select(InterviewSummary.candidate_id).where(IS_PLANNED, then))


def _joined(column: Any, model: Any) -> SortKey:
    """Return the order by the name of what the column names, then by the candidates' names; None comes first.

    No letter sorts before the sign between the two names.
    """
    value = func.lower(func.coalesce(model.name, "")) + literal("\x01") + CandidateSummary.sort_name
    return SortKey(value, Text(), lambda query: query.outerjoin(model, is_row(column, model)), for_short_lists=True)


SORT_KEYS = {
    NAME: SortKey(CandidateSummary.sort_name, Text()),
    DUE: SortKey(listing.value_or(CandidateSummary.next_due_at, LAST), TIMESTAMP(timezone=True)),
    HEARD: SortKey(listing.value_or(CandidateSummary.heard_at, NEVER), TIMESTAMP(timezone=True)),
    FIELD: _joined(CandidateSummary.field_id, JobField),
    OFFICE: _joined(CandidateSummary.office_id, Office),
    RECRUITER: _joined(CandidateSummary.recruiter_id, Account),
}
"""What each order sorts by. Who has no next task comes after, who was never heard before all others."""
CANDIDATES = ListQuery(CandidateSummary, SORT_KEYS, _shown)
