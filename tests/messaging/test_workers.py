"""Whoever sends can die, doze off or be two: each mail is claimed once, and what was lost is found again."""

import os
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Timer
from typing import Any

import pytest
from rq.timeouts import JobTimeoutException
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from portal.core.settings import Settings
from portal.jobs.workers import TimeIsUp, Worker
from portal.messaging import claims, pausing, test_mail
from portal.messaging.kinds import MailKind
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import Sent
from tests.factories.firm import Firm
from tests.fixtures.services import replaced, with_kind
from tests.fixtures.waiting import SECONDS, comes_true
from tests.messaging.catching import Catcher
from tests.messaging.conftest import Outbox
from tests.messaging.misbehaving import Misbehaving, hangs

LOSE = text(
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
)
WORKER = """
import sys
from portal.app import create_app
from portal.jobs import runner
with runner.jobs_context(create_app()):
    runner.run(sys.argv[1], "mail_due")
"""


def worker(settings: Settings, agency_id: uuid.UUID, port: int) -> "subprocess.Popen[bytes]":
    variables = {
        **os.environ,
        "PORTAL_ENV": "test",
        "PORTAL_VAR": str(settings.var),
        "DATABASE_URL": settings.database_url or "",
        "REDIS_URL": settings.redis_url or "",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, str(agency_id)], env=variables)


def test_a_worker_killed_amid_a_mail_leaves_that_one_unknown_and_the_others_go_once(
    outbox: Outbox, server: Misbehaving, settings: Settings
) -> None:
    first, second, third = (outbox.put() for _ in range(3))
    outbox.firm.commit()
    server.deeds["text"] = lambda talk: hangs(talk) if len(server.texts) == 2 else talk.say("250 taken")
    killed = worker(settings, outbox.firm.id, server.port)
    assert comes_true(lambda: len(server.texts) == 2)
    killed.kill()
    assert killed.wait(SECONDS) < 0
    del server.deeds["text"]
    assert outbox.send() == 0
    assert outbox.leases_ran_out() == 2
    assert outbox.send() == 1
    assert [outbox.row(mail).state for mail in (first, second, third)] == ["sent", "unknown", "sent"]
    identifiers = [outbox.row(mail).message_id for mail in (first, second, third)]
    assert [sum(name.encode() in text for text in server.texts) for name in identifiers] == [1, 1, 1]


def test_connections_that_are_lost_while_a_server_takes_a_mail_cost_nothing_of_what_became_of_it(
    outbox: Outbox, catcher: Catcher, settings: Settings
) -> None:
    mails = [outbox.put() for _ in range(3)]
    other = create_engine(settings.database_url or "", poolclass=NullPool)

    def loses(*_asked: object) -> str:
        with other.connect() as connection:
            connection.execute(LOSE)
        return "250 OK"

    catcher.answer_data = loses
    outbox.send()
    assert [outbox.fate(mail) for mail in mails] == [("sent", None)] * 3
    assert len(catcher.mails) == 3


def test_an_accepted_mail_is_recorded_as_sent_once_the_database_is_back(
    outbox: Outbox, catcher: Catcher, settings: Settings
) -> None:
    mails = [outbox.put() for _ in range(3)]
    urls = settings.admin_url or "", settings.database_url or ""
    owner, program = (create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() for url in urls)
    name = owner.scalar(text("select current_database()"))
    back: list[Timer] = []

    def takes_connections(limit: int) -> None:
        owner.execute(text(f'alter database "{name}" connection limit {limit}'))

    def goes_away(*_asked: object) -> str:
        if not back:
            takes_connections(0)
            program.execute(LOSE)
            back.append(Timer(2, takes_connections, [-1]))
            back[0].start()
        return "250 OK"

    catcher.answer_data = goes_away
    assert outbox.send() == 3
    back[0].join()
    owner.close()
    program.close()
    assert outbox.fate(mails[0]) == ("sent", None)
    assert [outbox.row(mail).attempts for mail in mails[1:]] == [0, 0]
    outbox.send()
    assert [outbox.fate(mail) for mail in mails] == [("sent", None)] * 3
    assert len(catcher.mails) == 3


def test_an_accepted_mail_is_recorded_where_its_consequences_cannot_be(outbox: Outbox, catcher: Catcher) -> None:
    def breaks(session: Session, _message: OutgoingMessage, _now: datetime) -> None:
        session.info.setdefault("portal.touched", set()).add(uuid.uuid4())

    def no_plan(*_touched: object) -> None:
        raise ZeroDivisionError

    broken = replace(test_mail.KINDS[0], name="broken", settled=breaks)
    mail = outbox.put(kind="broken")
    app = outbox.firm.app
    with with_kind(app, broken), replaced(app, replan=no_plan), pytest.raises(ZeroDivisionError):
        outbox.send()
    assert outbox.fate(mail) == ("sent", None)
    assert len(catcher.mails) == 1


