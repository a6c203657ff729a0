"""What is done on the way, while the server is at a mail."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from portal.core.settings import SmtpServer
from portal.messaging.build import Mail
from portal.messaging.rules import Refused, Sent
from portal.messaging.smtp import Line
from tests.fixtures.waiting import SECONDS
from tests.messaging.misbehaving import Deed, HangUp, Misbehaving, Talk, misbehaving, says

MAIL = Mail("from@mail.example", "to@example.com", b"Subject: Hello\r\n\r\nHello\r\n")
STEPS = ("ehlo", "mail", "rcpt", "data", "text")


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with misbehaving() as played:
        yield played


def line_to(server: Misbehaving) -> Line:
    return Line(SmtpServer("127.0.0.1", server.port, None, None, "none"))


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
    with line_to(server) as line:
        assert line.deliver(MAIL) == Sent()
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


def after(done: Event, words: str) -> Deed:
    """The server says this once that is done, and that nothing was done if it takes too long."""

    def waits(talk: Talk) -> None:
        talk.say(words if done.wait(SECONDS) else "554 nothing was done meanwhile")

    return waits


def test_a_piece_is_done_while_each_answer_is_waited_for_and_the_rest_with_the_text(server: Misbehaving) -> None:
    pieces = [Event() for _ in range(7)]
    for step, piece in zip(STEPS, pieces, strict=False):
        server.deeds[step] = after(piece, "354 go on" if step == "data" else "250 OK")
    server.deeds["text"] = after(pieces[-1], "250 taken")
    with line_to(server) as line:
        assert line.deliver(MAIL, map(Event.set, pieces)) == Sent()
        assert line.deliver(MAIL) == Sent()


def test_what_is_left_of_a_refused_mails_pieces_is_not_done_with_the_next(server: Misbehaving) -> None:
    pieces = iter(range(9))
    server.deeds["rcpt"] = says("550 5.1.1 no such user")
    with line_to(server) as line:
        assert line.deliver(MAIL, pieces) == Refused("550 5.1.1 no such user", permanent=True, certain=True)
        server.deeds.clear()
        assert line.deliver(MAIL) == Sent()
    assert next(pieces) == len(STEPS[:3])
