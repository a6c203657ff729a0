"""What kind of round a place and a link say it is, and how invitations keep it."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.interviews.round_details import follow_guess, guess_round_kind
from portal.interviews.slots import Slot

STARTS = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
ZOOM = "https://acme.zoom.us/j/1"


def slot(place: str | None = None, link: str | None = None) -> Slot:
    return Slot(STARTS, STARTS + timedelta(hours=1), "America/New_York", place, link)


@pytest.mark.parametrize(
    ("place", "link", "kind"),
    [
        (None, None, None),
        (None, ZOOM, "video"),
        ("Zoom", ZOOM, "video"),
        ("Microsoft Teams Meeting", None, "video"),
        ("Microsoft Teams-Besprechung", "https://teams.microsoft.com/l/meetup-join/1", "video"),
        ("Phone", None, "phone"),
        ("Phone call with Dana", None, "phone"),
        ("By phone: 202-555-0143", None, "phone"),
        ("+1 (202) 555-0143", None, "phone"),
        ("tel:+12025550143", None, "phone"),
        ("12 Mill Street", None, None),
        ("12 Mill Street", ZOOM, None),
        ("+1 202 555 0143", ZOOM, None),
        (None, "https://acme.example/directions", None),
        ("Phoenix office", None, None),
        ("Phone booth, 3rd floor", None, None),
        ("Callahan Tower", None, None),
        ("Zoomerville, Main Street", None, None),
    ],
)
def test_only_what_is_certain_is_guessed(place: str | None, link: str | None, kind: str | None) -> None:
    assert guess_round_kind(slot(place, link)) == kind


@pytest.mark.parametrize(
    ("kind", "before", "after", "becomes"),
    [
        ("video", slot(link=ZOOM), slot("Phone"), "phone"),
        ("panel", slot(link=ZOOM), slot("Phone"), "panel"),
        (None, slot("12 Mill Street"), slot(link=ZOOM), "video"),
        ("video", slot(link=ZOOM), slot("12 Mill Street"), None),
        ("on_site", slot("12 Mill Street"), slot(link=ZOOM), "on_site"),
    ],
)
def test_a_guess_follows_the_invitation_and_a_choice_stays(
    kind: str | None, before: Slot, after: Slot, becomes: str | None
) -> None:
    assert follow_guess(kind, before, after) == becomes
