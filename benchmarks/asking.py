"""A small browser: bare sockets, so that it takes as little as can be of what it measures."""

import re
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
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
        token = re.search(r'name="csrf-token" content="([^"]+)"', self._ask("GET", "/sign-in"))
        assert token is not None, "the sign-in page has no token"
        self._ask("POST", "/sign-in", urlencode({"csrf_token": token[1], "email": email, "password": password}))
        return self

    def request(self, path: str) -> bytes:
        """The bytes of a request that keeps its connection."""
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n\r\n".encode()

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


def asked(browser: Browser, path: str, times: int) -> int:
    """So many answers have come over one connection, each a whole page; returns how many."""
    request = browser.request(path)
    with socket.create_connection(("127.0.0.1", browser.port), SECONDS) as connection:
        for _ in range(times):
            connection.sendall(request)
            _answer(connection)
    return times


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
