"""What kind of file it is, how its text is coded and nested, and that each is read or refused, in bounded time."""

import codecs
import time

import pytest

from portal.readers import ics
from tests.readers.files import MARCH, file, first, only

SUMMARY = "SUMMARY:Gespräch mit Żaneta\n"
WHOLE = file(f"UID:1\n{SUMMARY}{MARCH}")
TEXT = WHOLE.decode()
CODED = {
    "utf-8": WHOLE,
    "utf-8 with a mark": codecs.BOM_UTF8 + WHOLE,
    "utf-16": TEXT.encode("utf-16"),
    "utf-16 big": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16 little without a mark": TEXT.encode("utf-16-le"),
    "utf-16 big without a mark": TEXT.encode("utf-16-be"),
    "utf-32": TEXT.encode("utf-32"),
    "bare line feeds": TEXT.replace("\r\n", "\n").encode(),
    "bare carriage returns": TEXT.replace("\r\n", "\r").encode(),
    "doubled returns": TEXT.replace("\r\n", "\r\r\n").encode(),
    "empty lines": TEXT.replace("\r\n", "\r\n\r\n").encode(),
    "folded inside a letter": WHOLE.replace("ä".encode(), "ä".encode()[:1] + b"\r\n " + "ä".encode()[1:]),
    "folded by a tab": WHOLE.replace(b"mit", b"m\r\n\tit"),
    "one other line in Latin-1": WHOLE.replace(b"UID", b"LOCATION:Caf\xe9\r\nUID"),
    "a mail's head before it": b"From: a@b.example\r\n\r\n" + WHOLE,
    "NUL between": WHOLE.replace(b"SUMMARY", b"SUM\0MARY"),
    "grouped names": WHOLE.replace(b"SUMMARY", b"item1.SUMMARY"),
    "small letters": WHOLE.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"SUMMARY", b"summary"),
}


@pytest.mark.parametrize("case", CODED)
def test_the_text_is_read_however_it_is_coded(case: str) -> None:
    assert only(CODED[case]).summary == "Gespräch mit Żaneta"


def test_what_is_no_unicode_at_all_is_windows_1252() -> None:
    assert only(file(f"{MARCH}LOCATION:Café\n").decode().encode("cp1252")).location == "Café"


def test_quoted_printable_of_a_vcalendar_1_0_is_decoded() -> None:
    printed = "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Entretien =C3=A0=\n Paris\n"
    bare = "LOCATION;QUOTED-PRINTABLE;CHARSET=nonsense:=41\nATTENDEE;ROLE=ATTENDEE:Dana Ruiz <dana@acme.example>\n"
    event = only(file(MARCH + printed + bare))
    assert (event.summary, event.location) == ("Entretien à Paris", "=41")
    assert (event.attendees[0].name, event.attendees[0].email) == ("Dana Ruiz", "dana@acme.example")


NO_CALENDARS = {
    b"": "The file is empty.",
    b" \r\n": "The file is empty.",
    b"<!doctype html><p>BEGIN:VCALENDAR": "This is a web page or XML",
    b"%PDF-1.7\n": "This is a PDF document",
    b"PK\x03\x04" + bytes(range(256)): "This is a ZIP archive",
    b"BEGIN:VCARD\r\nEND:VCARD\r\n": "This is an address card",
    b'{"kind": "calendar"}': "This is no calendar file: it has no line BEGIN:VCALENDAR.",
    b"BEGIN:VEVENT\r\nDTSTART:20260310T090000Z\r\nEND:VEVENT\r\n": "This is no calendar file",
    file(): "This calendar has no events.",
    file(head="BEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n"): "This calendar has no events, only VTODO.",
}


@pytest.mark.parametrize("data", NO_CALENDARS)
def test_what_is_no_calendar_is_refused_by_what_it_is(data: bytes) -> None:
    found = ics.read(data)
    assert (found.ok, found.events) == (False, ())
    assert found.problems[0].startswith(NO_CALENDARS[data])


