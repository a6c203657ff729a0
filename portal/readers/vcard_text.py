"""A contact card as text: its lines unfolded, its values unescaped and decoded.

All of this works on text with one character per byte, so that a line folded in the middle of a character, and a value
with its own character set, are decoded only once they are whole.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.readers.encodings import declares_quoted_printable, is_base64, is_quoted_printable

TEXTS = frozenset(("IMPP", "LANG", "NICKNAME", "PRONOUNS", "URL"))
"""Properties that are kept as plain text, for whoever wants them."""
WANTED = TEXTS | frozenset(
    (
        "BEGIN",
        "END",
        "AGENT",
        "FN",
        "N",
        "EMAIL",
        "TEL",
        "ORG",
        "TITLE",
        "ROLE",
        "ADR",
        "LABEL",
        "VERSION",
        "KIND",
        "X-KIND",
        "X-ABSHOWAS",
        "X-ADDRESSBOOKSERVER-KIND",
    )
)
MAX_VALUE_LENGTH = 5_000
_START = re.compile(r"(?:[A-Za-z0-9_-]+\.)?([A-Za-z][A-Za-z0-9_-]*)(?=[;:])")
_ESCAPED = re.compile(r"\\([\\,;:nN])")


@dataclass(frozen=True)
class VCardLine:
    """One property; `raw` is its value as in the file; `inside` whether it begins a card in a card."""

    name: str
    params: tuple[tuple[str, str], ...]
    raw: str
    inside: bool = False

    def text(self) -> str:
        """Return the value as one text."""
        return _strip_controls(_unescaped(self._decoded(self.raw)))

    def parts(self) -> list[str]:
        """Return the value's parts, which are separated by semicolons."""
        if is_base64(self._wrapped):
            return [_strip_controls(_unescaped(part)) for part in _split(self._decoded(self.raw), ";")]
        return [_strip_controls(_unescaped(self._decoded(part))) for part in _split(self.raw, ";")]

    @property
    def label(self) -> str:
        """Return the address as written on an envelope, which version 4 keeps beside its parts."""
        return _strip_controls(_unescaped(self._decoded(self._param("LABEL"), plain=True)))

    @property
    def _wrapped(self) -> str:
        bare = next((value for name, value in self.params if not name and is_quoted_printable(value)), "")
        return bare or self._param("ENCODING")

    def types(self) -> frozenset[str]:
        """Return what kind the value is, in lower case: `work`, `fax`, `cell`; version 2.1 names no TYPE."""
        named = {word.strip() for name, value in self.params if name in ("TYPE", "") for word in value.split(",")}
        return frozenset(word.lower() for word in named)

    def preference(self) -> int:
        """Return how much the value is preferred: 1 is most (PREF=1 or a type `pref`), 101 where nothing says."""
        number = self._param("PREF")
        if number.isascii() and number.isdigit():
            return int(number[:3])
        return 1 if "pref" in self.types() else 101

    def _param(self, wanted: str) -> str:
        return next((value for name, value in self.params if name == wanted), "")

    def _decoded(self, value: str, *, plain: bool = False) -> str:
        data = value[:MAX_VALUE_LENGTH].encode("latin-1", "replace")
        if not plain and is_quoted_printable(self._wrapped):
            data = quopri.decodestring(data)
        elif not plain and is_base64(self._wrapped):
            data = _from_base64(data)
        return _decode(data, self._param("CHARSET"))


