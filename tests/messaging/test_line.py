"""What is done on the way, while the server is at a mail."""

from collections.abc import Iterator
from threading import Event

import pytest

from portal.core.settings import SmtpServer
from portal.messaging.build import Mail
from portal.messaging.rules import Refused, Sent
from portal.messaging.smtp import Line
from tests.fixtures.waiting import SECONDS
from tests.messaging.misbehaving import Deed, Misbehaving, Talk, misbehaving, says

MAIL = Mail("from@mail.example", "to@example.com", b"Subject: Hello\r\n\r\nHello\r\n")
STEPS = ("ehlo", "mail", "rcpt", "data", "text")


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with misbehaving() as played:
        yield played


def line_to(server: Misbehaving) -> Line:
    return Line(SmtpServer("127.0.0.1", server.port, None, None, "none"))


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
        assert line.deliver(MAIL, pieces) == Refused("550 5.1.1 no such user", permanent=True)
        server.deeds.clear()
        assert line.deliver(MAIL) == Sent()
    assert next(pieces) == len(STEPS[:3])
