"""Reminders of a batch are read together; each goes out as read only where nothing behind it has changed since."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.pool import NullPool

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.candidates import actions as candidates
from portal.candidates import queries as candidate_queries
from portal.cards.models import Card
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import tenancy
from portal.core.command import OPERATOR, Command
from portal.core.services import services
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.interviews.contact_info import mark_not_available
from portal.jobs import runner
from portal.messaging import claims
from portal.messaging import queries as messages
from portal.notes.models import Note
from portal.reminders import prefetch, queries
from tests.messaging.catching import Catcher
from tests.messaging.conftest import Outbox
from tests.reminders.conftest import HOUR, Days, all_due, other

CHANGE = {"outgoing_messages": "state = 'unknown'"}
"""Of a mail its state counts; of all others any new version of the row."""
NEVER_CHANGED = {"task_links"}
"""A link leads to the same page as long as it is kept, by the same token."""
ALL = "select id from "
BEHIND = {"outgoing_messages": "select message_id from notes union select message_id from reminders"}
"""The test has made rows that no reminder comes from, too."""
READ = re.compile(r"\b(?:FROM|JOIN) ((?:ops\.)?[a-z_]+)\b(?![(.])")


def meanwhile(catcher: Catcher, deed: Callable[[Session], object], days: Days) -> None:
    """While the server takes the first mail, somebody else does this, and commits it."""

    def answer(*_asked: object) -> str:
        if not catcher.mails:
            with days.firm.app.app_context(), runner.session() as session:
                tenancy.enter(session, days.firm.id)
                deed(session)
        return "250 OK"

    catcher.answer_data = answer


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database was asked in the block."""
    found: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    yield found
    event.remove(Engine, "before_cursor_execute", heard)


@contextmanager
def loaded() -> Iterator[list[Any]]:
    """The rows that came as objects in the block."""
    found: list[Any] = []

    def heard(row: object, *_more: object) -> None:
        found.append(row)

    event.listen(Mapper, "load", heard)
    yield found
    event.remove(Mapper, "load", heard)


def test_a_mail_that_nothing_has_happened_to_costs_its_commit_and_two_statements(days: Days) -> None:
    """One hands it over where all is as it was, and one records its outcome."""
    everybody = [days, *(other(days, f"Bea Ray {number}") for number in range(3))]
    asked = {}
    for due in (everybody[:1], everybody[1:]):
        all_due(*due)
        with statements() as found:
            days.send()
        asked[len(due)] = [statement for statement in found if "set_config" not in statement]
    assert len(days.catcher.mails) == 4
    assert len(asked[3]) == len(asked[1]) + 2 * 2


def paused(session: Session, due: Days) -> None:
    person = candidate_queries.find_candidate(session, due.person.id)
    assert person is not None
    candidates.suppress_reminders(Command(session, OPERATOR, due.now), person, "paused")


def closed(session: Session, due: Days) -> None:
    application = session.scalars(select(Application).where(Application.id == due.interview.application_id)).one()
    applications.close(Command(session, OPERATOR, due.now), application, "withdrawn")


@pytest.mark.parametrize(("happens", "reason"), [(paused, "paused"), (closed, "nothing_left")])
def test_a_mail_whose_reason_goes_while_its_batch_is_sent_does_not_go_out(
    days: Days, happens: Callable[[Session, Days], None], reason: str
) -> None:
    second = other(days)
    all_due(days, second)
    meanwhile(days.catcher, lambda session: happens(session, second), days)
    days.send()
    assert [to for to, _ in days.catcher.mails] == [days.person.email]
    assert (days.fates(), second.fates()) == ([("sent", None)], [("dropped", reason)])


def test_what_changes_while_its_batch_is_sent_is_what_a_mail_says(days: Days) -> None:
    second = other(days)
    all_due(days, second)
    rename = text("update employers set name = 'Renamed' where id = :id")
    values = {"id": second.interview.application.employer_id}
    meanwhile(days.catcher, lambda session: session.execute(rename, values), days)
    days.send()
    ((_, mail),) = [found for found in days.catcher.mails if found[0] == second.person.email]
    assert mail["Subject"] == "How did it go with Eve Ng at Renamed?"


def test_a_mail_whose_time_passes_while_its_batch_is_sent_waits(days: Days) -> None:
    second = other(days)
    days.at(19.95).decide()
    second.at(19.95).decide()
    evening = days.at(19.99).now

    def later(*_asked: object) -> str:
        days.now = evening + timedelta(minutes=2)
        return "250 OK"

    days.catcher.answer_data = later
    days.send()
    assert (days.fates(), second.fates()) == ([("sent", None)], [("queued", None)])


