"""Who is named, and whom of them the candidate will meet."""

import pytest

from portal.readers.ics import CalendarEvent
from portal.readers.ics_people import Attendee
from portal.readers.invitation import KnownAddresses, list_invitees
from tests.readers.files import MARCH, file, only

KNOWN = KnownAddresses(frozenset({"ann@home.example"}), frozenset({"rita@agency.example"}), frozenset({"acme.example"}))
NAMED = {
    'ATTENDEE;CN="Ruiz, Dana; PhD":MAILTO:Dana.Ruiz@Acme.example': ("Dana Ruiz, PhD", "Dana.Ruiz@Acme.example"),
    "ATTENDEE;CN=O^'Neil ^n ^^x:mailto:o@a.example": ('O"Neil ^x', "o@a.example"),
    "ATTENDEE;CN=Ruiz\\, Lee:mailto:l@a.example": ("Lee Ruiz", "l@a.example"),
    'ATTENDEE;CN="Bo "The" X":mailto:bo@a.example': ('Bo "The" X', "bo@a.example"),
    "ATTENDEE;CN=Dana; Ruiz;RSVP=TRUE:mailto:d@a.example": ("Dana; Ruiz", "d@a.example"),
    'ATTENDEE;CN="unclosed:mailto:d@a.example': ("unclosed", "d@a.example"),
    "ATTENDEE;RSVP:mailto:d@a.example": (None, "d@a.example"),
    "ATTENDEE;CN=X:MAILTO:/O=EXCHANGE/OU=x/CN=Foo": ("X", None),
    "ATTENDEE;CN=X:invalid:nomail": ("X", None),
    "ATTENDEE;EMAIL=u@a.example;CN=X:urn:uuid:123": ("X", "u@a.example"),
    "ATTENDEE;CN=X:tel:+12125550100": ("X", None),
    "ATTENDEE;CN=X:mailto:": ("X", None),
    "ATTENDEE: mailto: d@a.example ": (None, "d@a.example"),
    "ATTENDEE:<mailto:d@a.example>": (None, "d@a.example"),
    'ATTENDEE:"Dana R" <d@a.example>': ("Dana R", "d@a.example"),
    "ATTENDEE;CN='Single':mailto:'s@a.example'": ("Single", "s@a.example"),
    "ATTENDEE:mailto:d%2Ex@a.example?subject=hi": (None, "d.x@a.example"),
    "ATTENDEE:mailto:d%0Ax@a.example": (None, None),
    "ATTENDEE:mailto:two@a.example,three@a.example": (None, None),
    f"ATTENDEE:mailto:{'x' * 260}@a.example": (None, None),
}


@pytest.mark.parametrize("line", NAMED)
def test_a_name_and_an_address_however_they_are_written(line: str) -> None:
    row = only(file(f"{MARCH}{line}\n")).attendees[0]
    assert (row.name, row.email) == NAMED[line]


def event(*lines: str) -> CalendarEvent:
    return only(file(MARCH + "".join(f"{line}\n" for line in lines)))


LEFT_OUT = {
    "ATTENDEE;CN=Dana:mailto:dana@acme.example": None,
    "ATTENDEE;CN=Dana without an address:invalid:x": None,
    "ATTENDEE:mailto:ANN@home.example": "candidate",
    "ATTENDEE:mailto:Rita@Agency.example": "account",
    "ATTENDEE;CUTYPE=ROOM:mailto:room4@acme.example": "room",
    "ATTENDEE;CUTYPE=resource;CN=Projector:mailto:p@acme.example": "resource",
    "ATTENDEE;CUTYPE=GROUP:mailto:all@acme.example": "group",
    "ATTENDEE:mailto:c_1@resource.calendar.google.com": "room",
    "ATTENDEE:mailto:c_1@group.calendar.google.com": "group",
    "ATTENDEE:mailto:no-reply@acme.example": "no_reply",
    "ATTENDEE:mailto:jobs-noreply@acme.example": "no_reply",
    "ATTENDEE:mailto:do_not_reply@acme.example": "no_reply",
    "ATTENDEE:mailto:mailer-daemon@acme.example": "no_reply",
    "ATTENDEE:mailto:noreen@acme.example": None,
    "ORGANIZER:mailto:dana@acme.example": None,
    "ORGANIZER:mailto:dana@mail.acme.example": None,
    "ORGANIZER:mailto:dana@notacme.example": "organizer",
    "ORGANIZER:mailto:rita@agency.example": "account",
}


@pytest.mark.parametrize("line", LEFT_OUT)
def test_who_is_expected_and_who_is_left_out_with_why(line: str) -> None:
    assert [row.left_out for row in list_invitees(event(line), KNOWN)] == [LEFT_OUT[line]]


def test_everybody_is_named_once_and_the_organizer_by_the_organizers_rule() -> None:
    rows = list_invitees(
        event(
            "ATTENDEE;CN=Dana:mailto:dana@acme.example",
            "ATTENDEE;CN=Dana R:mailto:DANA@acme.example",
            "ATTENDEE:mailto:",
            "ATTENDEE;CN=Olga:mailto:olga@elsewhere.example",
            "ORGANIZER;CN=Olga:mailto:olga@elsewhere.example",
        ),
        KNOWN,
    )
    assert [(row.attendee.name, row.left_out) for row in rows] == [("Dana", None), ("Olga", "organizer")]


def test_without_the_employers_domain_no_organizer_is_expected() -> None:
    found = list_invitees(event("ORGANIZER:mailto:dana@acme.example"), KnownAddresses())
    assert [row.left_out for row in found] == ["organizer"]


def test_an_attendee_without_an_address_is_not_unread() -> None:
    assert not Attendee("Dana", None).is_no_reply
