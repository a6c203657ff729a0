"""A server that speaks SMTP as far as it is told to, and then refuses, hangs or hangs up."""

import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

DRIBBLE_SECONDS = 0.05
Deed = Callable[["Talk"], None]


class HangUp(Exception):
    """The connection ends here."""


@dataclass
class Misbehaving:
    """`deeds` are what it does instead of answering, by the step: connect, ehlo, mail, rcpt, data, text."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    port: int = 0
    connections: int = 0
    steps: list[str] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    extensions: tuple[str, ...] = ()
    user: str | None = None
    """Who the portal signs in as, where it does."""


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    @property
    def played(self) -> Misbehaving:
        return self.server.played  # type: ignore[attr-defined]

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
        self.wfile.flush()

    line = ""
    """What was last said to the server."""

    def handle(self) -> None:
        self.played.connections += 1
        try:
            self.answer("connect", lambda: self.say("220 here"))
            self.listen()
        except (HangUp, ConnectionError):
            self.played.steps.append("hung up")

    def listen(self) -> None:
        while line := self.rfile.readline():
            self.line = line.decode()
            self.obey(self.line.split(" ")[0].split(":")[0].strip().lower())

    def obey(self, verb: str) -> None:
        if verb == "ehlo":
            self.answer(
                verb,
                lambda: self.say("\r\n".join(["250-here", *(f"250-{e}" for e in self.played.extensions), "250 OK"])),
            )
        elif verb == "data":
            self.answer(verb, lambda: self.say("354 go on"))
            self.played.texts.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.answer("text", lambda: self.say("250 taken"))
        else:
            self.answer(verb, lambda: self.say("221 bye" if verb == "quit" else "250 OK"))

    def answer(self, step: str, otherwise: Callable[[], None]) -> None:
        self.played.steps.append(step)
        deed = self.played.deeds.get(step)
        deed(self) if deed else otherwise()


def says(words: str) -> Deed:
    """It answers so."""
    return lambda talk: talk.say(words)


def once(played: Misbehaving, step: str, deed: Deed) -> Deed:
    """The next time it does this, and from then on it behaves."""

    def first(talk: Talk) -> None:
        del played.deeds[step]
        deed(talk)

    return first


def hangs(talk: Talk) -> None:
    """It answers nothing until the test is over."""
    talk.played.released.wait()
    raise HangUp


def dribbles(talk: Talk) -> None:
    """It answers by one character after the other, each soon, and never comes to the end of its line."""
    talk.wfile.write(b"250")
    while not talk.played.released.wait(DRIBBLE_SECONDS):
        talk.wfile.write(b"-")
        talk.wfile.flush()
    raise HangUp


def hangs_up(_talk: Talk) -> None:
    """It ends the connection without a word."""
    raise HangUp


def hangs_up_amid_the_text(talk: Talk) -> None:
    """It asks for the text, and ends the connection after the first line of it."""
    talk.say("354 go on")
    talk.rfile.readline()
    raise HangUp


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    """A server that behaves until it is told otherwise."""
    played = Misbehaving()
    with _Server(("127.0.0.1", 0), Talk) as server:
        server.played = played  # type: ignore[attr-defined]
        played.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield played
        played.released.set()
        server.shutdown()
        thread.join()
