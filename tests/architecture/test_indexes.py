"""What the tick, the claims and the lists ask is answered by an index: read from PostgreSQL's own plans."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks import filling
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.approvals import returned_notes
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.cards import queries as cards
from portal.contacts import queries as contacts
from portal.contacts.models import Contact, ContactRequest
from portal.core import clock, tenancy
from portal.core.db import db
from portal.followups import queries as followups
from portal.followups import request_queries
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.messaging import claims
from portal.messaging import queries as mail
from portal.notes import queries as notes
from portal.reminders import queries as reminders
from portal.search import changes as search_changes
from portal.search import queries as search
from portal.summaries import candidate_list
from portal.summaries.candidate_list import DUE, LATE_DAY, LATE_NOW, SORT_KEYS, CandidateFilter, Order
from tests.fixtures.servers import Urls

AGENCIES, CANDIDATES = 12, 250
WEEK = timedelta(days=7)
LARGE = (
    "candidates",
    "applications",
    "interviews",
    "interview_people",
    "steps",
    "outgoing_messages",
    "reminders",
    "reminder_items",
    "candidate_grams",
    "contact_grams",
    "interview_grams",
    "word_forms",
    "candidate_summaries",
    "application_summaries",
)
MAILS = (
    "insert into outgoing_messages (kind, key, queue, to_name, to_email, message_id, due_at, state, about_id) "
    "select 'prompt', id::text, 'due', name, email, id::text, ops.now(), 'sent', id from candidates"
)
CANDIDATE = Viewer(uuid.uuid4(), "candidate", "Ann", "ann@example.org", "UTC", None, "own", None)
OWN = [uuid.uuid4() for _ in range(3)]
VIEWER = Viewer(uuid.uuid4(), "owner", "Olga", "olga@example.com", "UTC", None, "agency", None)
OFFICE = Viewer(uuid.uuid4(), "recruiter", "Rita", "rita@example.com", "UTC", uuid.uuid4(), "office", None)
LIMIT, FEW = 50, 3
SEARCHES = ("da", "dana", "dnaa", "dana ruiz", "dana ruzi", "park employer", "212 555")
READ = text(
    "with t as (select oid from pg_class where relname = any(:tables) and relkind = 'r') select "
    "(select sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid)) from t) + "
    "(select sum(pg_stat_get_xact_tuples_fetched(indexrelid)) from pg_index where indrelid in (select oid from t))"
)
"""How many rows of these tables the transaction has read, by scans and through their indexes."""
THEIRS = Interview.application_id.in_(OWN)


@pytest.fixture(scope="module")
def filled(app: Flask, urls: Urls) -> uuid.UUID:
    """One of a dozen agencies with many candidates; the planner knows how many. Nothing is due of any."""
    with app.app_context():
        made = [filling.agency(CANDIDATES) for _ in range(AGENCIES)]
        for agency_id in made:
            with tenancy.inside(db.session(), agency_id):
                db.session.execute(text(MAILS))
                search_changes.rebuild(db.session())
                db.session.commit()
    with create_engine(urls.admin, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as owner:
        owner.execute(text("analyze"))
    return made[0]


@pytest.fixture
def session(app: Flask, filled: uuid.UUID) -> Iterator[Session]:
    with app.app_context(), tenancy.inside(db.session(), filled):
        yield db.session()
        db.session.rollback()


BY_NAME, SOMEONE, DAY = Order(), uuid.uuid4(), datetime(2026, 12, 1, tzinfo=UTC)


def asks(question: Any) -> Callable[[Session], object]:
    return lambda session: session.scalars(question(session).limit(LIMIT)).unique().all()


def searches(viewer: Viewer, words: str) -> Callable[[Session], object]:
    return lambda session: search.find(session, viewer, words)


def lists(viewer: Viewer, chosen: CandidateFilter, order: Order = BY_NAME) -> Callable[[Session], object]:
    """A page of the list of candidates, the page that follows it, and the count."""

    def ask(session: Session) -> None:
        found = candidate_list.matching(viewer, chosen, ("thank", "debrief"), clock.now(session))
        last = candidate_list.load_page(session, found, order).after or ("2026-12-01", uuid.uuid4())
        candidate_list.load_page(session, found, replace(order, after=last))
        candidate_list.count(session, found)

    return ask


FILTERS = {
    "all": CandidateFilter(),
    "one field": CandidateFilter(field_id=SOMEONE),
    "one office": CandidateFilter(office_id=SOMEONE),
    "one recruiter": CandidateFilter(recruiter_id=SOMEONE),
    "one employer": CandidateFilter(employer_id=SOMEONE),
    "late": CandidateFilter(late=LATE_NOW),
    "late by a day": CandidateFilter(late=LATE_DAY),
    "contact info missing": CandidateFilter(missing_contacts=True),
    "interviewed then": CandidateFilter(interview_from=DAY, interview_until=DAY + WEEK),
    "available": CandidateFilter(available_since=DAY),
}
OFFICES: dict[str, Callable[[Session], object]] = {
    "requests": asks(lambda _: request_queries.open_requests_visible_to(OFFICE)),
    "late applications": asks(
        lambda s: followups.applications_of_steps(followups.late_steps(OFFICE, clock.now(s), ("debrief", "thank")))
    ),
    "interviews": asks(lambda s: interviews.interviews_between(OFFICE, clock.now(s) - WEEK, clock.now(s) + WEEK)),
    "free candidates": asks(lambda s: applications.available_candidates(OFFICE, clock.now(s) - WEEK, LIMIT)),
    "who waits for a contact": lambda s: request_queries.waiting_candidates_by_contact(
        s, OFFICE, [ContactRequest(contact_id=uuid.uuid4())]
    ),
}
LISTS: dict[str, Callable[[Session], object]] = {
    **{f"an office's {name}": ask for name, ask in OFFICES.items()},
    **{f"the list of candidates, {name}": lists(VIEWER, chosen) for name, chosen in FILTERS.items()},
    **{f"the list of candidates by {key}": lists(VIEWER, CandidateFilter(), Order(key)) for key in SORT_KEYS},
    "an office's list of candidates": lists(OFFICE, CandidateFilter()),
    "a recruiter's list of candidates": lists(replace(OFFICE, scope="own"), CandidateFilter(), Order(DUE)),
    "interviews": asks(lambda s: interviews.interviews_between(VIEWER, clock.now(s), clock.now(s) + WEEK)),
    "employers": asks(lambda _: contacts.employers_by_name()),
    "contacts": asks(lambda _: contacts.contacts_by_name()),
    "the list of candidates with a word": lists(VIEWER, CandidateFilter(named=search.matching(Candidate, "ruiz"))),
    "contacts with a word": asks(lambda _: contacts.contacts_by_name().where(search.matching(Contact, "le pa"))),
    "requests": asks(lambda _: request_queries.open_requests_visible_to(VIEWER)),
    "steps standing": asks(lambda _: followups.pending_steps(VIEWER)),
    "mail": asks(lambda _: mail.latest_messages()),
    "failed mail": asks(lambda _: mail.messages_in_states(("failed", "unknown"))),
    **{f"search for {words} by {who.role}": searches(who, words) for words in SEARCHES for who in (VIEWER, OFFICE)},
    "a candidate's steps": lambda s: reminders.pending_steps_of(s, uuid.uuid4()),
    "a candidate's done steps": lambda s: followups.steps_done_since(s, uuid.uuid4(), clock.now(s) - WEEK),
    "a candidate's interviews": asks(
        lambda s: interviews.interviews_between(CANDIDATE, clock.now(s), clock.now(s) + timedelta(days=60)).where(
            THEIRS
        )
    ),
    "a candidate's notes": asks(lambda _: notes.notes_in_progress(CANDIDATE).where(THEIRS)),
    "a candidate's cards": asks(lambda _: cards.cards_at_agency(CANDIDATE).where(THEIRS)),
    "a candidate's returned notes": asks(lambda _: returned_notes.notes_recalled_or_returned(CANDIDATE).where(THEIRS)),
    "to prompt": asks(lambda s: candidates.candidates_due_for_reminder(clock.now(s), LIMIT)),
    "to re-plan": asks(lambda s: applications.applications_to_replan(clock.now(s), LIMIT)),
    "mails to send": lambda s: claims.claim(s, "due", clock.now(s), LIMIT),
    "mails to reap": lambda s: claims.recover_expired(s, clock.now(s)),
}


@pytest.mark.parametrize("name", OFFICES)
def test_what_an_office_asks_reads_its_own_rows_and_not_the_agencys(session: Session, name: str) -> None:
    session.execute(text("insert into offices (id, name) values (:id, 'Few')"), {"id": OFFICE.office_id})
    some = text("update candidates set office_id = :id where id in (select id from candidates limit :few)")
    session.execute(some, {"id": OFFICE.office_id, "few": FEW})
    before = session.scalar(READ, {"tables": list(LARGE)}) or 0
    OFFICES[name](session)
    assert (session.scalar(READ, {"tables": list(LARGE)}) or 0) - before < CANDIDATES


@pytest.mark.parametrize("table", ["candidate_summaries", "applications"])
def test_a_page_of_the_list_reads_the_rows_that_it_shows_and_not_the_agencys(session: Session, table: str) -> None:
    found = candidate_list.matching(VIEWER, CandidateFilter(), (), clock.now(session))
    before = session.scalar(READ, {"tables": [table]}) or 0
    assert len(candidate_list.load_page(session, found, BY_NAME).rows) == candidate_list.PAGE_SIZE
    assert (session.scalar(READ, {"tables": [table]}) or 0) - before < CANDIDATES


@pytest.mark.parametrize("name", LISTS)
def test_what_the_program_asks_reads_no_large_table_from_end_to_end(session: Session, name: str) -> None:
    with_plans = _plans(session, LISTS[name])
    assert with_plans, "it asked nothing"
    assert [plan for plan in with_plans if _reads_all(plan)] == []


def test_the_ticks_questions_are_answered_by_its_indexes(filled: uuid.UUID, urls: Urls) -> None:
    assert filled
    with create_engine(urls.admin, poolclass=NullPool).connect() as owner:
        source = owner.scalar(text("select prosrc from pg_proc where proname = 'agencies_due'"))
        questions = source.partition("return query")[2].rpartition(";")[0]
        owner.execute(text("set role portal_tick"))
        plans = [_plan(owner, part.replace("moment", "ops.now()"), ()) for part in questions.split("union all")]
    assert len(plans) >= 4
    assert [plan for plan in plans if _reads_all(plan)] == []


def _plans(session: Session, ask: Callable[[Session], object]) -> list[str]:
    found: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        found.append((statement, parameters))

    session.connection()
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        ask(session)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    return [_plan(session.connection(), *row) for row in found if re.search(r"\bfrom\b|^update", row[0], re.IGNORECASE)]


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    return "\n".join(connection.exec_driver_sql(f"explain {statement}", parameters).scalars())


def _reads_all(plan: str) -> bool:
    return any(f"Seq Scan on {table} " in plan for table in LARGE)
