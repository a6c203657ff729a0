"""Emails taken in over LMTP and by a pipe: kept before they are accepted."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.jobs import mail_reception
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.incoming.conftest import Inbox
from tests.readers.mails import recipient, report

HARD = report(recipient()).replace(b"\n", b"\r\n")


@pytest.fixture
def inbox(firm: Firm) -> Inbox:
    return Inbox(firm)


@pytest.fixture
def mail(firm: Firm, inbox: Inbox) -> OutgoingMessage:
    return inbox.sent(firm.candidate())


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The port of a listener in a thread."""
    loop, listening = asyncio.new_event_loop(), socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(mail_reception.open_server(app, listening), loop).result()
    yield listening.getsockname()[1]
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    listening.close()


def test_an_email_is_kept_and_read(inbox: Inbox, mail: OutgoingMessage, port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail("", [inbox.address(mail)], HARD)
    inbox.read_all()
    assert (inbox.row().effect, inbox.row().envelope_from) == ("address_failed", "")


def test_an_unknown_address_and_a_second_recipient_are_refused(inbox: Inbox, mail: OutgoingMessage, port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.ehlo()
        server.mail("")
        assert server.rcpt("nobody@mail.localhost")[0] == 550
        assert server.rcpt(inbox.address(mail))[0] == 250
        assert server.rcpt(inbox.address(mail))[0] == 452


def test_while_the_database_is_away_an_email_is_offered_again(
    inbox: Inbox, mail: OutgoingMessage, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_facts: object) -> bool:
        raise OperationalError("select 1", None, Exception("gone"))

    monkeypatch.setattr(mail_reception, "keep", away)
    with smtplib.LMTP("127.0.0.1", port) as server, pytest.raises(smtplib.SMTPDataError) as refused:
        server.sendmail("", [inbox.address(mail)], HARD)
    assert refused.value.smtp_code == 451
    assert inbox.rows() == []
