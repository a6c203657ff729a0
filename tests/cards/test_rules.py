"""Email or card, days in the post, addresses taken apart, text made ready for paper: as tables."""

from datetime import date

import pytest

from portal.applications.rules import Pace
from portal.cards.rules import printing
from portal.cards.rules.addresses import split_address
from portal.cards.rules.medium import MediumFacts, suggest_medium
from portal.cards.rules.post import ArrivalDates, delivery_days, expected_arrival
from portal.cards.rules.sizes import LABEL_SIZE, SIZES, CardSize, TextArea, card_piece, default_size, is_mailable

TODAY, HELD = date(2026, 3, 4), date(2026, 3, 3)
ARRIVES = ArrivalDates(date(2026, 3, 6), date(2026, 3, 11))


def known(pace: Pace, *, email: bool = True, postal: bool = True) -> MediumFacts:
    return MediumFacts(pace, TODAY, HELD, ARRIVES, email, postal)


FAR, NEAR, FAST = Pace(stage="way_to_go"), Pace(stage="near_end"), Pace(hires_right_away=True)


@pytest.mark.parametrize(
    ("given", "medium", "reason"),
    [
        (known(Pace()), "email", "same_day"),
        (known(FAST), "email", "hires_right_away"),
        (known(Pace(hires_right_away=True, stage="way_to_go")), "email", "hires_right_away"),
        (known(FAST, postal=False), "email", "hires_right_away"),
        (known(FAST, email=False), "card", "no_email"),
        (known(NEAR, email=False), "card", "no_email"),
        (known(Pace(), email=False, postal=False), "email", "no_address"),
        (known(FAR, postal=False), "email", "no_postal_address"),
        (known(FAR), "card", "way_to_go"),
        (known(NEAR), "email", "near_end"),
        (known(Pace(stage="near_end", candidates_left=9)), "email", "near_end"),
        (known(Pace(candidates_left=0)), "email", "few_left"),
        (known(Pace(candidates_left=1)), "email", "few_left"),
        (known(Pace(candidates_left=2)), "card", "many_left"),
        (known(Pace(decision_on=date(2026, 3, 10), stage="way_to_go")), "email", "decided_before_it_arrives"),
        (known(Pace(decision_on=date(2026, 3, 11))), "email", "decided_before_it_arrives"),
        (known(Pace(decision_on=date(2026, 3, 12))), "card", "arrives_before_decision"),
        (known(Pace(decision_on=TODAY, candidates_left=5)), "email", "decided_before_it_arrives"),
        (known(Pace(decision_on=date(2026, 3, 3), stage="way_to_go")), "card", "way_to_go"),
        (known(Pace(expected_days=8)), "email", "over_before_it_arrives"),
        (known(Pace(expected_days=9)), "card", "long_process"),
        (known(Pace(expected_days=30, stage="near_end")), "card", "long_process"),
        (known(Pace(hires_right_away=False)), "email", "same_day"),
    ],
)
def test_the_medium_is_what_arrives_in_time(given: MediumFacts, medium: str, reason: str) -> None:
    found = suggest_medium(given)
    assert (found.medium, found.reason) == (medium, reason)


@pytest.mark.parametrize(
    ("origin", "destination", "days"),
    [
        ("US", "US", (2, 5)),
        ("DE", "DE", (1, 3)),
        ("KE", "KE", (2, 5)),
        ("US", "CA", (4, 10)),
        ("CA", "US", (4, 10)),
        ("DE", "AT", (3, 7)),
        ("GB", "IE", (3, 7)),
        ("US", "DE", (7, 15)),
        ("DE", "JP", (7, 15)),
    ],
)
def test_days_in_the_post(origin: str, destination: str, days: tuple[int, int]) -> None:
    assert delivery_days(origin, destination) == days


@pytest.mark.parametrize(
    ("posted", "holidays", "earliest", "latest"),
    [
        (date(2026, 3, 2), frozenset(), date(2026, 3, 4), date(2026, 3, 9)),
        (date(2026, 3, 6), frozenset(), date(2026, 3, 10), date(2026, 3, 13)),
        (date(2026, 3, 7), frozenset(), date(2026, 3, 10), date(2026, 3, 13)),
        (date(2026, 12, 23), frozenset({date(2026, 12, 25), date(2027, 1, 1)}), date(2026, 12, 28), date(2026, 12, 31)),
        (date(2028, 2, 28), frozenset(), date(2028, 3, 1), date(2028, 3, 6)),
    ],
)
def test_a_card_arrives_on_working_days(posted: date, holidays: frozenset[date], earliest: date, latest: date) -> None:
    assert expected_arrival(posted, "US", "US", holidays) == ArrivalDates(earliest, latest)


