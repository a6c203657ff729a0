"""When an event is: every way in which programs say it, and what cannot be told is never made up."""

import pytest

from portal.readers import ics
from tests.readers.files import MARCH, RULES, file, first, only, zone

AT_NINE = "2026-03-10T09:00:00"
KNOWN_ZONES = {
    "America/New_York": ("-04:00", "America/New_York"),
    "europe/berlin": ("+01:00", "Europe/Berlin"),
    " Europe/Berlin ": ("+01:00", "Europe/Berlin"),
    "Eastern Standard Time": ("-04:00", "America/New_York"),
    '"W. Europe Standard Time"': ("+01:00", "Europe/Berlin"),
    '"(UTC-05:00) Eastern Time (US & Canada)"': ("-04:00", "America/New_York"),
    "Pacific Time (US & Canada)": ("-07:00", "America/Los_Angeles"),
    "US-Central": ("-05:00", "America/Chicago"),
    "/mozilla.org/20050126_1/America/New_York": ("-04:00", "America/New_York"),
    "/citadel.org/20190914_1/America/Argentina/Buenos_Aires": ("-03:00", "America/Argentina/Buenos_Aires"),
    "tzone://Microsoft/Utc": ("+00:00", "UTC"),
    "Z": ("+00:00", "UTC"),
    "GMT+0200": ("+02:00", "GMT+0200"),
    "GMT-5": ("-05:00", "GMT-5"),
    "UTC+05:30": ("+05:30", "UTC+05:30"),
    "+0200": ("+02:00", "+0200"),
}
UNKNOWN_ZONES = ("Nowhere/Land", "../../etc/passwd", "GMT+99", "GMT+0560", "Factory", "localtime")


def at_nine_in(tzid: str) -> str:
    return f"DTSTART;TZID={tzid}:20260310T090000\nDTEND;TZID={tzid}:20260310T100000\n"


@pytest.mark.parametrize("tzid", KNOWN_ZONES)
def test_a_zone_is_told_by_its_name(tzid: str) -> None:
    offset, name = KNOWN_ZONES[tzid]
    event = only(file(at_nine_in(tzid)))
    assert (event.starts_at.isoformat(), event.time_zone) == (AT_NINE + offset, name)


@pytest.mark.parametrize("tzid", UNKNOWN_ZONES)
def test_a_zone_that_nobody_knows_leaves_the_time_without_one_and_says_so(tzid: str) -> None:
    event, found = first(file(at_nine_in(tzid)))
    assert event.floating
    assert (event.starts_at.isoformat(), event.time_zone) == (AT_NINE, tzid)
    assert f"its time zone “{tzid}” is not known" in found.problems[0]


@pytest.mark.parametrize("tzid", ["Customized Time Zone 1", "GMT -0500 (Standard) / GMT -0400 (Daylight)", "Eastern"])
def test_a_zone_of_the_files_own_is_taken_from_its_definition(tzid: str) -> None:
    quoted = f'"{tzid}"'
    event = only(file(at_nine_in(quoted), head=zone(tzid)))
    assert (event.starts_at.isoformat(), event.time_zone) == (AT_NINE + "-04:00", tzid)
    winter = only(file(f"DTSTART;TZID={quoted}:20260110T090000\n", head=zone(tzid)))
    assert winter.starts_at.isoformat() == "2026-01-10T09:00:00-05:00"


def test_a_known_name_goes_before_a_definition_that_contradicts_it() -> None:
    event = only(file(at_nine_in("Europe/Berlin"), head=zone("Europe/Berlin")))
    assert event.starts_at.isoformat() == AT_NINE + "+01:00"


@pytest.mark.parametrize("rules", ["", "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETTO:garbage\nEND:STANDARD\n"])
def test_a_broken_definition_costs_only_its_own_zone(rules: str) -> None:
    found = ics.read(file(at_nine_in("Foo"), MARCH, head=zone("Foo", rules)))
    assert [event.floating for event in found.events] == [True, False]


def test_a_definition_that_breaks_off_is_still_read() -> None:
    cut = f"BEGIN:VTIMEZONE\nTZID:Ours\n{RULES}"
    event, found = first(file(at_nine_in("Ours"), head=cut))
    assert event.starts_at.isoformat() == AT_NINE + "-04:00"
    assert "END:VTIMEZONE" in found.problems[0]


