"""Which round a second follow-up is for, and whom it goes to."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.interviews.rules import (
    AHEAD,
    ENDED,
    NOT_HELD,
    NOT_LAST,
    SENT,
    InterviewRound,
    PersonMet,
    follow_up_obstacle,
    is_time_to_join,
    main_contact_index,
    map_query,
    preparation_checklist,
)

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def round_(name: str, days: int, *, planned: bool = True, followed_up: bool = False) -> InterviewRound:
    return InterviewRound(name, NOW + days * DAY, planned, followed_up)


FIRST, LAST = round_("a", -9), round_("b", -2)


@pytest.mark.parametrize(
    ("rounds", "this", "ended", "why"),
    [
        ([FIRST], "a", False, None),
        ([FIRST, LAST], "b", False, None),
        ([FIRST, LAST], "a", False, NOT_LAST),
        ([FIRST, round_("b", -2, planned=False)], "a", False, None),
        ([round_("a", -9, followed_up=True)], "a", False, SENT),
        ([round_("a", -9, followed_up=True), LAST], "b", False, None),
        ([round_("a", -9, followed_up=True)], "a", True, SENT),
        ([FIRST], "a", True, ENDED),
        ([FIRST, round_("b", 3)], "a", False, AHEAD),
        ([FIRST, round_("b", 3, planned=False)], "a", False, None),
        ([round_("a", 3)], "a", False, NOT_HELD),
        ([round_("a", -9, planned=False)], "a", False, NOT_HELD),
        ([round_("a", 0)], "a", False, None),
    ],
)
def test_one_follow_up_a_round_for_the_last_one_held(
    rounds: list[InterviewRound], this: str, ended: bool, why: str | None
) -> None:
    assert follow_up_obstacle(rounds, this, ended=ended, now=NOW) == why


@pytest.mark.parametrize(
    ("met", "place"),
    [
        ([], None),
        ([PersonMet("Hiring manager", has_email=False)], None),
        ([PersonMet(None, has_email=True), PersonMet(None, has_email=True)], 0),
        ([PersonMet("Engineer", has_email=True), PersonMet("Head of engineering", has_email=True)], 1),
        ([PersonMet("Plant manager", has_email=True), PersonMet("Hiring manager", has_email=True)], 1),
        ([PersonMet("Hiring manager", has_email=False), PersonMet("Engineer", has_email=True)], 1),
        ([PersonMet("Engineer", has_email=True), PersonMet("Senior engineer", has_email=True)], 1),
        ([PersonMet("Shift supervisor", has_email=True), PersonMet("CEO", has_email=True)], 1),
        ([PersonMet("Headhunter", has_email=True), PersonMet("Team lead", has_email=True)], 1),
    ],
)
def test_the_follow_up_goes_to_whoever_is_likeliest_to_decide(met: list[PersonMet], place: int | None) -> None:
    assert main_contact_index(met) == place


@pytest.mark.parametrize(
    ("place", "link", "missing", "first", "last"),
    [
        ("12 Main Street", None, True, "way", "ask_cards"),
        ("12 Main Street", "https://meet.example", False, "way", "questions"),
        (None, "https://meet.example", True, "try_link", "ask_names"),
        (None, None, False, "way", "questions"),
    ],
)
def test_what_to_take_along_goes_by_where_they_meet(
    place: str | None, link: str | None, missing: bool, first: str, last: str
) -> None:
    found = preparation_checklist(place, link, addresses_missing=missing)
    assert (found[0], found[-1]) == (first, last)


@pytest.mark.parametrize(("minutes", "expected"), [(-16, False), (-15, True), (0, True), (59, True), (60, False)])
def test_joining_comes_first_from_fifteen_minutes_before_until_the_end(minutes: int, expected: bool) -> None:
    assert is_time_to_join(NOW, NOW + timedelta(hours=1), NOW + timedelta(minutes=minutes)) is expected


@pytest.mark.parametrize(
    ("place", "postal_address", "expected"),
    [
        ("12 Mill Street, Yonkers", None, "12 Mill Street, Yonkers"),
        ("12 Mill Street, Yonkers", "1 Main Street\nAlbany", "12 Mill Street, Yonkers"),
        ("Ask for Nora", "1 Main Street\nAlbany", "Acme, 1 Main Street, Albany"),
        ("Head office", None, "Head office"),
        (None, "1 Main Street\nAlbany", None),
        (None, None, None),
    ],
)
def test_a_map_is_asked_for_the_place_or_else_for_the_employer(
    place: str | None, postal_address: str | None, expected: str | None
) -> None:
    assert map_query(place, "Acme", postal_address) == expected