def test_what_cannot_be_read_together_is_sent_one_by_one(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    second = other(days)
    all_due(days, second)

    def breaks(*_facts: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(queries, "source_fingerprints", breaks)
    days.send()
    assert (days.fates(), second.fates()) == ([("sent", None)], [("sent", None)])


def test_a_statement_that_fails_costs_neither_that_mail_nor_what_became_of_the_last(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = other(days)
    all_due(days, second)
    hand_over, tried = claims.hand_over_if_current, []

    def fails_the_second_time(session: Session, *facts: Any, **more: Any) -> bool:
        tried.append(more["precondition"])
        if len(tried) == 2:
            session.execute(text("select 1 / 0"))
        return hand_over(session, *facts, **more)

    monkeypatch.setattr(claims, "hand_over_if_current", fails_the_second_time)
    days.send()
    assert [precondition is not None for precondition in tried] == [True, True, False]
    assert (days.fates(), second.fates()) == ([("sent", None)], [("sent", None)])
    assert len(days.catcher.mails) == 2


def test_a_mail_whose_facts_cannot_be_decided_from_is_rechecked_and_the_last_is_recorded(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = other(days)
    all_due(days, second)
    verdict, tried = prefetch.PrefetchedReminder.verdict, []

    def fails_the_second_time(self: prefetch.PrefetchedReminder, now: datetime) -> Any:
        tried.append(self.candidate_id)
        return verdict(self, now) if len(tried) == 1 else 1 // 0

    monkeypatch.setattr(prefetch.PrefetchedReminder, "verdict", fails_the_second_time)
    days.send()
    assert tried == [days.person.id, second.person.id]
    assert (days.fates(), second.fates()) == ([("sent", None)], [("sent", None)])


@pytest.fixture
def busy(days: Days) -> Days:
    """A reminder waits behind which there is a row of every kind that any reminder has behind it."""
    session, firm = days.firm.session, days.firm
    days.interview = days.met(9, "Lee Park", "Dana Ruiz <dana@acme.example>")
    lee, dana = sorted(days.interview.people, key=lambda row: row.contact.name != "Lee Park")
    days.at(10.5)
    told = tuple(PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in (lee, dana))
    debriefs.finish(Command(session, firm.by, days.now), days.interview, DebriefAnswers(told, Pace()))
    candidates.suppress_reminders(Command(session, firm.by, days.now), days.person, "paused", until=days.now - HOUR)
    firm.commit()
    request = session.scalars(select(ContactRequest).where(ContactRequest.contact_id == lee.contact_id)).one()
    mark_not_available(Command(session, firm.by, days.now), request, "refused")
    request.answered_by_id = firm.stranger.id
    days.decide()
    (mail,) = days.mails()
    ahead_of_them = days.met(16, "Eve Ng")
    ahead_of_them.people[0].contact.employer_id = firm.employer("Elsewhere").id
    firm.commit()
    note = Note(interview_id=days.interview.id, person_id=dana.id, kind="thank", subject="", body="", saved_at=days.now)
    note.message_id = Outbox(firm).put()
    session.add(note)
    session.flush()
    session.add(Card(note_id=note.id, size="a6", posted_by="candidate"))
    firm.commit()
    assert mail.state == "queued"
    return days


@pytest.mark.parametrize("looked_after", [True, False])
def test_whatever_row_a_reminder_was_read_from_its_change_is_seen(busy: Days, *, looked_after: bool) -> None:
    session, (mail,) = busy.firm.session, busy.mails()
    busy.person.recruiter_id = busy.firm.recruiter.id if looked_after else None
    busy.firm.commit()
    copy = messages.detached_copies(session, [mail.id])[mail.id]
    session.expunge_all()
    with statements() as asked, loaded() as rows:
        found = prefetch.read(session, [copy], busy.now)[copy.id]
    whole = {name for statement in asked for name in READ.findall(statement)} - NEVER_CHANGED
    as_objects = {(_table(row), row.id) for row in rows}
    assert len(whole) >= 15
    in_part = whole - {table for table, _ in as_objects}
    others = {(name, row_id) for name in in_part for row_id in session.scalars(text(BEHIND.get(name, ALL + name)))}
    assert {table for table, _ in others} == in_part
    changing = sorted(as_objects | others, key=lambda row: (row[0].startswith("ops."), row))
    assert [row for row in changing if not _seen(busy, found, *row)] == []


def _table(row: Any) -> str:
    return str(type(row).__table__)


def _stands(session: Session, found: prefetch.PrefetchedReminder) -> bool:
    return bool(session.scalar(select(found.precondition.condition), dict(found.precondition.values)))


def _seen(days: Days, found: prefetch.PrefetchedReminder, table: str, row_id: object) -> bool:
    """Whether the reminder no longer stands once this row has been written again."""
    session = days.firm.session
    session.rollback()
    assert _stands(session, found)
    change = text(f"update {table} set {CHANGE.get(table, 'id = id')} where id = :id")
    if table.startswith("ops."):
        with create_engine(services().settings.admin_url or "", poolclass=NullPool).begin() as owner:
            owner.execute(change, {"id": row_id})
    else:
        session.execute(change, {"id": row_id})
    return not _stands(session, found)
