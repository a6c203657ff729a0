"""What a person sees of the installation: pages through nginx, an invitation by email, and a sign-in."""

import mailbox
import re
import subprocess
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from http import HTTPStatus

from bs4 import BeautifulSoup, Tag

from environment.install_check import servers
from environment.install_check.scratch import ScratchRoot
from environment.install_check.servers import CheckFailed, wait_until

SITE = "https://mcgrath.example.com"
PASSWORD = "four quiet herons landed"  # noqa: S105 - of an account that ends with the check
MOST_FORMS = 4


@dataclass(frozen=True)
class Answer:
    """The last answer after all redirects: its status, address, header lines, and text."""

    status: int
    url: str
    headers: str
    text: str


@dataclass(frozen=True)
class Visitor:
    """A browser's part, played by curl."""

    scratch: ScratchRoot

    def forget(self) -> None:
        """Forget the cookies, as a browser that was never here."""
        (self.scratch.folder / "cookies").unlink()

    def get(self, url: str, *options: str, port: int = 443) -> Answer:
        """Return the answer to a request, by way of nginx, with the cookies of earlier ones."""
        cookies, body, headers = (str(self.scratch.folder / name) for name in ("cookies", "body", "headers"))
        command = ["curl", "--silent", "--show-error", "--max-time", "30", "--cookie", cookies, "--cookie-jar", cookies]
        command += ["--cacert", str(self.scratch.folder / "etc/portal/tls/fullchain.pem"), "--compressed"]
        command += [
            "--connect-to",
            f"::127.0.0.1:{self.scratch.port(port)}",
            "--output",
            body,
            "--dump-header",
            headers,
        ]
        command += ["--write-out", "%{http_code} %{url_effective}", *options, url]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.returncode:
            raise CheckFailed(f"{url}: {said.stderr.strip()}")
        status, _, effective = said.stdout.partition(" ")
        text, lines = ((self.scratch.folder / name).read_text("utf-8", "replace") for name in ("body", "headers"))
        return Answer(int(status), effective, lines.strip().rpartition("\n\n")[2].lower(), text)


def look_around(scratch: ScratchRoot) -> None:
    """Visit the installation; print what was seen, and raise `CheckFailed` for what is not as it has to be."""
    visitor = Visitor(scratch)
    _expect(visitor.get("http://mcgrath.example.com/", port=80), 301, "location: https://mcgrath.example.com/")
    wait_until(lambda: visitor.get(f"{SITE}/readyz").status == HTTPStatus.OK, "everything works after the upgrade")
    page = visitor.get(f"{SITE}/sign-in")
    _expect(page, 200, "content-encoding: gzip", "vary: ", "strict-transport-security: ", "secure; httponly")
    _expect(visitor.get(SITE + _stylesheet(page)), 200, "content-encoding: gzip", "max-age=31536000")
    print("TLS and compression: as they have to be")
    wait_until(lambda: _invitation(scratch) is not None, "the owner has the invitation")
    for door, did in ((_invitation(scratch) or "", "followed the invitation"), (f"{SITE}/sign-in", "signed in")):
        home = _fill_in_passwords(visitor, visitor.get(door, "--location"))
        _expect(home, 200, "content-encoding: gzip", "private, no-store")
        print(f"The owner {did} and is at {home.url}")
        visitor.forget()


def _expect(answer: Answer, status: int, *header_parts: str) -> None:
    missing = [part for part in header_parts if part not in answer.headers]
    if answer.status != status or missing:
        raise CheckFailed(
            f"{answer.url}: status {answer.status}, without {missing}:\n{answer.headers}\n{answer.text[:500]}"
        )


def _stylesheet(page: Answer) -> str:
    link = BeautifulSoup(page.text, "html.parser").select_one("link[rel=stylesheet]")
    if link is None:
        raise CheckFailed(f"{page.url} has no stylesheet")
    return str(link["href"])


def _invitation(scratch: ScratchRoot) -> str | None:
    """Return the link in the owner's invitation, None while there is none."""
    for message in mailbox.Maildir(servers.maildir(scratch), create=True):
        parsed = BytesParser(policy=policy.default).parsebytes(message.as_bytes())
        body = parsed.get_body(("plain",))
        found = re.search(rf"{SITE}/\S+", body.get_content() if body else "")
        if found and "maureen@" in parsed["To"]:
            return found[0]
    return None


def _fill_in_passwords(visitor: Visitor, page: Answer) -> Answer:
    """Fill in the forms that ask for a password, of the invitation and to sign in; return the page after them."""
    for _ in range(MOST_FORMS):
        soup = BeautifulSoup(page.text, "html.parser")
        form = next((form for form in soup.find_all("form") if form.select_one("input[type=password]")), None)
        if form is None:
            return page
        fields = [part for name, value in _values(form).items() for part in ("--data-urlencode", f"{name}={value}")]
        action = str(form.get("action") or "")
        url = SITE + action if action.startswith("/") else action or page.url
        page = visitor.get(url, "--location", "--referer", page.url, *fields)
    raise CheckFailed(f"{page.url} asks for a password again and again:\n{page.text[-1500:]}")


def _values(form: Tag) -> dict[str, str]:
    values = {}
    for field in form.select("input[name], select[name]"):
        kind, name = str(field.get("type", "")), str(field["name"])
        chosen = field.select_one("option[selected]") or field.select_one("option")
        filled = str((chosen or field).get("value") or "")
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if kind == "password":
            filled = PASSWORD
        elif kind == "email":
            filled = filled or "maureen@mcgrath.example.com"
        elif kind == "text":
            filled = filled or "Maureen McGrath"
        values[name] = filled
    return values
