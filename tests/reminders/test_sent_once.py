"""A reminder is never sent twice for the same step and reason, whatever crashes (docs/rules.md#reminders)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.candidates import actions as candidates
from portal.core import tenancy, transaction
from portal.jobs import runner
from portal.messaging import claims, sending
from portal.messaging.circuit_breaker import CircuitBreaker
from portal.messaging.failing_servers import WatchedServer
from portal.messaging.sending import ClaimedBatch
from portal.reminders import actions as reminders
from portal.reminders import schedule
from portal.reminders.models import ReminderItem
from tests.reminders.conftest import Days


def due(days: Days) -> Days:
    """The debrief is open, committed, and nobody was asked for it yet."""
    days.at(11.5)
    reminders.replan(days.firm.session, {days.interview.application_id}, days.now)
    transaction.commit(days.firm.session, days.now)
    return days


def asks(days: Days) -> list[tuple[str, str]]:
    days.firm.session.expire_all()
    rows = days.firm.session.scalars(select(ReminderItem).where(ReminderItem.dropped_at.is_(None)))
    return sorted((row.kind, row.reason) for row in rows)


def test_two_workers_that_decide_at_once_make_one_mail(days: Days) -> None:
    assert reminders.enqueue_due_reminders(due(days).firm.session, days.now) == 1
    with runner.session() as other:
        tenancy.enter(other, days.firm.id)
        assert reminders.enqueue_due_reminders(other, days.now) == 0
    transaction.commit(days.firm.session, days.now)
    days.decide()
    assert days.fates() == [("queued", None)]


def test_a_worker_that_dies_while_deciding_leaves_nothing_and_the_next_decides(days: Days) -> None:
    reminders.enqueue_due_reminders(due(days).firm.session, days.now)
    transaction.rollback(days.firm.session)
    assert days.fates() == []
    days.decide()
    assert days.fates() == [("queued", None)]


def test_the_database_itself_keeps_a_step_from_being_asked_for_twice_for_one_reason(days: Days) -> None:
    due(days).decide()
    row = days.firm.session.scalars(select(ReminderItem)).one()
    names = ("reminder_id", "application_id", "interview_id", "person_id", "kind", "reason")
    days.firm.session.add(ReminderItem(**{name: getattr(row, name) for name in names}))
    with pytest.raises(IntegrityError, match="uq_reminder_items_step_reason"):
        days.firm.session.flush()


@pytest.mark.parametrize("state", ["sent", "unknown", "failed", "lapsed"])
def test_what_left_or_could_not_leave_is_not_asked_for_again_and_stops_nobody_else(days: Days, state: str) -> None:
    due(days).decide()
    (mail,) = days.mails()
    mail.state = state
    days.interview, first = days.met(11), days.interview
    days.at(12.5).decide()
    assert sorted(row.state for row in days.mails()) == sorted([state, "queued"])
    days.send()
    ((_, sent),) = days.catcher.mails
    body = sent.get_body(("plain",))
    assert body is not None
    assert days.interview.application.employer.name in body.get_content()
    assert first.application.employer.name not in body.get_content()


def test_a_worker_that_dies_with_the_mail_in_its_hands_leaves_it_unknown_and_unasked(days: Days) -> None:
    due(days).decide()
    session = days.firm.session
    token, (mail_id,) = claims.claim(session, "due", days.now, 50)
    mail = claims.lock_claimed(session, mail_id, token)
    assert mail is not None
    assert claims.hand_over_if_current(session, mail, token, "How did it go?", days.now)
    mail.lease_until = datetime.fromisoformat("2020-01-01T00:00Z")
    transaction.commit(session, days.now)
    claims.recover_expired(session, days.now)
    days.at(12).decide()
    days.send()
    assert [state for state, _ in days.fates()] == ["unknown"]
    assert days.catcher.mails == []


def test_two_workers_with_two_mails_for_one_candidate_ask_for_each_step_once(days: Days) -> None:
    due(days).decide()
    days.interview = days.met(11)
    days.at(12.5).decide()
    first, second = days.mails()
    session = days.firm.session
    token, claimed = claims.claim(session, "due", days.now, 50)
    assert set(claimed) == {first.id, second.id}
    transaction.commit(session, days.now)

    def worker(own: Session) -> ClaimedBatch:
        server = WatchedServer("127.0.0.1:25", CircuitBreaker(), was_failing=False)
        return ClaimedBatch(own, sending.transport(), sending.transport().sender(own), token, list(claimed), server)

    with runner.session() as other:
        tenancy.enter(other, days.firm.id)
        assert worker(other).hand_over(second.id, days.now) is not None
        transaction.commit(other, days.now)
    assert worker(session).hand_over(first.id, days.now) is None
    transaction.commit(session, days.now)
    assert [state for state, _ in days.fates()] == ["dropped", "handed_over"]
    assert asks(days) == [("debrief", "opened"), ("debrief", "opened")]


def test_what_was_withheld_is_asked_for_once_it_no_longer_is(days: Days) -> None:
    due(days).decide()
    until = days.now + timedelta(minutes=30)
    candidates.suppress_reminders(days.firm.command(now=days.now), days.person, "paused", until=until)
    days.firm.commit()
    reminders.enqueue_due_reminders(days.firm.session, days.now)
    days.send()
    assert days.fates() == [("dropped", "paused")]
    days.at(12.6)
    assert reminders.enqueue_due_reminders(days.firm.session, days.now) == 1
    transaction.commit(days.firm.session, days.now)
    days.send()
    assert sorted(days.fates(), key=str) == [("dropped", "paused"), ("sent", None)]


def test_whoever_accepts_the_invitation_is_asked_for_what_stands_open(days: Days) -> None:
    account = days.firm.account_of(days.person)
    account.accepted_at = None
    due(days).decide()
    assert days.fates() == []
    account.accepted_at = days.now
    days.at(12.6)
    assert reminders.enqueue_due_reminders(days.firm.session, days.now) == 0, (
        "nobody looks every hour at whoever has not accepted"
    )
    schedule.recompute(days.firm.session, account.id, days.now)
    reminders.enqueue_due_reminders(days.firm.session, days.now)
    assert days.fates() == [("queued", None)]
