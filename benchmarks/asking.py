"""A small browser: bare sockets, so that it takes as little as can be of what it measures."""

import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from time import perf_counter
from urllib.parse import urlencode

SECONDS = 60


@dataclass
class Browser:
    """Somebody's browser at a port of this machine, at the host of that name; `cookie` is what it was given."""

    port: int
    host: str
    cookie: str = ""

    def sign_in(self, email: str, password: str) -> "Browser":
        """The browser is signed in."""
        token = self.token("/sign-in")
        self._ask("POST", "/sign-in", urlencode({"csrf_token": token, "email": email, "password": password}))
        return self

    def token(self, path: str) -> str:
        """What a form of this page has to carry."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self._ask("GET", path))
        assert found is not None, f"{path} has no token"
        return found[1]

    def request(self, path: str) -> bytes:
        """The bytes of a request that keeps its connection."""
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n\r\n".encode()

    def form(self, path: str, values: Mapping[str, str]) -> bytes:
        """The bytes of a form that is sent as htmx sends it, and keeps its connection."""
        body = urlencode(values)
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nHX-Request: true"
        head = f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n{kind}\r\n\r\n"
        return f"{head}{body}".encode()

    def _ask(self, verb: str, path: str, body: str | None = None) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        headers = {"Host": self.host, "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == (200 if verb == "GET" else 302), f"{verb} {path}: {answer.status}"
        self._keep(answer)
        connection.close()
        return text

    def _keep(self, answer: HTTPResponse) -> None:
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookie = given.partition(";")[0]


def waited(browser: Browser, requests: Iterable[bytes]) -> list[float]:
    """How long each answer took, in seconds, one after the other over one connection."""
    found = []
    with socket.create_connection(("127.0.0.1", browser.port), SECONDS) as connection:
        for request in requests:
            started = perf_counter()
            connection.sendall(request)
            _answer(connection)
            found.append(perf_counter() - started)
    return found


def _answer(connection: socket.socket) -> None:
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:200]
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    assert length is not None, head[:400]
    missing = int(length[1]) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
