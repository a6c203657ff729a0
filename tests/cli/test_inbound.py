"""`portal inbound`: an email from a mail server's pipe is kept, and the exit says what the mail server is to do."""

import io
import os
import sys

import pytest
from sqlalchemy.exc import OperationalError

from portal.cli import inbound
from portal.cli.main import main
from portal.core import tenancy
from portal.incoming import reception
from portal.messaging.models import OutgoingMessage
from tests.factories.firm import Firm
from tests.incoming.conftest import Inbox
from tests.readers.mails import recipient, report

pytestmark = pytest.mark.usefixtures("own_servers")
HARD = report(recipient())


@pytest.fixture
def inbox(firm: Firm) -> Inbox:
    return Inbox(firm)


@pytest.fixture
def mail(firm: Firm, inbox: Inbox) -> OutgoingMessage:
    return inbox.sent(firm.candidate())


def piped(firm: Firm, monkeypatch: pytest.MonkeyPatch, to: str, data: bytes) -> object:
    """The exit code."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(SystemExit) as ended:
        main(["inbound", "--to", to, "--from", "<>"])
    firm.session.rollback()
    tenancy.enter(firm.session, firm.id)
    return ended.value.code


def test_an_email_is_kept_once(
    firm: Firm, inbox: Inbox, mail: OutgoingMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = inbox.address(mail)
    assert [piped(firm, monkeypatch, address, HARD) for _ in range(2)] == [0, 0]
    assert [row.recipient for row in inbox.rows()] == [address]


def test_what_cannot_be_kept_says_what_to_do(
    firm: Firm, inbox: Inbox, mail: OutgoingMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = inbox.address(mail)
    assert piped(firm, monkeypatch, "nobody@mail.localhost", HARD) == os.EX_NOUSER
    monkeypatch.setattr(inbound, "MAX_BYTES", 10)
    assert piped(firm, monkeypatch, address, HARD) == os.EX_DATAERR


def test_while_the_database_is_away_it_is_offered_again(
    firm: Firm, inbox: Inbox, mail: OutgoingMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = inbox.address(mail)

    def away(*_facts: object) -> bool:
        raise OperationalError("select 1", None, Exception("gone"))

    monkeypatch.setattr(reception, "keep", away)
    assert piped(firm, monkeypatch, address, HARD) == os.EX_TEMPFAIL
    assert inbox.rows() == []