def test_a_job_whose_time_is_up_ends_in_the_midst_of_a_mail_and_blames_none(outbox: Outbox, catcher: Catcher) -> None:
    def waits(*_facts: object) -> Any:
        return Event().wait(SECONDS)

    kind = replace(test_mail.KINDS[0], name="slow", render=waits)
    before, slow, after = outbox.put(), outbox.put(kind="slow"), outbox.put()
    time_limit = Worker.death_penalty_class(1, JobTimeoutException)
    with with_kind(outbox.firm.app, kind), pytest.raises(TimeIsUp), time_limit:
        outbox.send()
    assert [outbox.fate(mail)[0] for mail in (before, slow, after)] == ["sent", "claimed", "claimed"]
    assert len(catcher.mails) == 1


def test_who_dozed_off_amid_a_mail_still_knows_best_what_became_of_it(outbox: Outbox) -> None:
    firm, mail = outbox.firm, outbox.put()
    firm.commit()
    token, _ = claims.claim(firm.session, "due", firm.now(), 1)
    message = claims.lock_claimed(firm.session, mail, token)
    assert message is not None
    assert claims.hand_over_if_current(firm.session, message, token, "Subject", firm.now())
    firm.commit()
    outbox.leases_ran_out()
    assert outbox.fate(mail) == ("unknown", "worker_gone")
    claims.record_outcome(firm.session, mail, token, Sent(), firm.now())
    assert outbox.row(mail).state == "unknown"  # `row` rolled it back; and now for good
    claims.record_outcome(firm.session, mail, token, Sent(), firm.now())
    firm.commit()
    assert outbox.fate(mail) == ("sent", None)


def test_what_is_late_lapses_and_is_not_sent(outbox: Outbox, catcher: Catcher) -> None:
    mail = outbox.put(not_after=outbox.firm.now())
    outbox.put("in.time@example.com", not_after=outbox.firm.now() + timedelta(hours=1))
    outbox.send()
    assert outbox.fate(mail) == ("lapsed", "not_in_time")
    assert [to for to, _ in catcher.mails] == ["in.time@example.com"]


@pytest.mark.parametrize("part", ["recheck", "render"])
def test_one_mail_that_cannot_be_written_delays_no_other(outbox: Outbox, catcher: Catcher, part: str) -> None:
    def breaks(_session: object, message: OutgoingMessage, *_more: object) -> object:
        raise ZeroDivisionError(message.kind)

    broken: Any = {part: breaks}
    before, bad, after = outbox.put(), outbox.put(kind="broken"), outbox.put()
    with with_kind(outbox.firm.app, replace(test_mail.KINDS[0], name="broken", **broken)):
        outbox.send()
    assert [outbox.row(mail).state for mail in (before, bad, after)] == ["sent", "failed", "sent"]
    assert str(outbox.row(bad).outcome).startswith("not_written ")
    assert len(catcher.mails) == 2


def test_what_follows_an_outcome_may_fail_and_the_outcome_stands(outbox: Outbox, catcher: Catcher) -> None:
    def breaks(*_facts: object) -> None:
        raise ZeroDivisionError

    usual = test_mail.KINDS[0]
    bad, after = outbox.put(kind="broken"), outbox.put()
    with with_kind(outbox.firm.app, MailKind("broken", "account", usual.recheck, usual.render, breaks)):
        outbox.send()
    assert [outbox.row(mail).state for mail in (bad, after)] == ["sent", "sent"]
    assert len(catcher.mails) == 2


def test_the_same_decision_is_one_mail_with_one_identifier(outbox: Outbox) -> None:
    first, second = outbox.put(key="once"), outbox.put(key="once")
    other = outbox.put(key="another")
    assert first == second
    assert outbox.firm.session.get_one(OutgoingMessage, (outbox.firm.id, first)).message_id
    identifiers = {
        outbox.firm.session.get_one(OutgoingMessage, (outbox.firm.id, mail)).message_id for mail in (first, other)
    }
    assert len(identifiers) == 2


def test_while_sending_is_paused_nothing_is_claimed(outbox: Outbox, firm: Firm, catcher: Catcher) -> None:
    outbox.put()
    assert pausing.pause(firm.session, "the server moves")
    assert outbox.send() == 0
    assert pausing.release(firm.session)
    assert outbox.send() == 1
    assert len(catcher.mails) == 1


def test_a_pause_says_since_when_and_why_and_a_second_one_changes_neither(firm: Firm) -> None:
    assert pausing.paused(firm.session) is None
    assert not pausing.release(firm.session)
    assert pausing.pause(firm.session, "the server moves")
    first = pausing.paused(firm.session)
    assert not pausing.pause(firm.session, "lunch")
    assert pausing.paused(firm.session) == first
    assert first is not None and first.reason == "the server moves"
    assert pausing.release(firm.session)
    assert pausing.paused(firm.session) is None