def decode_bytewise(data: bytes) -> str:
    """Return the file with one character per byte; UTF-16 and UTF-32 are first turned into UTF-8."""
    for mark, encoding in ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32")):
        if data.startswith(mark):
            return _as_utf8_bytes(data.decode(encoding, "replace"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as_utf8_bytes(data.decode("utf-16", "replace"))
    if data[:4] == b"B\x00E\x00":
        return _as_utf8_bytes(data.decode("utf-16-le", "replace"))
    if data[:4] == b"\x00B\x00E":
        return _as_utf8_bytes(data.decode("utf-16-be", "replace"))
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1").replace("\x00", "")


def read_lines(data: bytes) -> Iterator[VCardLine]:
    """Yield the whole properties that say who a person is; pictures, sounds and keys are skipped."""
    inside = False
    for whole in _unfold(decode_bytewise(data)):
        line = _property(whole, inside=inside)
        if line is None:
            continue
        said = line.raw.strip().upper()
        inside = line.name == "AGENT" and not said
        yield line
        if line.name == "AGENT" and said == "BEGIN:VCARD":
            yield VCardLine("BEGIN", (), "VCARD", inside=True)  # the inner card begins on the agent's own line


def _unfold(text: str) -> Iterator[str]:
    """Yield the lines unfolded, by leading spaces or by the soft breaks of quoted-printable."""
    held: list[str] = []
    soft = False
    for line in re.split(r"\r\n|\n|\r", text):
        if held and soft:
            held[-1] = held[-1][:-1]
            held.append(line)
        elif held and line[:1] in (" ", "\t") and line.strip():
            held.append(line[1:])
        elif _START.match(line.lstrip()):
            if held:
                yield _join(held)
            held = [line.lstrip()] if _is_wanted(line) else []
        elif held and line.strip() and _can_continue(held[0]):
            held.append(line)
        soft = bool(held) and line.endswith("=") and declares_quoted_printable(held[0])
    if held:
        yield _join(held)


def _join(held: list[str]) -> str:
    return "".join(held[:500])[: 2 * MAX_VALUE_LENGTH]


def _is_wanted(line: str) -> bool:
    found = _START.match(line.lstrip())
    return found is not None and found.group(1).upper() in WANTED


def _can_continue(line: str) -> bool:
    """Return whether a nameless next line continues this one: some programs break long lines and forget the space."""
    return line[:20].upper().lstrip().startswith(("ADR", "LABEL", "ORG", "FN", "TITLE"))


def _property(whole: str, *, inside: bool) -> VCardLine | None:
    found = _START.match(whole)
    if found is None:
        return None
    head, value = _split_at_colon(whole[found.end() :])
    if value is None:
        return None
    return VCardLine(found.group(1).upper(), tuple(_params(head)), value, inside)


def _split_at_colon(rest: str) -> tuple[str, str | None]:
    """Return what is before the first colon outside quotes, and what is after it."""
    pieces = _split(rest, ":", most=1, escapes=False)
    return (pieces[0], pieces[1]) if len(pieces) == 2 else (rest, None)


def _params(head: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters: names in capitals with their values; version 2.1 gives a value without a name."""
    for piece in _split(head, ";", escapes=False):
        name, equals, value = piece.partition("=")
        if equals:
            yield name.strip().upper(), value.strip().strip('"')
        elif name.strip():
            yield "", name.strip()


def _split(text: str, sign: str, *, most: int = 200, escapes: bool = True) -> list[str]:
    """Return the pieces between these signs, except those escaped or, among parameters, in quotes."""
    pattern = r"(?:\\.|[^\\%s])*" if escapes else r'(?:"[^"]*"|[^%s])*'
    piece = re.compile(pattern % re.escape(sign), re.DOTALL)
    found: list[str] = []
    at = 0
    while len(found) < most:
        match = piece.match(text, at)
        end = match.end() if match else at
        if end < len(text) and text[end] != sign:
            end += 1  # a backslash that escapes nothing, at the very end
        found.append(text[at:end])
        if end >= len(text):
            return found
        at = end + 1
    return [*found, text[at:]]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), text)


def _strip_controls(text: str) -> str:
    """Return the text without control and text-direction characters; line ends stay."""
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable()).strip()


def _from_base64(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return b""


def _decode(data: bytes, charset: str) -> str:
    """Return the text decoded as the card declares, else as UTF-8, else as Windows-1252."""
    for encoding in filter(None, (charset, "utf-8")):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _as_utf8_bytes(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\x00", "").encode("utf-8", "replace").decode("latin-1")