READ = {
    "utc": (MARCH, AT_NINE + "+00:00", "2026-03-10T10:00:00+00:00"),
    "utc goes before a zone": (
        "DTSTART;TZID=Europe/Berlin:20260310T090000Z\nDTEND;TZID=Europe/Berlin:20260310T100000Z\n",
        AT_NINE + "+00:00",
        "2026-03-10T10:00:00+00:00",
    ),
    "floating": ("DTSTART:20260310T090000\nDTEND:20260310T100000\n", AT_NINE, "2026-03-10T10:00:00"),
    "no end": ("DTSTART:20260310T090000Z\n", AT_NINE + "+00:00", AT_NINE + "+00:00"),
    "duration": ("DTSTART:20260310T090000Z\nDURATION:PT45M\n", AT_NINE + "+00:00", "2026-03-10T09:45:00+00:00"),
    "a day on the clock across the change": (
        "DTSTART;TZID=America/New_York:20260307T090000\nDURATION:P1D\n",
        "2026-03-07T09:00:00-05:00",
        "2026-03-08T09:00:00-04:00",
    ),
    "24 hours across the change": (
        "DTSTART;TZID=America/New_York:20260307T090000\nDURATION:PT24H\n",
        "2026-03-07T09:00:00-05:00",
        "2026-03-08T10:00:00-04:00",
    ),
    "into the hour that comes twice": (
        "DTSTART;TZID=America/New_York:20261101T003000\nDURATION:PT1H30M\n",
        "2026-11-01T00:30:00-04:00",
        "2026-11-01T01:00:00-05:00",
    ),
    "a leap second": ("DTSTART:20260310T085960Z\n", "2026-03-10T08:59:59+00:00", "2026-03-10T08:59:59+00:00"),
    "a day": ("DTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260312\n", "2026-03-10", "2026-03-12"),
    "a day without end": ("DTSTART;VALUE=DATE:20260310\n", "2026-03-10", "2026-03-11"),
    "a week": ("DTSTART;VALUE=DATE:20260310\nDURATION:P1W\n", "2026-03-10", "2026-03-17"),
    "a day in a zone": (
        "DTSTART;TZID=Europe/Berlin:20260310\n",
        "2026-03-10T00:00:00+01:00",
        "2026-03-10T00:00:00+01:00",
    ),
    "the first of several": (
        "DTSTART:20260310T090000Z\nDTSTART:20260401T090000Z\n",
        AT_NINE + "+00:00",
        AT_NINE + "+00:00",
    ),
}


@pytest.mark.parametrize("case", READ)
def test_start_and_end(case: str) -> None:
    lines, starts, ends = READ[case]
    event = only(file(lines))
    assert event.ends_at is not None
    assert (event.starts_at.isoformat(), event.ends_at.isoformat()) == (starts, ends)
    assert event.all_day is (len(starts) == len("2026-03-10"))


NO_START = {
    "": "it has no usable start (DTSTART)",
    "DTSTART:\n": "its DTSTART “” cannot be read",
    "DTSTART:tomorrow\n": "its DTSTART “tomorrow” cannot be read",
    "DTSTART:2026-03-10T09:00:00Z\n": "its DTSTART “2026-03-10T09:00:00Z” cannot be read",
    "DTSTART;;VALUE=DATE-TIME:20260310T090000\n": "the line of its DTSTART is broken",
    "DTSTART:20260230T090000Z\n": "its DTSTART “20260230T090000Z” is no date or time",
    "DTSTART:20260310T250000Z\n": "is no date or time",
    "DTSTART:00010101T000000Z\n": "its year 1 is out of range",
    "DTSTART;VALUE=DATE:99991231\n": "its year 9999 is out of range",
}


@pytest.mark.parametrize("lines", NO_START)
def test_an_event_without_a_usable_start_is_left_out_with_why(lines: str) -> None:
    found = ics.read(file(f"SUMMARY:Talk\n{lines}"))
    assert not found.ok
    assert found.events == ()
    assert found.problems[0].startswith("Event 1 (“Talk”) was left out: ")
    assert NO_START[lines] in found.problems[0]


NO_END = {
    "DTEND:20260310T080000Z\n": "it ends before it starts",
    "DTEND:20260310T083000\n": "it ends before it starts",
    "DTEND:soon\n": "its end cannot be read",
    "DTEND;VALUE=DATE:20260311\n": "its start and end are not of one kind",
    "DURATION:-PT1H\n": "it ends before it starts",
    "DURATION:an hour\n": "its end cannot be read",
    "DURATION:P99999999999D\n": "its end cannot be read",
    "DURATION:P9999999D\n": "its end cannot be read",
}


@pytest.mark.parametrize("line", NO_END)
def test_an_end_that_cannot_be_is_left_out_with_why(line: str) -> None:
    event, found = first(file(f"DTSTART:20260310T090000Z\n{line}"))
    assert event.ends_at is None
    assert NO_END[line] in found.problems[0]


def test_hours_do_not_end_a_whole_day() -> None:
    event, _ = first(file("DTSTART;VALUE=DATE:20260310\nDURATION:PT1H\n"))
    assert event.ends_at is None
    early, _ = first(file("DTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260309\n"))
    assert early.ends_at is None


RECURRENCES = {
    "RECURRENCE-ID;TZID=Europe/Berlin:20260310T100000": "2026-03-10T09:00:00+00:00",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260310T090000Z": "2026-03-10T09:00:00+00:00",
    "RECURRENCE-ID;VALUE=DATE:20260310": "2026-03-10",
    "RECURRENCE-ID:then": None,
}


@pytest.mark.parametrize("line", RECURRENCES)
def test_which_time_of_a_series_reads_the_same_in_every_zone(line: str) -> None:
    assert only(file(f"{MARCH}{line}\n")).recurrence_id == RECURRENCES[line]


@pytest.mark.parametrize(
    ("line", "repeats"),
    [("RRULE:FREQ=DAILY", True), ("RDATE:", False), ("", False)],
)
def test_what_repeats_says_so(line: str, repeats: bool) -> None:
    assert only(file(f"{MARCH}{line}\n")).recurring is repeats


def test_a_time_added_to_a_series_that_cannot_be_read_is_said() -> None:
    found = ics.read(file(f"{MARCH}RDATE:x\n"))
    assert [event.recurring for event in found.events] == [False]
    assert "a time of its RDATE cannot be read" in found.problems[0]


def test_how_it_repeats_that_cannot_be_read_is_said() -> None:
    found = ics.read(file(f"{MARCH}RRULE:x\n"))
    assert [event.recurring for event in found.events] == [False]
    assert "how it repeats cannot be read" in found.problems[0]
