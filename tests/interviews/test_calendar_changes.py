"""What calendar files would change, given what is recorded: events and what is known in, changes out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.interviews.calendar_changes import (
    CalendarChange,
    RecordedFacts,
    RecordedInterview,
    evaluate_events,
    recorded_after,
)
from portal.readers import ics
from portal.readers.invitation import KnownAddresses
from tests.readers.files import file

NOW = datetime(2027, 7, 1, tzinfo=UTC)
KNOWN = KnownAddresses(frozenset({"ann@home.example"}), domains=frozenset({"acme.example"}))
FACTS = RecordedFacts((), KNOWN, "America/New_York", NOW)
ONCE = "DTSTART;TZID=America/New_York:20270713T100000\nDTEND;TZID=America/New_York:20270713T110000\n"
FIRST = f"UID:1\n{ONCE}DTSTAMP:20260601T080000Z\n"
LATER = f"UID:1\n{ONCE}DTSTAMP:20260602T080000Z\n".replace("0713", "0715")
WEEKLY = f"UID:s\n{ONCE}RRULE:FREQ=WEEKLY;COUNT=4\n"


def moved(day: int, to: str, *more: str) -> str:
    """One time of the series, moved or called off."""
    rows = (f"RECURRENCE-ID;TZID=America/New_York:202707{day}T100000", f"DTSTART;TZID=America/New_York:{to}", *more)
    return "UID:s\n" + "".join(f"{row}\n" for row in rows)


def after(
    *files: bytes, facts: RecordedFacts = FACTS
) -> tuple[list[str], list[RecordedInterview], list[CalendarChange]]:
    """The codes of all changes, what is recorded once all are accepted, and the last file's changes."""
    codes, recorded, changes = [], list(facts.recorded), []
    for data in files:
        changes = evaluate_events(ics.read(data).events, replace(facts, recorded=tuple(recorded)))
        for change in changes:
            codes.append(change.what)
            new = recorded_after(change)
            recorded = [row for row in recorded if row is not change.recorded] + ([new] if new else [])
    return codes, recorded, changes


def starts(rows: Iterable[RecordedInterview]) -> list[str]:
    return [f"{row.slot.starts_at:%m-%d %H:%M}{' off' if row.cancelled else ''}" for row in rows]


