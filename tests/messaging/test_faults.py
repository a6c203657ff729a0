"""What a server does to a mail, and what becomes of it: retried, failed and shown, or unknown, and never sent twice."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.core.services import services
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import RETRY_AFTER
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.messaging.conftest import Outbox
from tests.messaging.misbehaving import Deed, Misbehaving, hangs, hangs_up, hangs_up_amid_the_text, once, says

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("step", "deed", "outcome"),
    [
        ("rcpt", says("450 4.2.1 greylisted"), "450 4.2.1 greylisted"),
        ("rcpt", says("552 5.2.2 mailbox full"), "552 5.2.2 mailbox full"),
        ("rcpt", says("421 4.7.0 closing"), "421 4.7.0 closing"),
        ("rcpt", says("554 5.7.1 not through us"), "554 5.7.1 not through us"),
        ("rcpt", hangs, "no_answer TimeoutError"),
        ("rcpt", hangs_up, "no_answer SMTPServerDisconnected"),
        ("data", says("451 4.3.0 not now"), "451 4.3.0 not now"),
        ("data", says("554 5.7.1 no"), "554 5.7.1 no"),
        ("data", hangs, "no_answer TimeoutError"),
        ("data", hangs_up, "no_answer SMTPServerDisconnected"),
        ("text", says("452 4.3.1 disk full"), "452 4.3.1 disk full"),
        ("text", says("554 5.7.1 spam"), "554 5.7.1 spam"),
    ],
)
def test_what_was_not_accepted_is_tried_again_and_the_others_go_out(
    outbox: Outbox, server: Misbehaving, step: str, deed: Deed, outcome: str
) -> None:
    bad, good = outbox.put(), outbox.put()
    server.deeds[step] = once(server, step, deed)
    outbox.send_all()
    row = outbox.row(bad)
    assert (row.state, row.outcome, row.attempts) == ("queued", outcome, 1)
    assert MINUTE - timedelta(seconds=20) < outbox.waits(bad) <= MINUTE
    assert outbox.fate(good) == ("sent", None)
    assert outbox.send() == 0
    outbox.due_again(bad)
    assert outbox.send() == 1
    assert outbox.fate(bad) == ("sent", None)


@pytest.mark.parametrize(
    ("step", "deed", "outcome"),
    [
        ("connect", says("421 4.3.2 too busy"), "SMTPConnectError 421"),
        ("connect", says("554 5.7.1 not from there"), "SMTPConnectError 554"),
        ("connect", hangs, "TimeoutError"),
        ("connect", hangs_up, "SMTPServerDisconnected"),
        ("ehlo", hangs_up, "SMTPServerDisconnected"),
        ("auth", says("535 5.7.8 not you"), "SMTPAuthenticationError 535"),
        ("mail", says("451 4.3.0 later"), "server_refused 451 4.3.0 later"),
        ("mail", says("550 5.7.1 not from you"), "server_refused 550 5.7.1 not from you"),
        ("mail", hangs, "TimeoutError"),
    ],
)
def test_while_the_server_is_in_trouble_the_batch_waits_and_it_was_no_try(
    outbox: Outbox, server: Misbehaving, step: str, deed: Deed, outcome: str
) -> None:
    if step == "auth":
        server.extensions, server.user = ("AUTH PLAIN",), "somebody"
    server.deeds[step] = deed
    mails = [outbox.put() for _ in range(3)]
    outbox.send()
    rows = [(outbox.row(mail).state, outbox.row(mail).attempts, outbox.row(mail).outcome) for mail in mails]
    assert rows == [("queued", 0, outcome)] * 3
    assert server.connections == 1
    assert outbox.send() == 0  # the circuit is open
    assert server.connections == 1
    server.deeds.clear()
    server.deeds["auth"] = says("235 2.7.0 welcome")
    outbox.server_had_its_rest()
    assert outbox.send() == 2
    outbox.due_again(mails[0])
    assert outbox.send() == 1
    assert [outbox.fate(mail) for mail in mails] == [("sent", None)] * 3


@pytest.mark.parametrize("words", ["550 5.1.1 no such user", "550 5.2.1 mailbox closed"])
def test_what_the_recipients_server_refuses_for_good_has_failed_and_is_not_tried_again(
    outbox: Outbox, server: Misbehaving, words: str
) -> None:
    server.deeds["rcpt"] = says(words)
    mails = [outbox.put(f"somebody@number{number}.example") for number in range(4)]
    outbox.send()
    assert [outbox.fate(mail) for mail in mails] == [("failed", words)] * 4
    server.deeds.clear()
    outbox.due_again(*mails)
    assert outbox.send() == 0


def test_a_refusal_that_may_be_about_the_server_is_believed_the_third_time(outbox: Outbox, server: Misbehaving) -> None:
    server.deeds["text"] = says("554 5.7.1 spam")
    mail = outbox.put()
    for state in ("queued", "queued", "failed"):
        assert outbox.send() == 1
        assert outbox.fate(mail) == (state, "554 5.7.1 spam")
        outbox.due_again(mail)


@pytest.mark.parametrize(
    ("step", "deed", "outcome"),
    [
        ("data", hangs_up_amid_the_text, {"SMTPServerDisconnected", "ConnectionResetError", "BrokenPipeError"}),
        ("text", hangs_up, {"SMTPServerDisconnected", "ConnectionResetError"}),
        ("text", hangs, {"TimeoutError"}),
    ],
)
def test_a_lost_answer_leaves_the_mail_unknown_and_never_sent_again(
    outbox: Outbox, server: Misbehaving, step: str, deed: Deed, outcome: set[str]
) -> None:
    server.deeds[step] = deed
    mail = outbox.put()
    outbox.send()
    state, code = outbox.fate(mail)
    assert (state, code in outcome) == ("unknown", True), code
    server.deeds.clear()
    outbox.due_again(mail)
    assert outbox.send() == 0
    assert outbox.leases_ran_out() == 0
    assert server.steps.count("data") == 1


def test_what_failed_and_what_is_unknown_is_shown_to_the_owner(
    firm: Firm, outbox: Outbox, server: Misbehaving, browse: Browse
) -> None:
    server.deeds["rcpt"] = says("550 5.1.1 no such user")
    outbox.put("refused@example.com", about_id=firm.owner.id)
    outbox.send()
    server.deeds = {"text": hangs_up}
    outbox.put("lost@example.com", about_id=firm.owner.id)
    outbox.send()
    page = browse(firm.owner).get("/mail").text
    assert "refused@example.com" in page
    assert "Their mail server doesn’t know this address. Check the spelling, then send it again" in page
    assert "550 5.1.1" not in page
    assert "lost@example.com" in page
    assert "We don’t know whether it arrived. Check with them before sending it again" in page


def test_each_try_waits_longer_and_the_last_has_failed(outbox: Outbox, server: Misbehaving) -> None:
    server.deeds["rcpt"] = says("450 4.2.1 later")
    mail = outbox.put()
    for wait in RETRY_AFTER:
        assert outbox.send() == 1
        assert wait - timedelta(seconds=20) < outbox.waits(mail) <= wait
        outbox.due_again(mail)
    outbox.send()
    assert outbox.fate(mail) == ("failed", "450 4.2.1 later")


def test_one_refused_recipient_delays_nobody_and_a_batch_has_one_connection(
    outbox: Outbox, server: Misbehaving
) -> None:
    refusals = iter([None, "550 5.1.1 no such user", "450 4.2.1 later", None])
    server.deeds["rcpt"] = lambda talk: talk.say(next(refusals) or "250 OK")
    mails = [outbox.put() for _ in range(4)]
    assert outbox.send() == 4
    assert [outbox.row(mail).state for mail in mails] == ["sent", "failed", "queued", "sent"]
    assert server.connections == 1


def test_a_server_that_hangs_with_a_text_costs_that_one_and_the_others_wait(
    outbox: Outbox, server: Misbehaving
) -> None:
    server.deeds["text"] = hangs
    mails = [outbox.put() for _ in range(3)]
    outbox.send()
    rows = [(outbox.row(mail).state, outbox.row(mail).attempts) for mail in mails]
    assert rows == [("unknown", 1), ("queued", 0), ("queued", 0)]
    assert server.connections == 1


def test_a_server_that_loses_one_answer_after_the_other_is_left_alone_after_three(
    outbox: Outbox, server: Misbehaving
) -> None:
    server.deeds["text"] = hangs_up
    mails = [outbox.put(f"somebody@number{number}.example") for number in range(6)]
    outbox.send()
    assert [outbox.row(mail).state for mail in mails] == ["unknown"] * 3 + ["queued"] * 3
    assert outbox.send() == 0


def test_a_lost_connection_is_opened_again_for_the_next_mail(outbox: Outbox, server: Misbehaving) -> None:
    server.deeds["text"] = hangs_up
    mails = [outbox.put() for _ in range(2)]
    outbox.send()
    assert [outbox.row(mail).state for mail in mails] == ["unknown", "unknown"]
    assert server.connections == 2


def test_a_slow_server_ends_the_batch_before_its_job_is_ended(
    outbox: Outbox, server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.messaging.sending.BATCH_SECONDS", 0.0)
    mail = outbox.put()
    assert outbox.send() == 1
    row = outbox.row(mail)
    assert (row.state, row.attempts, row.claim_token) == ("queued", 0, None)
    assert server.connections == 0


def test_without_any_way_out_mail_waits(outbox: Outbox, app: Flask) -> None:
    assert services(app).settings.smtp is None
    outbox.server_had_its_rest()
    mail = outbox.put()
    outbox.send()
    row: OutgoingMessage = outbox.row(mail)
    assert (row.state, row.outcome) == ("queued", "ConnectionRefusedError")