BROKEN = {
    "both ends missing": (WHOLE.partition(b"END:VEVENT")[0], 1, "END:VEVENT, END:VCALENDAR is missing"),
    "the event's end missing": (WHOLE.replace(b"END:VEVENT\r\n", b""), 1, "END:VEVENT is missing"),
    "the calendar's end missing": (WHOLE.replace(b"END:VCALENDAR\r\n", b"") * 2, 2, "END:VCALENDAR is missing"),
    "an event begins in another": (file(f"{MARCH}BEGIN:VEVENT\n{MARCH}"), 2, "END:VEVENT is missing"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_breaks_off_gives_what_it_has_and_says_so(case: str) -> None:
    data, events, sentence = BROKEN[case]
    found = ics.read(data)
    assert len(found.events) == events
    assert sentence in found.problems[0]


def test_an_alarm_inside_an_event_is_no_part_of_it() -> None:
    alarm = "BEGIN:VALARM\nSUMMARY:Ring\nDTSTART:20200101T000000Z\nEND:VALARM\n"
    assert only(file(f"{alarm}SUMMARY:Talk\n{MARCH}END:VALARM\n")).summary == "Talk"


def test_several_calendars_and_their_events_all_count() -> None:
    found = ics.read(WHOLE + file(MARCH, MARCH, method=" cancel"))
    assert (len(found.events), found.method) == (3, "REQUEST")


def test_lines_that_are_no_properties_do_no_harm() -> None:
    odd = 'THIS IS NONE\n;;;:x\nX_A:1\nX-A;B="a\x01":1\nDESCRIPTION:first\ngoes on: here\nURL:https://a.example/x\n'
    event = only(file(odd + MARCH))
    assert event.link == "https://a.example/x"


def test_the_link_of_a_known_meeting_service_goes_first() -> None:
    event = only(file(f"{MARCH}LOCATION:Room\nDESCRIPTION:see https://a.example or\\nhttps://acme.zoom.us/j/1?pwd=x\n"))
    assert (event.link, event.location) == ("https://acme.zoom.us/j/1?pwd=x", "Room")
    assert only(file(f"{MARCH}LOCATION:12 Main\\, New York\n")).location == "12 Main, New York"


SEQUENCES = {"3": 3, "-3": 0, "": 0, "2147483647": 2147483647}
NO_SEQUENCES = ("1.5", "99999999999", "9" * 5000, "first")


@pytest.mark.parametrize("value", SEQUENCES)
def test_the_sequence_is_a_number(value: str) -> None:
    assert only(file(f"{MARCH}SEQUENCE:{value}\n")).sequence == SEQUENCES[value]


@pytest.mark.parametrize("value", NO_SEQUENCES)
def test_a_sequence_that_is_no_number_counts_as_none_and_says_so(value: str) -> None:
    event, found = first(file(f"{MARCH}SEQUENCE:{value}\n"))
    assert event.sequence == 0
    assert "its SEQUENCE is no usable number" in found.problems[0]


EVENT = b"BEGIN:VEVENT\r\nDTSTART:20260310T090000Z\r\nEND:VEVENT\r\n"
LARGE = {
    "6 MB": (b"x" * 6_000_000, 0, "larger than 5 MB"),
    "80,000 events": (b"BEGIN:VCALENDAR\r\n" + EVENT * 80_000 + b"END:VCALENDAR\r\n", 2_000, "first 2000 of its 80000"),
    "bad events": (b"BEGIN:VCALENDAR\r\n" + EVENT.replace(b"2026", b"") * 40_000 + b"END:VCALENDAR", 0, "first 2000"),
    "deeply nested": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000, 0, "END:VEVENT is missing"),
    "nested unknowns": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X-A\r\n" * 100_000, 0, "is missing"),
    "calendars": (WHOLE * 10_000, 200, "Only the first 200 calendars"),
    "zones": (file(MARCH, head="BEGIN:VTIMEZONE\nTZID:x\nX:1\nEND:VTIMEZONE\n" * 50_000), 1, ""),
    "attendees": (file(MARCH + "ATTENDEE:mailto:a@b.example\n" * 100_000), 1, ""),
    "one long line": (file(f"{MARCH}DESCRIPTION:{'x' * 4_000_000}\n"), 1, ""),
    "quotes": (file(f"{MARCH}ATTENDEE;CN={chr(34) * 1_000_000}:mailto:a@b.example\n"), 1, ""),
    "parameters": (file(f"{MARCH}ATTENDEE{';X-A=b' * 300_000}:mailto:a@b.example\n"), 1, ""),
    "folds": (file(f"{MARCH}DESCRIPTION:x\n" + " y\n" * 500_000), 1, ""),
    "empty lines": (b"BEGIN:VCALENDAR" + b"\n" * 4_900_000, 0, "is missing"),
}


@pytest.mark.parametrize("case", LARGE)
def test_what_is_too_much_is_cut_short_in_words_and_in_time(case: str) -> None:
    data, events, sentence = LARGE[case]
    began = time.process_time()
    found = ics.read(data)
    assert time.process_time() - began < 10
    assert len(found.events) == events
    assert sentence in " ".join(found.problems)
    assert len(found.problems) <= ics.MAX_PROBLEMS + 1
