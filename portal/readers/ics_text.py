"""A calendar file as text: decoded and unfolded."""

import re
from collections.abc import Iterator

from portal.readers.encodings import declares_quoted_printable

_MEETING = re.compile(
    r"https://[^\s<>\"']*(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|"
    r"whereby\.com|gotomeeting\.com|gotomeet\.me|bluejeans\.com|chime\.aws)[^\s<>\"']*",
    re.IGNORECASE,
)
_LINK = re.compile(r"https://[^\s<>\"']+", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9.-]+[;:]")
_INDENTED = re.compile(
    r"[ \t]+(?:BEGIN|END|METHOD|PRODID|VERSION|CALSCALE|X-[A-Z-]+|UID|SUMMARY|DT(?:START|END|STAMP)|DURATION|SEQUENCE|"
    r"STATUS|LOCATION|DESCRIPTION|ORGANIZER|ATTENDEE|URL|R(?:RULE|DATE|ECURRENCE-ID)|EXDATE|TZ[A-Z]+|CREATED|"
    r"LAST-MODIFIED|CLASS|TRANSP|PRIORITY|CATEGORIES)[;:]",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb";\s*CHARSET\s*=\s*\"?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_NOT_BY_LINE = ("utf-16", "utf-32", "utf16", "utf32", "utf-7", "utf7")
_WRAPPED = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "ATTENDEE", "ORGANIZER", "URL", "X-")
_MARKED = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"B\x00": "utf-16-le",
    b"\x00B": "utf-16-be",
}
_OTHERS = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"<": "a web page or XML",
    b"BEGIN:VCARD": "an address card (vCard)",
}


def decode(data: bytes) -> str:
    """Return the text of the file without NUL: by its byte-order mark, else line by line.

    A line is read as its CHARSET says, else as UTF-8, else as Windows-1252.
    """
    mark = next((mark for mark in _MARKED if data.startswith(mark)), None)
    if mark is not None:
        return data.decode(_MARKED[mark], "replace").replace("\x00", "")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_by_line(data)
    else:
        text = _decode_by_line(data) if _CHARSET.search(data) else text
    return text.replace("\x00", "")


def detect_other_format(data: bytes) -> str | None:
    """Return what a file that is not a calendar is, where its first bytes show it."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "empty"
    return next((name for mark, name in _OTHERS.items() if start.upper().startswith(mark)), None)


def unfold_lines(text: str) -> Iterator[str]:
    """Yield unfolded lines; one that is neither a property nor a fold continues a text before it, or is dropped."""
    held: list[str] = []
    indented = _is_indented(text)
    for row in re.split(r"[\r\n]+", text):
        line = row.lstrip() if indented and _INDENTED.match(row) else row
        if held and held[-1].endswith("=") and declares_quoted_printable(held[0]):
            held[-1] = held[-1][:-1]
            held.append(line)
        elif held and line[:1] in (" ", "\t"):
            held.append(line[1:])
        elif held and line.strip() and not _NAME.match(line.lstrip()):
            held += [line] if held[0].upper().startswith(_WRAPPED) else []
        elif line.strip():
            if held:
                yield "".join(held)
            held = [line.strip("\ufeff")]
    if held:
        yield "".join(held)


def find_meeting_link(places: list[str]) -> str | None:
    """Return the link to join: a known meeting service's, else the first that the event's own fields name."""
    for place in places:
        if found := _MEETING.search(place):
            return found.group(0)[:1000]
    if places and (found := _LINK.match(places[0])):
        return found.group(0)[:1000]
    return None


def is_meeting_link(link: str) -> bool:
    """Return whether the link is one of a known meeting service."""
    return bool(_MEETING.fullmatch(link))


def strip_controls(value: str) -> str:
    """Return the text without control characters."""
    return "".join(sign for sign in value if sign in "\n\t" or sign.isprintable())


def _decode_by_line(data: bytes) -> str:
    whole = data if _is_indented(data[:20_000].decode("latin-1")) else re.sub(rb"(?<!=)(?<!=\r)\r?\n[ \t]", b"", data)
    return "\n".join(_decode_line(line) for line in whole.split(b"\n"))


def _decode_line(line: bytes) -> str:
    said = _CHARSET.search(line.partition(b":")[0])
    if said is None or not line.isascii():
        try:
            return line.decode()
        except UnicodeDecodeError:
            pass
    charset = said[1].decode() if said else "cp1252"
    try:
        return line.decode(charset, "replace") if not charset.lower().startswith(_NOT_BY_LINE) else line.decode("ascii")
    except (LookupError, ValueError):
        return line.decode("cp1252", "replace")


def _is_indented(text: str) -> bool:
    """Return whether every property is indented, as some programs write it, so that no line is a fold."""
    rows = [line for line in re.split(r"[\r\n]+", text[:20_000]) if line.strip()][1:]
    return bool(rows) and sum(bool(_INDENTED.match(line)) for line in rows[:8]) > min(len(rows), 8) // 2
