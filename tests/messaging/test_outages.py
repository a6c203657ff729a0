"""A relay that refuses everybody for a while, and one recipient that stalls: nothing is lost, and nobody else waits."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.messaging import failing_servers, queries, sending
from portal.messaging.circuit_breaker import DOMAINS_IN_A_ROW, CircuitBreaker
from portal.messaging.failing_servers import FailingServer
from portal.messaging.queries import WaitingMail
from portal.messaging.rules import Rejected, Unreachable
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.messaging.catching import Catcher
from tests.messaging.conftest import Outbox
from tests.messaging.misbehaving import Deed, Misbehaving, Talk, hangs, hangs_up, says

RELAY_REFUSES = "554 5.7.1 <{}>: Relay access denied, request {}"


@pytest.fixture
def relay(catcher: Catcher) -> Iterator[Catcher]:
    """A relay that refuses everybody, each with an address and a number in its words, until it is mended."""
    numbers = iter(range(1000, 9999))
    catcher.answer_rcpt = lambda address: RELAY_REFUSES.format(address, next(numbers))
    yield catcher
    catcher.answer_rcpt = None


def each_from_a_domain_of_its_own(outbox: Outbox, count: int) -> list[str]:
    addresses = [f"somebody@number{number}.example" for number in range(count)]
    outbox.ids = [outbox.put(address) for address in addresses]
    return addresses


def test_a_relay_that_refuses_everybody_for_a_while_loses_nothing(outbox: Outbox, relay: Catcher) -> None:
    addresses = each_from_a_domain_of_its_own(outbox, 20)
    for _ in range(4):  # it is asked again and again, and refuses still
        outbox.send_all()
        outbox.server_had_its_rest()
    rows = [outbox.row(mail) for mail in outbox.ids]
    assert {row.state for row in rows} == {"queued"}
    assert sum(row.attempts for row in rows) == DOMAINS_IN_A_ROW - 1  # from the third on it was the server's fault
    relay.answer_rcpt = None
    outbox.server_had_its_rest()
    outbox.due_again(*outbox.ids)
    outbox.send_all()
    assert sorted(to for to, _ in relay.mails) == sorted(addresses)


def test_what_waits_for_the_server_still_lapses_and_says_what_it_waited_for(
    outbox: Outbox, relay: Catcher, firm: Firm, browse: Browse
) -> None:
    each_from_a_domain_of_its_own(outbox, 3)
    late = outbox.put("late@number9.example", not_after=firm.now() + timedelta(hours=2), about_id=firm.owner.id)
    outbox.send()
    assert outbox.row(late).state == "queued"
    page = re.sub(r"\s+", " ", browse(firm.owner).get("/mail?group=waiting").text)
    assert "Our mail server isn’t taking email right now" in page
    assert "Expires" in page
    outbox.row(late).not_after = firm.now()
    firm.commit()
    outbox.server_had_its_rest()
    relay.answer_rcpt = None
    outbox.send()
    assert outbox.fate(late) == ("lapsed", "not_in_time")
    assert "late@number9.example" not in [to for to, _ in relay.mails]


def test_other_answers_for_three_recipients_in_a_row_are_theirs(outbox: Outbox, catcher: Catcher) -> None:
    answers = iter(["554 5.7.1 spam", "554 5.7.1 spam", "550 5.7.26 no signature", "554 5.7.1 spam"])
    catcher.answer_rcpt = lambda _address: next(answers, "250 OK")
    each_from_a_domain_of_its_own(outbox, 6)
    outbox.send()
    assert [outbox.row(mail).state for mail in outbox.ids] == ["queued"] * 4 + ["sent"] * 2
    assert not sending.transport().circuit.is_open


@pytest.mark.parametrize("deed", [hangs, hangs_up])
def test_a_recipient_at_whom_the_server_stalls_delays_nobody(
    outbox: Outbox, server: Misbehaving, deed: Deed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_rcpt(talk: Talk) -> None:
        deed(talk) if "problem@" in talk.line else talk.say("250 OK")

    monkeypatch.setattr(sending, "BATCH", 10)
    server.deeds["rcpt"] = at_rcpt
    problem, *healthy = (outbox.put(to) for to in ("problem@example.com", *["fine@example.com"] * 24))
    outbox.send_all()
    assert {outbox.row(mail).state for mail in healthy} == {"sent"}
    assert outbox.row(problem).state == "queued"
    assert timedelta(seconds=30) < outbox.waits(problem)


def test_the_circuit_opens_for_longer_each_time_and_closes_when_a_mail_was_taken(
    outbox: Outbox, server: Misbehaving
) -> None:
    server.deeds["mail"] = says("451 4.3.0 not now")
    mail = outbox.put()
    for number, seconds in enumerate((15, 30, 60, 120, 300, 300), 1):
        assert outbox.send() == 1
        found = failing_server(outbox)
        assert found is not None and (found.openings, found.is_open) == (number, True)
        assert seconds - 10 < rest_of(outbox) <= seconds
        assert outbox.send() == 0
        outbox.server_had_its_rest()
        outbox.due_again(mail)
    server.deeds.clear()
    assert outbox.send() == 1
    assert outbox.fate(mail) == ("sent", None)
    assert failing_server(outbox) is None


def failing_server(outbox: Outbox) -> FailingServer | None:
    return failing_servers.find(outbox.firm.session, sending.server_name())


def rest_of(outbox: Outbox) -> float:
    left = text("select extract(epoch from open_until - clock_timestamp()) from ops.mail_servers")
    return float(outbox.firm.session.scalar(left) or 0)


def test_a_server_that_fails_in_one_process_is_left_alone_by_all(outbox: Outbox, server: Misbehaving) -> None:
    server.deeds["connect"] = hangs_up
    mails = [outbox.put(), outbox.put()]
    assert outbox.send() == 2
    another_process = replace(sending.transport(), circuit=CircuitBreaker())
    assert sending.send(outbox.firm.session, "due", another_process) == 0
    outbox.server_had_its_rest()
    server.deeds.clear()
    outbox.due_again(*mails)
    assert sending.send(outbox.firm.session, "due", another_process) == 2
    assert failing_server(outbox) is None


def test_the_log_names_a_failing_server_with_what_waits_and_says_when_it_is_back(
    outbox: Outbox, server: Misbehaving, caplog: pytest.LogCaptureFixture
) -> None:
    server.deeds["mail"] = says("451 4.3.0 somebody@example.com has to wait")
    mails = [outbox.put() for _ in range(3)]
    waiting = failing_servers.count_waiting(outbox.firm.session)
    outbox.send()
    lines = [record for record in caplog.records if record.name.startswith("portal.messaging")]
    assert [line.message for line in lines] == [
        f"the mail server 127.0.0.1:{server.port} takes no email (server_refused 451 4.3.0): asked again in 15 s",
        f"the mail server 127.0.0.1:{server.port} did not take 1 of a batch (server_refused 451 4.3.0)",
    ]
    fields = [(line.__dict__["server"], line.__dict__["code"], line.__dict__["count"]) for line in lines]
    name, code = f"127.0.0.1:{server.port}", "server_refused 451 4.3.0"
    assert waiting >= 3 and fields == [(name, code, waiting), (name, code, 1)]
    caplog.clear()
    server.deeds.clear()
    outbox.server_had_its_rest()
    outbox.due_again(*mails)
    outbox.send()
    assert [line for line in caplog.messages if "takes email again" in line]


def test_an_email_that_is_tried_again_has_waited_since_it_was_first_due(outbox: Outbox, server: Misbehaving) -> None:
    server.deeds["rcpt"] = says("450 4.2.1 later")
    due_at = outbox.firm.now() - timedelta(hours=2)
    mail = outbox.put(due_at=due_at)
    for _ in range(2):
        outbox.send()
        assert outbox.row(mail).due_at > outbox.firm.now()
        assert queries.waiting_mail(outbox.firm.session, outbox.firm.now()) == WaitingMail(1, due_at)
        outbox.due_again(mail)


def test_the_email_log_names_the_server_that_takes_no_email_until_it_does(
    firm: Firm, outbox: Outbox, server: Misbehaving, browse: Browse
) -> None:
    server.deeds["connect"] = hangs_up
    mails = [outbox.put() for _ in range(4)]
    outbox.send()
    page = re.sub(r"\s+", " ", browse(firm.owner).get("/mail").text)
    assert "Mail server 127.0.0.1 hasn’t taken email since today" in page
    assert "4 emails are waiting" in page
    server.deeds.clear()
    outbox.server_had_its_rest()
    outbox.due_again(*mails)
    outbox.send()
    assert "hasn’t taken email" not in browse(firm.owner).get("/mail").text


def test_three_recipients_of_one_domain_are_not_three_domains() -> None:
    circuit, refused = CircuitBreaker(), Rejected("554 5.7.1 no", permanent=True)
    assert [circuit.judge(refused, "example.com") for _ in range(9)] == [refused] * 9
    assert circuit.judge(refused, "other.example") == refused
    assert circuit.judge(refused, "third.example") == Unreachable("server_refused 554 5.7.1 no")


def test_every_outcome_that_is_not_sent_is_a_line_of_ids_and_codes(
    outbox: Outbox, relay: Catcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "portal.messaging")
    waits, lapses = outbox.put("somebody@example.com"), outbox.put(not_after=outbox.firm.now())
    outbox.send()
    assert outbox.row(waits).state == "queued"
    assert [message for message in caplog.messages if message.startswith("mail ")] == [
        f"mail {waits} of kind test is queued (554 5.7.1), tries: 1",
        f"mail {lapses} of kind test is lapsed (not_in_time), tries: 1",
    ]
    relay.answer_rcpt = None
    outbox.due_again(waits)
    caplog.clear()
    outbox.send()
    assert outbox.row(waits).state == "sent"
    assert not [message for message in caplog.messages if message.startswith("mail ")]
