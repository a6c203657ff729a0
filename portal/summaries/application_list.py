"""The list of applications: its filters and orders, read from the summaries."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TIMESTAMP, ColumnElement, Select, Subquery, Text, and_, func, literal, or_, select, true
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.models import Contact, Employer
from portal.core import listing
from portal.core.db import is_row
from portal.core.listing import ListQuery, Order, SortKey, Span, is_within
from portal.interviews.models import InterviewPerson
from portal.summaries.candidate_list import Ids
from portal.summaries.models import LAST, NEVER, ApplicationSummary, CandidateSummary

CANDIDATE, EMPLOYER, DUE, NO_ANSWER = "candidate", "employer", "due", "no_answer"


@dataclass(frozen=True)
class ApplicationFilter:
    """Which applications the list shows; what is None or empty filters nothing, and of several values one is enough.

    With `late`, the next task is late, or, with spans in `due`, in one of them. `tasks` are kinds of step, `employers`
    are names. `unthanked`: an interview was held, and not everyone is thanked. `no_answer_since`: since
    then, for want of an answer, it was to be closed, lapsed, or closed by itself. `named` is a condition on candidates.
    """

    offices: Ids = ()
    recruiters: Ids = ()
    employers: Collection[str] = ()
    states: Collection[str] = ()
    tasks: Collection[str] = ()
    late: bool = False
    due: Collection[Span] = ()
    missing_contacts: bool = False
    unthanked: bool = False
    has_offer: bool = False
    no_answer_since: datetime | None = None
    named: ColumnElement[bool] | None = None


def matching(viewer: Viewer, chosen: ApplicationFilter, now: datetime) -> Select[uuid.UUID]:
    """Return the query for the ids of the applications of visible candidates that the filter lets through."""
    table = ApplicationSummary
    visible = candidates.is_in_scope(viewer, table.recruiter_id, table.office_id)
    return select(table.id).where(visible, *_conditions(chosen, now))


def in_order(found: Select[uuid.UUID], order: Order) -> Select[Application]:
    """Return the query for all of these applications as they are exported, sorted like the list."""
    shown = select(Application).options(
        joinedload(Application.candidate).joinedload(Candidate.recruiter), joinedload(Application.employer)
    )
    summarized = shown.join(ApplicationSummary, is_row(Application.id, ApplicationSummary))
    return listing.in_order(APPLICATIONS, summarized, found, order)


def _conditions(chosen: ApplicationFilter, now: datetime) -> Iterator[ColumnElement[bool]]:
    table = ApplicationSummary
    for column, values in (
        (table.office_id, chosen.offices),
        (table.recruiter_id, chosen.recruiters),
        (table.state, chosen.states),
        (table.next_kind, chosen.tasks),
    ):
        if values:
            yield column.in_(values)
    if chosen.late or chosen.due:
        late: Sequence[ColumnElement[bool]] = [table.late_from < now] if chosen.late else []
        yield or_(*late, *(is_within(table.next_due_at, span) for span in chosen.due))
    if chosen.employers:
        yield table.employer_id.in_(contacts.employers_named(chosen.employers))
    if chosen.missing_contacts:
        yield table.missing_contacts > 0
    if chosen.unthanked:
        yield table.unthanked_from <= now
    if chosen.has_offer:
        yield and_(table.has_offer, true())
    if chosen.no_answer_since:
        yield chosen.no_answer_since < _NO_ANSWER_AT
    if chosen.named is not None:
        yield table.candidate_id.in_(select(Candidate.id).where(chosen.named))


def _shown(ids: Subquery) -> Select[*tuple[Any, ...]]:
    """Return the query for the columns of the list, of these applications."""
    table = ApplicationSummary
    return (
        select(
            *(column for column in table.__table__.columns if column.name not in ("agency_id", "version")),
            Candidate.name.label("candidate"),
            Employer.name.label("employer"),
            Application.opening_title.label("job"),
            Account.name.label("recruiter"),
            Contact.name.label("person"),
            ids.c.place,
        )
        .select_from(ids)
        .join(table, table.id == ids.c.id)
        .join(Application, is_row(table.id, Application))
        .join(Candidate, is_row(table.candidate_id, Candidate))
        .join(Employer, is_row(table.employer_id, Employer))
        .outerjoin(Account, is_row(table.recruiter_id, Account))
        .outerjoin(InterviewPerson, is_row(table.next_person_id, InterviewPerson))
        .outerjoin(Contact, is_row(InterviewPerson.contact_id, Contact))
    )


def _with_candidate(query: Select[Any]) -> Select[Any]:
    return query.join(CandidateSummary, is_row(ApplicationSummary.candidate_id, CandidateSummary))


def _with_employer(query: Select[Any]) -> Select[Any]:
    return _with_candidate(query).join(Employer, is_row(ApplicationSummary.employer_id, Employer))


_NO_ANSWER_AT = listing.value_or(ApplicationSummary.no_answer_at, NEVER)
_BY_EMPLOYER = func.lower(Employer.name) + literal("\x01") + CandidateSummary.sort_name
SORT_KEYS = {
    CANDIDATE: SortKey(CandidateSummary.sort_name, Text(), _with_candidate),
    EMPLOYER: SortKey(_BY_EMPLOYER, Text(), _with_employer, for_short_lists=True),
    DUE: SortKey(listing.value_or(ApplicationSummary.next_due_at, LAST), TIMESTAMP(timezone=True)),
    NO_ANSWER: SortKey(_NO_ANSWER_AT, TIMESTAMP(timezone=True)),
}
"""What each order sorts by: no letter sorts before the sign between two names."""
APPLICATIONS = ListQuery(ApplicationSummary, SORT_KEYS, _shown)
