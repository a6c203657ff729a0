"""The calendar entry that the portal gives back says the same instants to whoever reads it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.interviews import actions, calendar_entry
from portal.interviews.calendar_entry import CalendarEntry, InvalidEntry, Participant
from portal.interviews.slots import Slot
from portal.readers import ics
from portal.readers.ics import ParsedCalendar
from tests.factories.firm import Firm
from tests.factories.typed import INJECTED, LINES

ZONES = sorted(available_timezones() - {"localtime", "Factory", "posixrules"})
AGENCY = Participant("McGrath Systems", "mcgrath@mail.example")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TWICE = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
SKIPPED = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def entry(
    starts: datetime, zone: str, hours: float = 1, *, cancelled: bool = False, link: str | None = None
) -> CalendarEntry:
    ends = starts + timedelta(hours=hours)
    return CalendarEntry(
        "1@acme", 3, starts, ends, zone, "Interview: Fitter; Duff, Ltd", "12 Main\nBerlin", link, cancelled, NOW, AGENCY
    )


@settings(deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31)),  # noqa: DTZ001 - hypothesis gives it its zone
    st.sampled_from(ZONES),
    st.sampled_from((0.25, 1, 9)),
)
@example(TWICE.replace(tzinfo=None), "America/New_York", 1)
@example((TWICE - timedelta(hours=1)).replace(tzinfo=None), "America/New_York", 1)
@example(SKIPPED.replace(tzinfo=None), "America/New_York", 1)
@example(datetime(2026, 4, 4, 15, 15), "Australia/Lord_Howe", 0.25)  # noqa: DTZ001 - hypothesis gives it its zone
def test_it_reads_back_to_the_same_instants(at: datetime, zone: str, hours: float) -> None:
    starts = at.replace(tzinfo=UTC, second=0, microsecond=0)
    said = entry(starts, zone, hours)
    found = ics.read(calendar_entry.to_ics(said))
    assert found.problems == ()
    [event] = found.events
    assert isinstance(event.starts_at, datetime)
    assert isinstance(event.ends_at, datetime)
    assert event.starts_at.astimezone(UTC) == starts
    assert event.ends_at.astimezone(UTC) == said.ends_at
    assert (event.uid, event.sequence, event.summary, event.location) == ("1@acme", 3, said.summary, said.location)


@pytest.mark.parametrize(
    ("cancelled", "method", "status"), [(True, "CANCEL", "CANCELLED"), (False, "PUBLISH", "CONFIRMED")]
)
def test_it_says_whether_it_takes_place(cancelled: bool, method: str, status: str) -> None:
    found = ics.read(calendar_entry.to_ics(entry(NOW, "Europe/Berlin", cancelled=cancelled, link="https://a.example")))
    assert (found.method, found.events[0].status, found.events[0].link) == (method, status, "https://a.example")


def test_it_defines_its_zone() -> None:
    text = calendar_entry.to_ics(entry(NOW, "Europe/Berlin")).decode()
    assert "BEGIN:VTIMEZONE" in text
    assert "DTSTART;TZID=Europe/Berlin:20260301T010000" in text


def test_its_name_stays_and_its_number_grows_with_every_change(firm: Firm) -> None:
    interview = firm.interview()
    seen = [_read_back(firm, interview)]
    later = interview.starts_at.replace(microsecond=0) + timedelta(days=1)
    slot = Slot(later, later + timedelta(hours=1), "Europe/Berlin", "Room 4")
    actions.reschedule(firm.command(), interview, slot, None)
    seen.append(_read_back(firm, interview))
    actions.set_status(firm.command(), interview, "cancelled", None)
    seen.append(_read_back(firm, interview))
    events = [found.events[0] for found in seen]
    assert len({event.uid for event in events}) == 1
    assert [event.sequence for event in events] == [0, 1, 2]
    assert [event.status for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1].starts_at == later
    assert events[1].location == "Room 4"


@given(LINES, LINES, st.sampled_from(("https://a.example/x?y=1;2,3", None)))
@example(INJECTED, INJECTED, None)
@example("C:\\New\\names", "\\N \\n \\; \\,", "https://a.example/=?utf-8?q?=0d=0aX?=")
@example("Fitter\\nURL:https://spy.example", "Room", None)
def test_it_says_what_was_typed_and_nothing_else(summary: str, location: str, link: str | None) -> None:
    said = replace(entry(NOW, "Europe/Berlin", link=link), summary=summary, location=location)
    lines = calendar_entry.to_ics(said).decode().replace("\r\n ", "").split("\r\n")
    event = [line.partition(":") for line in lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]]
    names = [name.partition(";")[0] for name, _, _ in event]
    places = ["LOCATION"] if location or link else []
    links = ["URL", "DESCRIPTION"] if link else []
    assert sorted(names) == sorted(
        ["SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "STATUS", "ORGANIZER", *places, *links]
    )
    values = {name: value for name, _, value in event}
    assert unescaped(values["SUMMARY"]) == summary
    assert unescaped(values.get("LOCATION", "")) == (location or link or "")
    assert values.get("URL") == link


@pytest.mark.parametrize("sign", ["\r", "\x0b", "\x85", "\u2028", "\u202e", "\x00"])
def test_a_text_that_could_start_another_line_is_refused(sign: str) -> None:
    usual = entry(NOW, "Europe/Berlin")
    for bad in (
        replace(usual, summary=f"Fitter{sign}X"),
        replace(usual, location=f"Room{sign}4"),
        replace(usual, link=f"https://a.example/{sign}"),
    ):
        with pytest.raises(InvalidEntry):
            calendar_entry.to_ics(bad)


def unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,n])", lambda sign: "\n" if sign[1] == "n" else sign[1], value)


def _read_back(firm: Firm, interview: object) -> ParsedCalendar:
    return ics.read(calendar_entry.to_ics(calendar_entry.build_entry(interview, AGENCY, firm.now())))  # type: ignore[arg-type]


def test_it_names_its_organizer_and_shows_the_link_where_calendars_do() -> None:
    link = "https://acme.zoom.us/j/1"
    [event] = ics.read(calendar_entry.to_ics(replace(entry(NOW, "UTC", link=link), location=None))).events
    assert event.organizer is not None
    assert (event.organizer.name, event.organizer.email) == ("McGrath Systems", "mcgrath@mail.example")
    assert (event.location, event.link) == (link, link)


def test_an_organizers_name_is_kept_out_of_other_lines() -> None:
    written = replace(entry(NOW, "UTC"), organizer=Participant('A "B" ^n; C: D', "a@mail.example"))
    [event] = ics.read(calendar_entry.to_ics(written)).events
    assert event.organizer is not None and event.organizer.email == "a@mail.example"


def test_its_name_is_the_same_whatever_the_host_is(firm: Firm) -> None:
    interview = firm.interview()
    [event] = _read_back(firm, interview).events
    assert event.uid == f"interview-{interview.id}"