COUNTRIES = {"GERMANY": "DE", "UNITED KINGDOM": "GB", "USA": "US", "CANADA": "CA"}


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        (
            "12 Main St\nSpringfield, IL 62701",
            "US",
            {"street_address": "12 Main St", "city": "Springfield", "country_area": "IL", "postal_code": "62701"},
        ),
        (
            "12 Main St, Springfield, IL 62701-1234",
            "US",
            {"street_address": "12 Main St", "city": "Springfield", "country_area": "IL", "postal_code": "62701-1234"},
        ),
        (
            "Lange Straße 12\n12345 Berlin\nGermany",
            "US",
            {"country_code": "DE", "street_address": "Lange Straße 12", "city": "Berlin", "postal_code": "12345"},
        ),
        (
            "10 Downing Street\nLondon\nSW1A 2AA\nUnited Kingdom",
            "US",
            {"country_code": "GB", "street_address": "10 Downing Street", "city": "London", "postal_code": "SW1A 2AA"},
        ),
        (
            "1 Rue X\nMontréal QC H2X 1Y4\nCANADA",
            "US",
            {"country_code": "CA", "city": "Montréal", "country_area": "QC", "postal_code": "H2X 1Y4"},
        ),
        ("somewhere\nbehind the mill", "US", {"street_address": "somewhere\nbehind the mill", "country_code": "US"}),
        ("", "DE", {"country_code": "DE", "street_address": ""}),
        ("Germany", "US", {"country_code": "DE", "street_address": ""}),
    ],
)
def test_an_address_is_taken_apart_as_far_as_it_can_be_told(text: str, country: str, found: dict[str, str]) -> None:
    assert found.items() <= split_address(text, country, COUNTRIES).items()


def test_lines_know_their_direction_and_long_words_may_break() -> None:
    found = printing.printable_lines("Dear Dana,\r\n\r\n\r\n\r\nשלם\n(مرحبا)\n12 mm\n" + "w" * 50)
    assert [line.rtl for line in found] == [False, False, True, True, False, False]
    assert [line.text for line in found[:3]] == ["Dear Dana,", "", "שלם"]
    assert found[-1].text.replace("\u200b", "") == "w" * 50
    assert max(map(len, found[-1].text.split("\u200b"))) <= 8


def test_a_mark_never_stands_apart_from_its_sign() -> None:
    broken = printing.printable_lines("e\u0301\u0302" * 40)[0].text
    assert all(not part.startswith(("\u0301", "\u0302")) for part in broken.split("\u200b"))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("plain words", ()),
        ("a\tb\nc\u200d", ()),
        ("x☃y☃", ("☃",)),
        ("a\u202eb", ("\u202e",)),
        ("\x07", ("\x07",)),
    ],
)
def test_signs_without_a_type_are_named_once(text: str, signs: tuple[str, ...]) -> None:
    assert printing.unsupported_characters(text, frozenset(range(32, 127))) == signs


@pytest.mark.parametrize(
    ("sign", "name"), [("☃", "☃ (snowman)"), ("\u202e", "right-to-left override"), ("\x07", "u+0007")]
)
def test_a_sign_that_shows_as_nothing_is_found_by_its_name(sign: str, name: str) -> None:
    assert printing.describe_character(sign) == name


def test_what_is_longer_than_any_card_is_counted_without_being_measured() -> None:
    assert printing.truncate("a few words") == ("a few words", 0)
    kept, left_out = printing.truncate("word " * 1000)
    assert len(kept) <= printing.MAX_LENGTH
    assert len(kept.split()) + left_out == 1000
    assert printing.truncate("x" * 9000) == ("x" * printing.MAX_LENGTH, 1)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.key)
def test_every_piece_has_room_on_its_paper_and_every_text_on_its_piece(size: CardSize) -> None:
    marks = 2 * 8
    for folded in (False, True):
        piece = card_piece(size, folded=folded)
        assert piece["width"] + marks <= size.paper[0]
        assert piece["height"] + marks <= size.paper[1]
    assert size.envelope[0] > size.width
    assert size.envelope[1] > size.height
    assert _within(size.sender, size.envelope)
    assert _within(size.receiver, size.envelope)
    assert _within(size.label, LABEL_SIZE)
    assert _within(size.message, (size.width, size.height))


def test_the_usual_size_is_the_countrys() -> None:
    assert [default_size(country) for country in ("US", "CA", "DE", "JP")] == ["us_a2", "us_a2", "a6", "a6"]


def _within(spot: TextArea, extent: tuple[float, float]) -> bool:
    return spot.x + spot.width <= extent[0] and spot.y + spot.height <= extent[1]


MAILED = [
    ("a7", "US", "US", False),
    ("a7", "DE", "DE", False),
    ("a7", "GB", "GB", True),
    ("a7", "GB", "US", False),
    ("a6", "DE", "US", True),
    ("us_a2", "US", "US", True),
    ("us_a7", "US", "DE", True),
]


@pytest.mark.parametrize(("size", "origin", "destination", "taken"), MAILED)
def test_a_size_is_offered_where_the_post_takes_its_envelope(
    size: str, origin: str, destination: str, taken: bool
) -> None:
    assert is_mailable(size, origin, destination) is taken


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("Dear Dana,\n\nThank you, truly.\n\nBest regards,\nAnn Lee", "Best regards,"),
        ("Dear Dana,\n\nThank you.\n\nKind regards\nAnn Lee\n+1 212 555 0100", "Kind regards"),
        ("Liebe Dana,\n\nvielen Dank.\n\nHerzliche Grüße,\n\nAnn Lee", "Herzliche Grüße,"),
        ("Dear Dana,\n\nThank you.\n\nAnn Lee\n+1 212 555 0100", None),
        ("Dear Dana,\nThank you.", None),
        ("Best regards,", None),
        ("Dear Dana,\n\nWe saw the mill,\nthe shop,\nand the yard.\n\nYours,\nAnn", "Yours,"),
    ],
)
def test_a_signature_has_room_between_the_closing_and_the_name(text: str, closing: str | None) -> None:
    signed = [line.text for line in printing.letter_lines(text) if line.signed]
    assert signed == ([closing] if closing else [])
