"""Calendar files as programs write them, small and our own."""

from portal.readers import ics
from portal.readers.ics import CalendarEvent, ParsedCalendar

MARCH = "DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\n"
RULES = """BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
"""


def file(*events: str, head: str = "", method: str = "REQUEST") -> bytes:
    """A calendar with these events, each given by its lines."""
    inner = "".join(f"BEGIN:VEVENT\n{lines}END:VEVENT\n" for lines in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Ours//Test//EN\nMETHOD:{method}\n{head}{inner}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def zone(name: str, rules: str = RULES) -> str:
    """A file's own definition of a zone."""
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{rules}END:VTIMEZONE\n"


def only(data: bytes) -> CalendarEvent:
    """The one event of a file that has nothing wrong with it."""
    found = ics.read(data)
    assert found.problems == ()
    assert len(found.events) == 1
    return found.events[0]


def first(data: bytes) -> tuple[CalendarEvent, ParsedCalendar]:
    """The first event, and all that was read."""
    found = ics.read(data)
    return found.events[0], found
