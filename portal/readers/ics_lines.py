"""Split one line of a calendar file into its name, parameters and value, even where a program wrote it loosely."""

import binascii
import quopri
import re
from dataclasses import dataclass

from portal.readers.encodings import declares_quoted_printable, is_quoted_printable

TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
MAX_LINE_LENGTH = 20_000
_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)(?=[;:])")
_WELL_FORMED = re.compile(r'((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):')
_TIMED = re.compile(r'((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";]*))*):([^:;"]*)')
_MAIL = re.compile(r":(?=[\s<\"']*mailto:)", re.IGNORECASE)
_PARAM = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"(?=[;:,]|$)|(?:(?!;[A-Za-z0-9-]+=).)*)')
_CARET = re.compile(r"\^([n'^])")
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True)
class ContentLine:
    """A property; its parameters' names are in capitals, `sound` is False where the split had to be guessed."""

    name: str
    params: dict[str, str]
    value: str
    sound: bool = True

    @property
    def text(self) -> str:
        """Return the value as text: unescaped, and decoded where it is quoted-printable (vCalendar 1.0)."""
        value = self.value
        if is_quoted_printable(self.params.get("ENCODING", "")):
            value = _decode_quoted_printable(value, self.params.get("CHARSET", "utf-8"))
        return _ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)


def parse_line(line: str) -> ContentLine | None:
    """Return the property in a line; None where it is none."""
    line = line[:MAX_LINE_LENGTH]
    named = _NAME.match(line)
    if named is None:
        return None
    name, rest = named[1].upper(), line[named.end() :]
    found = _TIMED.fullmatch(rest.rstrip()) if name in TIMES else None
    if found is not None:
        return ContentLine(name, _params(found[1]), found[2])
    found = _WELL_FORMED.match(rest)
    if found is not None:
        return ContentLine(name, _params(found[1]), rest[found.end() :])
    head, value = _split_loosely(rest)
    return ContentLine(name, _params(head), value, sound=False)


def _split_loosely(rest: str) -> tuple[str, str]:
    """Return parameters and value where quotes do not close: split before the address, else at the first colon."""
    mail = _MAIL.search(rest)
    head, _, value = (rest[: mail.start()], ":", rest[mail.end() :]) if mail else rest.partition(":")
    return head, value


def _params(head: str) -> dict[str, str]:
    found = {row[1].upper(): _parameter_value(row[2]) for row in _PARAM.finditer(head)}
    if "ENCODING" not in found and declares_quoted_printable(head):
        found["ENCODING"] = "QUOTED-PRINTABLE"
    return found


def _parameter_value(value: str) -> str:
    """Return a parameter's value without its quotes and escapes (RFC 6868, and backslashes of some programs)."""
    value = _CARET.sub(lambda sign: {"n": "\n", "'": '"', "^": "^"}[sign[1]], value.strip().strip('"'))
    return _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], value)


def _decode_quoted_printable(value: str, charset: str) -> str:
    try:
        return quopri.decodestring(value.encode("utf-8", "replace")).decode(charset, "replace")
    except (LookupError, binascii.Error, ValueError):
        return value