STORIES: dict[str, tuple[list[bytes], list[str], list[str]]] = {
    "a series is its first time ahead": ([file(WEEKLY)], ["new"], ["07-13 14:00"]),
    "its first time is left out": (
        [file(f"{WEEKLY}EXDATE;TZID=America/New_York:20270713T100000\n")], ["new"], ["07-20 14:00"]),
    "its first time is moved in the same file": (
        [file(f"{WEEKLY}SEQUENCE:5\n", moved(13, "20270714T150000", "SEQUENCE:4"))], ["new"], ["07-14 19:00"]),
    "its first time is called off in the same file": (
        [file(WEEKLY, moved(13, "20270713T100000", "STATUS:CANCELLED"))], ["new"], ["07-20 14:00"]),
    "the changed time comes first in the file": (
        [file(moved(13, "20270714T150000"), WEEKLY)], ["new"], ["07-14 19:00"]),
    "the same series again": ([file(WEEKLY), file(WEEKLY)], ["new", "same"], ["07-13 14:00"]),
    "its time is moved later, whatever the series' SEQUENCE": (
        [file(f"{WEEKLY}SEQUENCE:5\n"), file(moved(13, "20270714T150000", "SEQUENCE:1"))],
        ["new", "update"], ["07-14 19:00"]),
    "its time is moved twice": (
        [file(WEEKLY), file(moved(13, "20270714T150000", "SEQUENCE:1")),
         file(moved(13, "20270715T150000", "SEQUENCE:2"))],
        ["new", "update", "update"], ["07-15 19:00"]),
    "an older move of its time comes late": (
        [file(WEEKLY), file(moved(13, "20270715T150000", "SEQUENCE:2")),
         file(moved(13, "20270714T150000", "SEQUENCE:1"))],
        ["new", "update", "old"], ["07-15 19:00"]),
    "its time is called off": (
        [file(WEEKLY), file(moved(13, "20270713T100000"), method="CANCEL")], ["new", "cancel"], ["07-13 14:00 off"]),
    "the whole series is moved": (
        [file(WEEKLY), file(f"{WEEKLY}SEQUENCE:1\n".replace("T10", "T12").replace("T11", "T13"))],
        ["new", "update"], ["07-13 16:00"]),
    "a time added": ([file(f"UID:s\n{ONCE}RDATE;TZID=America/New_York:20270712T100000\n")], ["new"], ["07-12 14:00"]),
    "an empty RDATE": ([file(f"UID:s\n{ONCE}RDATE:\n")], ["new"], ["07-13 14:00"]),
    "a series over": ([file(WEEKLY.replace("202707", "202607"))], ["new"], ["08-03 14:00"]),
    "a series that began long ago and goes on": (
        [file("UID:s\nDTSTART:20200106T090000Z\nRRULE:FREQ=WEEKLY\n")], ["new"], ["07-05 09:00"]),
    "equal SEQUENCE, later DTSTAMP": (
        [file(FIRST), file(LATER), file(FIRST)], ["new", "update", "old"], ["07-15 14:00"]),
    "both in one file": (
        [file(LATER, FIRST)], ["new", "old"], ["07-15 14:00"]),
    "METHOD inside the event": (
        [file(f"UID:1\n{ONCE}METHOD:REQUEST\n"), file(f"UID:1\n{ONCE}METHOD:CANCEL\n")],
        ["new", "cancel"], ["07-13 14:00 off"]),
    "METHOD inside the event over the calendar's": (
        [file(f"UID:1\n{ONCE}"), file(f"UID:1\n{ONCE}METHOD:CANCEL\n", method="REQUEST")],
        ["new", "cancel"], ["07-13 14:00 off"]),
    "another time proposed": ([file(f"UID:1\n{ONCE}", method="COUNTER")], ["proposed"], []),
    "a whole day by its flag": (
        [file("UID:1\nDTSTART:20270714T070000Z\nDTEND:20270715T070000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n")],
        ["unusable"], []),
    "a whole day in a zone": ([file("UID:1\nDTSTART;VALUE=DATE;TZID=Europe/Berlin:20270714\n")], ["unusable"], []),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_events_are_compared_with_what_is_recorded(story: str) -> None:
    files, codes, recorded = STORIES[story]
    found, rows, _ = after(*files)
    assert (found, starts(rows)) == (codes, recorded)


def test_a_series_names_its_other_times_ahead() -> None:
    _, _, [change] = after(file(WEEKLY, moved(20, "20270721T150000")))
    assert [f"{slot.starts_at:%m-%d %H}" for slot in change.others] == ["07-21 19", "07-27 14", "08-03 14"]


def test_an_endless_series_names_fifty() -> None:
    _, _, [change] = after(file("UID:s\nDTSTART:20270706T090000Z\nRRULE:FREQ=DAILY\n"))
    assert len(change.others) == 50


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=2", "FREQ=DAILY;BYDAY=MO;INTERVAL=7", "FREQ=DAILY;BYMONTH=13",
     "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTHDAY=32", "x",
     "FREQ=DAILY;BYSETPOS=9", "FREQ=WEEKLY;UNTIL=never", "FREQ=WEEKLY;INTERVAL=0",
     "FREQ=MONTHLY;BYSETPOS=300;BYDAY=MO"],
)  # fmt: skip
def test_a_rule_that_cannot_be_reckoned_leaves_the_first_time(rule: str) -> None:
    assert starts(after(file(f"UID:s\n{ONCE}RRULE:{rule}\n"))[1]) == ["07-13 14:00"]


PEOPLE = {
    "declined": ("ATTENDEE;PARTSTAT=DECLINED:mailto:lee@acme.example", ["declined"]),
    "the candidate": ("ATTENDEE:mailto:Ann@home.example", ["candidate"]),
    "a room": ("ATTENDEE;CUTYPE=ROOM:mailto:room@acme.example", ["room"]),
    "an organizer from outside": ("ORGANIZER:mailto:kim@agent.example", ["organizer"]),
    "an organizer at the employer": ("ORGANIZER:mailto:kim@acme.example", [None]),
    "an organizer at its subdomain": ("ORGANIZER:mailto:kim@de.acme.example", [None]),
    "an organizer who accepted": (
        "ORGANIZER:mailto:kim@agent.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@agent.example", [None]),
    "an organizer who was only invited": (
        "ORGANIZER:mailto:kim@agent.example\nATTENDEE:mailto:kim@agent.example", ["organizer"]),
    "an organizer who is a contact": ("ORGANIZER:mailto:kim@known.example", [None]),
    "a relay's address": (
        "ATTENDEE;EMAIL=lee@acme.example:mailto:2_GU3TKMZQGY4@imip.me.example", [None]),
}  # fmt: skip


@pytest.mark.parametrize("case", PEOPLE)
def test_who_is_expected(case: str) -> None:
    lines, left_out = PEOPLE[case]
    known = replace(KNOWN, contacts=frozenset({"kim@known.example"}))
    _, _, [change] = after(file(f"UID:1\n{ONCE}{lines}\n"), facts=replace(FACTS, known=known))
    assert [row.left_out for row in change.people] == left_out


def test_a_person_is_known_by_the_address_beside_a_relays() -> None:
    line = "ATTENDEE;CN=Tom Berg;EMAIL=tom.berg@acme.example:mailto:2_HEZDMMRVGYAB@imip.me.com"
    _, [row], _ = after(file(f"UID:1\n{ONCE}{line}\n"))
    assert row.emails == {"tom.berg@acme.example"}
