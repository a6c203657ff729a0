"""What the tick, the claims and the lists ask is answered by an index: read from PostgreSQL's own plans."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks import filling
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.approvals import returned_notes
from portal.calendar import queries as calendar
from portal.candidates import queries as candidates
from portal.cards import queries as cards
from portal.contacts.models import ContactRequest
from portal.core import clock, listing, tenancy
from portal.core.db import db
from portal.core.listing import Order
from portal.followups import queries as followups
from portal.followups import request_queries
from portal.insight import queries as insight
from portal.insight.queries import ReportFilter
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.messaging import claims
from portal.messaging import queries as mail
from portal.notes import queries as notes
from portal.reminders import queries as reminders
from portal.search import changes as search_changes
from portal.search import queries as search
from portal.summaries import candidate_list
from portal.summaries.candidate_list import NAME, CandidateFilter
from portal.today import people
from portal.today import queries as today
from portal.today.counts import load_waiting_counts
from portal.today.groups import Listing, load_group
from tests.architecture.list_questions import EVERY_ORDER, LIST_PAGES, OFFICE, OWN, VIEWER
from tests.architecture.plans import LARGE, plan_of, plans_of, reads_all, sorts_all
from tests.fixtures.servers import Urls

AGENCIES, CANDIDATES = 12, 250
WEEK = timedelta(days=7)
MAILS = (
    "insert into outgoing_messages (kind, key, queue, to_name, to_email, message_id, due_at, state, about_id) "
    "select 'prompt', id::text, 'due', name, email, id::text, ops.now(), 'sent', id from candidates"
)
WAITS = (
    "insert into contact_waits (id, contact_id, application_id, candidate_id, recruiter_id, office_id) "
    "select p.id, p.contact_id, i.application_id, a.candidate_id, c.recruiter_id, c.office_id from interview_people p "
    "join interviews i on i.id = p.interview_id join applications a on a.id = i.application_id "
    "join candidates c on c.id = a.candidate_id"
)
NOTES = (
    "insert into notes (interview_id, person_id, kind, medium, subject, body, saved_at) "
    "select interview_id, id, 'thank', 'card', 'Thank you', 'Dear', ops.now() from interview_people"
)
CARDS = (
    NOTES,
    "insert into cards (note_id, size, posted_by, ready_at) select id, 'us_a2', 'agency', ops.now() from notes",
    "update cards set mail_by = ops.now() where id in (select id from cards limit 3)",
)
"""Almost all of them were mailed."""
TAGS = (
    "insert into tags (name, name_key) select 'Tag ' || n, 'tag ' || n from generate_series(1, 20) n",
    "insert into candidate_tags (candidate_id, tag_id) select c.id, t.id from candidates c, tags t",
)
CANDIDATE = Viewer(uuid.uuid4(), "candidate", "Ann", "ann@example.org", "UTC", None, "own", None)
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
                for statement in (MAILS, WAITS, *TAGS, *CARDS):
                    db.session.execute(text(statement))
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


def asks(question: Any) -> Callable[[Session], object]:
    return lambda session: session.scalars(question(session).limit(LIMIT)).unique().all()


def searches(viewer: Viewer, words: str) -> Callable[[Session], object]:
    return lambda session: search.find(session, viewer, words)


def shows_week(viewer: Viewer) -> Callable[[Session], object]:
    """All that a week of the calendar asks."""

    def ask(session: Session) -> None:
        now = clock.now(session)
        days = [(now + timedelta(days=place), now + timedelta(days=place + 1)) for place in range(-3, 4)]
        calendar.interviews_of_days(session, viewer, days, LIMIT)
        calendar.count_interviews(session, viewer, days)
        calendar.tasks_of_days(session, viewer, days, now)
        calendar.people_at(session, OWN)

    return ask


def counts(viewer: Viewer) -> Callable[[Session], object]:
    """The figures of a week, and a page of a list, and the one that follows."""

    def ask(session: Session) -> None:
        now = clock.now(session)
        chosen = ReportFilter(viewer, now - WEEK, now, now)
        insight.load_shares(session, chosen, [chosen.start, chosen.end])
        for place in (None, (False, now, uuid.uuid4())):
            insight.load_rows(session, "thanked", chosen, place)

    return ask


def groups(viewer: Viewer) -> dict[str, Callable[[Session], object]]:
    """What each group of Today asks."""
    listings: dict[str, Callable[[datetime], Listing]] = {
        "requests": lambda _: today.contact_requests(viewer),
        "notes to review": lambda _: today.notes_to_review(viewer),
        "cards": lambda _: today.cards_to_mail(viewer),
        "late tasks": lambda now: people.late_tasks(viewer, ("thank", "debrief"), 24, now),
        "interviews": lambda now: people.interviews_between(viewer, now, now + WEEK),
        "responses": lambda _: today.responses(viewer),
        "emails": lambda _: today.emails(viewer, ("failed", "unknown", "lapsed")),
        "stopped notes": lambda now: today.stopped_notes(viewer, now - WEEK),
        "without answer": lambda now: people.without_answer(viewer, now - WEEK),
        "available": lambda now: people.available(viewer, now - WEEK),
        "snoozed": lambda now: people.snoozed(viewer, now),
    }

    def asks_for(listing: Callable[[datetime], Listing]) -> Callable[[Session], object]:
        return lambda session: load_group(session, listing(clock.now(session)))

    def counts(session: Session) -> object:
        now = clock.now(session)
        return load_waiting_counts(session, viewer, ("thank", "debrief"), 24, now)

    named = {f"what waits for {viewer.scope}": counts}
    return named | {f"the {name} of {viewer.scope} on Today": asks_for(listing) for name, listing in listings.items()}


OFFICES: dict[str, Callable[[Session], object]] = {
    "requests": asks(lambda _: request_queries.open_requests_visible_to(OFFICE)),
    "interviews": asks(lambda s: interviews.interviews_between(OFFICE, clock.now(s) - WEEK, clock.now(s) + WEEK)),
    "who waits for a contact": lambda s: request_queries.waiting_candidates_by_contact(
        s, OFFICE, [ContactRequest(contact_id=uuid.uuid4())]
    ),
}
LISTS: dict[str, Callable[[Session], object]] = {
    **groups(VIEWER),
    **groups(OFFICE),
    **groups(replace(OFFICE, scope="own")),
    **{f"an office's {name}": ask for name, ask in OFFICES.items()},
    **LIST_PAGES,
    "interviews": asks(lambda s: interviews.interviews_between(VIEWER, clock.now(s), clock.now(s) + WEEK)),
    "a week of the agency's calendar": shows_week(VIEWER),
    "a week of an office's calendar": shows_week(OFFICE),
    "a week of a recruiter's calendar": shows_week(replace(OFFICE, scope="own")),
    "requests": asks(lambda _: request_queries.open_requests_visible_to(VIEWER)),
    "candidates of one name": lambda s: search.candidates_sharing_name_with(s, VIEWER, "Dana Ruiz"),
    "the figures of the agency": counts(VIEWER),
    "the figures of an office": counts(OFFICE),
    "a recruiter's figures": counts(replace(OFFICE, scope="own")),
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
    assert len(listing.load_page(session, candidate_list.CANDIDATES, found, Order(NAME)).rows) == listing.PAGE_SIZE
    assert (session.scalar(READ, {"tables": [table]}) or 0) - before < CANDIDATES


@pytest.mark.parametrize("name", LISTS)
def test_what_the_program_asks_reads_no_large_table_from_end_to_end(session: Session, name: str) -> None:
    plans = plans_of(session, LISTS[name])
    assert plans, "it asked nothing"
    assert [plan for plan in plans if reads_all(plan)] == []


@pytest.mark.parametrize("name", EVERY_ORDER)
def test_an_order_of_a_long_list_sorts_no_more_than_a_page(session: Session, name: str) -> None:
    """With sorting made dear, PostgreSQL plans a sort only where no index has the order."""
    session.execute(text("set local enable_sort = off"))
    plans = [json.loads(plan)[0]["Plan"] for plan in plans_of(session, EVERY_ORDER[name], "(format json) ")]
    assert plans, "it asked nothing"
    assert [plan for plan in plans if sorts_all(plan)] == []


def test_the_ticks_questions_are_answered_by_its_indexes(filled: uuid.UUID, urls: Urls) -> None:
    assert filled
    with create_engine(urls.admin, poolclass=NullPool).connect() as owner:
        source = owner.scalar(text("select prosrc from pg_proc where proname = 'agencies_due'"))
        questions = source.partition("return query")[2].rpartition(";")[0]
        owner.execute(text("set role portal_tick"))
        plans = [plan_of(owner, part.replace("moment", "ops.now()"), ()) for part in questions.split("union all")]
    assert len(plans) >= 4
    assert [plan for plan in plans if reads_all(plan)] == []
