"""A calendar file as text: decoded, its calendars apart, its lines as RFC 5545 wants them."""

import re
from collections.abc import Iterator

_MEETING = re.compile(
    r"https://[^\s<>\"']*(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|"
    r"whereby\.com|gotomeeting\.com|gotomeet\.me|bluejeans\.com|chime\.aws)[^\s<>\"']*",
    re.IGNORECASE,
)
_LINK = re.compile(r"https://[^\s<>\"']+", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9-]+[;:]")
_WRAPPED = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "ATTENDEE", "ORGANIZER", "URL", "X-")


def decoded(data: bytes) -> str:
    """The text of the file, by its byte-order mark, as UTF-8, or as Latin-1 where it is not; without NUL."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\x00", "")


def calendars(text: str, problems: list[str]) -> Iterator[str]:
    """Each VCALENDAR of the text with one line a line; what is missing at its end is added, and said."""
    lines = list(_lines(text))
    open_at: list[str] = []
    block: list[str] = []
    for line in lines:
        word = line.strip().upper()
        if word == "BEGIN:VCALENDAR":
            if open_at:
                yield _closed(block, open_at, problems)
            block, open_at = [], []
        if word.startswith("BEGIN:"):
            open_at.append(word[6:])
        if not open_at:
            continue
        block.append(line)
        if word.startswith("END:") and word[4:] in open_at:
            while open_at and open_at.pop() != word[4:]:
                continue
            if not open_at:
                yield "\r\n".join(block) + "\r\n"
                block = []
    if open_at:
        yield _closed(block, open_at, problems)


def meeting_link(places: list[str]) -> str | None:
    """The link by which one joins: a known meeting service's, else the first that the event's own fields name."""
    for place in places:
        if found := _MEETING.search(place):
            return found.group(0)[:1000]
    if places and (found := _LINK.match(places[0])):
        return found.group(0)[:1000]
    return None


def mended(value: str) -> str:
    """A value without controls, its escaped line breaks as line breaks."""
    value = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";")
    return "".join(sign for sign in value if sign in "\n\t" or sign.isprintable())


def _lines(text: str) -> Iterator[str]:
    """Unfolded lines; one that is neither a property nor a fold goes on with a text before it, or says nothing."""
    held: str | None = None
    for line in re.split(r"\r\n|\n|\r", text):
        if held is not None and line[:1] in (" ", "\t"):
            held += line[1:]
        elif held is not None and line.strip() and not _NAME.match(line.lstrip()):
            held += line if held.upper().startswith(_WRAPPED) else ""
        elif line.strip():
            if held is not None:
                yield held
            held = line.strip("\ufeff")
    if held is not None:
        yield held


def _closed(block: list[str], open_at: list[str], problems: list[str]) -> str:
    problems.append(f"The file breaks off: {', '.join(f'END:{name}' for name in reversed(open_at))} is missing.")
    return "\r\n".join([*block, *(f"END:{name}" for name in reversed(open_at))]) + "\r\n"
