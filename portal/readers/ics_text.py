"""A calendar file as text: decoded, its folded lines whole."""

import re
from collections.abc import Iterator

_MEETING = re.compile(
    r"https://[^\s<>\"']*(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|"
    r"whereby\.com|gotomeeting\.com|gotomeet\.me|bluejeans\.com|chime\.aws)[^\s<>\"']*",
    re.IGNORECASE,
)
_LINK = re.compile(r"https://[^\s<>\"']+", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9.-]+[;:]")
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


def decoded(data: bytes) -> str:
    """The text of the file, by its byte-order mark, or line by line as UTF-8, else as Windows-1252; without NUL."""
    mark = next((mark for mark in _MARKED if data.startswith(mark)), None)
    if mark is not None:
        return data.decode(_MARKED[mark], "replace").replace("\x00", "")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        whole = re.sub(rb"\r?\n[ \t]", b"", data)
        text = "\n".join(_decoded(line) for line in whole.split(b"\n"))
    return text.replace("\x00", "")


def mistaken_for(data: bytes) -> str | None:
    """What a file that is no calendar is, where its first bytes tell."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "empty"
    return next((name for mark, name in _OTHERS.items() if start.upper().startswith(mark)), None)


def lines(text: str) -> Iterator[str]:
    """Unfolded lines; one that is neither a property nor a fold goes on with a text before it, or says nothing."""
    held: list[str] = []
    for line in re.split(r"[\r\n]+", text):
        if held and held[-1].endswith("=") and _printed(held[0]):
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


def meeting_link(places: list[str]) -> str | None:
    """The link by which one joins: a known meeting service's, else the first that the event's own fields name."""
    for place in places:
        if found := _MEETING.search(place):
            return found.group(0)[:1000]
    if places and (found := _LINK.match(places[0])):
        return found.group(0)[:1000]
    return None


def clean(value: str) -> str:
    """A text without controls."""
    return "".join(sign for sign in value if sign in "\n\t" or sign.isprintable())


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _printed(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line[:200].upper()
