"""The connection to a mail server: in TLS where it is offered."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from portal.core.settings import SmtpServer
from portal.messaging import smtp
from portal.messaging.build import Mail
from portal.messaging.rules import NO_ANSWER, TIMED_OUT, Outcome, Rejected, Sent, Unknown, Unreachable
from portal.messaging.smtp import SmtpConnection
from tests.messaging.misbehaving import Deed, HangUp, Misbehaving, Talk, dribbles, misbehaving, says

MAIL = Mail("from@mail.example", "to@example.com", b"Subject: Hello\r\n\r\nHello\r\n")


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with misbehaving() as played:
        yield played


def connection_to(server: Misbehaving) -> SmtpConnection:
    return SmtpConnection(SmtpServer("127.0.0.1", server.port, None, None, "none"))


def turns_to_tls(talk: Talk) -> None:
    """It goes on in TLS, with a certificate that nobody has signed but itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("relay.pem"))
    talk.say("220 go ahead")
    with (
        context.wrap_socket(talk.connection, server_side=True) as secured,
        secured.makefile("rb") as talk.rfile,
        secured.makefile("wb") as talk.wfile,
    ):
        talk.played.steps.append(str(secured.version())[:3])
        talk.listen()
    raise HangUp


@pytest.mark.parametrize(
    ("deed", "steps"),
    [(turns_to_tls, ["starttls", "TLS", "ehlo"]), (says("454 4.7.0 not now"), ["starttls"])],
    ids=["and has it", "and has none"],
)
def test_without_a_user_a_connection_turns_to_tls_where_it_is_offered(
    server: Misbehaving, deed: Deed, steps: list[str]
) -> None:
    server.extensions = ("STARTTLS",)
    server.deeds["starttls"] = deed
    with connection_to(server) as connection:
        assert connection.deliver(MAIL) == Sent()
    assert [step for step in server.steps if step != "hung up"] == [
        "connect",
        "ehlo",
        *steps,
        "mail",
        "rcpt",
        "data",
        "text",
        "quit",
    ]


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("connect", Unreachable(TIMED_OUT)),
        ("ehlo", Unreachable(TIMED_OUT)),
        ("mail", Unreachable(TIMED_OUT)),
        ("rcpt", Rejected(f"{NO_ANSWER} {TIMED_OUT}", permanent=False)),
        ("text", Unknown(TIMED_OUT)),
    ],
)
def test_a_server_that_answers_bit_by_bit_has_no_more_time_than_any_other(
    server: Misbehaving, monkeypatch: pytest.MonkeyPatch, step: str, outcome: Outcome
) -> None:
    monkeypatch.setattr(smtp, "EMAIL_SECONDS", 0.5)
    server.deeds[step] = dribbles
    began = monotonic()
    with connection_to(server) as connection:
        assert connection.deliver(MAIL) == outcome
    assert 0.5 <= monotonic() - began < 2


def test_a_server_that_dribbles_its_goodbye_costs_no_more_than_one_reply(
    server: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    server.deeds["quit"] = dribbles
    began = monotonic()
    with connection_to(server) as connection:
        assert connection.deliver(MAIL) == Sent()
    assert monotonic() - began < 2
