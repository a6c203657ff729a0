"""The header block of an outgoing message: written here and read back here, nowhere else (RFC 5322, RFC 2047).

The library's `EmailMessage` decodes encoded words while a header is assigned, and some of its versions then write the
line breaks that such a word hides. So text is encoded without being parsed, and the finished block is compared with
what was meant before it goes out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MultipartInvariantViolationDefect
from email.header import Header, decode_header
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import SMTP, compat32
from email.utils import format_datetime, parseaddr

from portal.messaging.rules import has_forbidden_character

ENCODED_WORD = "=?"
"""How an encoded word begins, after which a reader decodes (RFC 2047)."""

CONTENT_POLICY = SMTP.clone(cte_type="7bit")
"""How a message's content is written: in ASCII, because not every server takes eight bits."""

_MAX_FOLDED_LENGTH, _MAX_LINE_LENGTH = 76, 998
_PLAIN = re.compile(r"(?:[!-~]{1,60}(?: [!-~]{1,60})*)?")
_MAX_QUOTED_LENGTH = 60
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_LOCAL_PART = re.compile(r"[^\s.()<>\[\]:;@\\,\"]+(?:\.[^\s.()<>\[\]:;@\\,\"]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_TOKEN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FOLD = re.compile(r"\r\n(?=[ \t])")


class BadHeader(ValueError):
    """A header's value could start another header or disguise this one, or the block reads back differently."""


@dataclass(frozen=True)
class _Field:
    """One header: its name, its value as written, and what a reader has to find in it."""

    name: str
    written: str
    meant: tuple[str, ...]
    read: Callable[[str], tuple[str, ...]]


@dataclass
class Headers:
    """The headers of one message, in the order in which they were added. Every `add_*` raises `BadHeader`."""

    _fields: list[_Field] = field(default_factory=list)

    @property
    def needs_smtputf8(self) -> bool:
        """Whether a name before an @ lies outside ASCII, so that the server must support RFC 6531."""
        return not all(one.written.isascii() for one in self._fields)

    def add_text(self, name: str, value: str) -> None:
        """Add text that a person may have typed; an encoded word in it is text like any other."""
        self._fields.append(_Field(name, _encode(name, require_clean(value)), (value,), _read_text))

    def add_mailbox(self, name: str, display_name: str, email: str) -> None:
        """Add one address with the name of its owner, which may be empty; an address is not written as its own name."""
        address = mailbox_address(email)
        display_name = "" if display_name == email else display_name
        phrase = _phrase(name, require_clean(display_name))
        gap = (
            ""
            if not phrase
            else " "
            if len(f"{name}: {phrase}".splitlines()[-1]) + len(address) < _MAX_FOLDED_LENGTH
            else "\r\n "
        )
        written = f"{phrase}{gap}<{address}>" if phrase else address
        self._fields.append(_Field(name, written, (display_name, address), _read_mailbox))

    def add_date(self, name: str, at: datetime) -> None:
        """Add a moment, in UTC."""
        self.add_token(name, format_datetime(at.astimezone(UTC)))

    def add_link(self, name: str, url: str) -> None:
        """Add a link, whole on one line: encoded or folded it would be no link (RFC 2369)."""
        if not _TOKEN.fullmatch(require_clean(url)) or re.search(r"[ <>]", url):
            raise BadHeader("a link in a header has a character that no link has")
        self.add_token(name, f"<{url}>")

    def add_token(self, name: str, value: str) -> None:
        """Add a value of the program's own, in printable ASCII, on one line."""
        if not _TOKEN.fullmatch(value) or ENCODED_WORD in value or len(f"{name}: {value}") > _MAX_LINE_LENGTH:
            raise BadHeader("a header of the program's own is not printable ASCII on one line")
        self._fields.append(_Field(name, value, (value,), lambda found: (found,)))

    def join(self, content: EmailMessage) -> bytes:
        """Return the message in bytes: these headers, then those of `content`, and its body.

        Raise `BadHeader` where a reader would not find exactly these headers with exactly these values.
        """
        own = "".join(f"{one.name}: {one.written}\r\n" for one in self._fields)
        data = own.encode() + content.as_bytes()
        self._compare(data.partition(b"\r\n\r\n")[0].decode(), tuple(content.keys()))
        return data

    def _compare(self, block: str, of_content: tuple[str, ...]) -> None:
        lines = block.split("\r\n")
        parsed = HeaderParser(policy=compat32).parsestr(f"{block}\r\n\r\n")
        found = [(name, _FOLD.sub("", value)) for name, value in parsed.items()]
        expected = [*(one.name for one in self._fields), *of_content]
        # Python 3.11.2 misses the parts of a multipart message here, although only its headers are read.
        if (
            [name for name, _ in found] != expected
            or len({name.lower() for name in expected}) != len(expected)
            or any(not isinstance(defect, MultipartInvariantViolationDefect) for defect in parsed.defects)
            or any(
                has_forbidden_character(line) or not line.strip() or len(line.encode()) > _MAX_LINE_LENGTH
                for line in lines
            )
        ):
            raise BadHeader("the finished headers are not those that were meant")
        for one, (_, value) in zip(self._fields, found, strict=False):
            if one.read(value) != one.meant:
                raise BadHeader(f"the finished header {one.name} does not say what was meant")


def require_clean(value: str) -> str:
    """Return the value unchanged; raise `BadHeader` for one with a line break, a control, or a lone surrogate."""
    if has_forbidden_character(value) or _SURROGATE.search(value):
        raise BadHeader("a header would hold a line break or a control sign")
    return value


def mailbox_address(email: str) -> str:
    """Return the address as a header and an envelope have it, its domain as in DNS (RFC 5890); raise `BadHeader`."""
    local, _, domain = require_clean(email).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadHeader("the address has no usable domain") from error
    if not _DOMAIN.fullmatch(domain):
        raise BadHeader("the address has no usable domain")
    if not _LOCAL_PART.fullmatch(local) or ENCODED_WORD in local:
        raise BadHeader("the address has no usable name before its @")
    return f"{local}@{domain}"


def _encode(name: str, value: str) -> str:
    """Return the text folded: plain ASCII as it is, anything else as encoded words, which show as what was typed."""
    plain = _PLAIN.fullmatch(value) and ENCODED_WORD not in value
    header = Header(value, "us-ascii" if plain else "utf-8", maxlinelen=_MAX_FOLDED_LENGTH, header_name=name)
    return header.encode(linesep="\r\n")


def _phrase(name: str, value: str) -> str:
    """Return the name of an address's owner as atoms, a quoted string, or encoded words."""
    if not value:
        return ""
    if not _PLAIN.fullmatch(value) or ENCODED_WORD in value or len(value) > _MAX_QUOTED_LENGTH:
        return Header(value, "utf-8", maxlinelen=_MAX_FOLDED_LENGTH, header_name=name).encode(linesep="\r\n")
    if _ATOMS.fullmatch(value):
        return value
    escaped = re.sub(r'(["\\])', r"\\\1", value)
    return f'"{escaped}"'


def _read_text(value: str) -> tuple[str]:
    if ENCODED_WORD not in value:
        return (value,)
    parts = decode_header(value)
    return ("".join(part.decode(charset or "ascii") if isinstance(part, bytes) else part for part, charset in parts),)


def _read_mailbox(value: str) -> tuple[str, str]:
    phrase, address = parseaddr(value)
    return _read_text(phrase)[0], address


def is_mailbox_name(name: str) -> bool:
    """Return whether an email can be from, or to, someone of this name."""
    headers = Headers()
    try:
        headers.add_mailbox("From", name, "portal@example.com")
        headers.join(EmailMessage(policy=CONTENT_POLICY))
    except BadHeader:
        return False
    return True
