"""Cards and envelopes as they come out of the printer: rendered, measured, compared, and read again."""

from io import BytesIO

import pytest
from PIL import Image

from portal.cards import address_formats, print_checks, rendering
from portal.cards.rendering import PICTURE_DPI, CardLayout, Envelope
from portal.cards.rules.sizes import LABEL_SIZE, SIZES, CardSize
from tests.fixtures.pictures import of_pdf, of_png, words_of_pdf

TEXT = "Dear Dana,\n\nthank you for the hour in the test hall and for what you told me.\n\nKind regards\nAnn Lee"
SENDER = "Ann Lee\nMcGrath Systems\n410 Foundry Street, Springfield, IL 62701"
RECEIVER = "Dana Ruiz\nAcme Robotics GmbH\nLange Straße 12\n10115 Berlin\nGERMANY"
DOTS = 60.0
AFAR = 9.0
"""How far from the card's edge the marks begin and end, in millimetres, with some to spare."""


def card(
    text: str = TEXT, size: str = "a6", *, folded: bool = False, label: bool = False, receiver: str = RECEIVER
) -> CardLayout:
    return CardLayout(SIZES[size], folded, text, "Thank you", Envelope(SENDER, receiver, label))


def pdf(printed: CardLayout) -> bytes:
    return rendering.render_pdf("Card", [rendering.build_card_sheet(printed), rendering.build_envelope_sheet(printed)])


def edges(size: CardSize, *, folded: bool = False) -> tuple[float, float, float, float]:
    """Where the card's edges lie on its paper."""
    width, height = size.width, size.height * (2 if folded else 1)
    left, top = (size.paper[0] - width) / 2, (size.paper[1] - height) / 2
    return left, top, left + width, top + height


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.key)
def test_a_card_lies_within_its_marks_and_its_text_within_its_margin(size: CardSize, folded: bool) -> None:
    pages = of_pdf(pdf(card(size=size.key, folded=folded)), DOTS)
    assert len(pages) == (3 if folded else 2)
    left, top, right, bottom = edges(size, folded=folded)
    for page in pages[:-1]:
        assert page.box() == pytest.approx((left - 8, top - 8, right + 8, bottom + 8), abs=1)
    message = pages[-2].within(left, top, right, bottom).box()
    assert message is not None
    panel = bottom - top - size.height
    assert message[0] >= size.margin - 1
    assert message[1] >= panel + size.margin - 1
    assert message[2] <= size.width - size.margin + 1
    assert message[3] <= panel + size.height - size.margin + 1


@pytest.mark.parametrize("folded", [False, True])
def test_a_folded_card_is_marked_where_it_folds(folded: bool) -> None:
    size = SIZES["a6"]
    left, top, right, bottom = edges(size, folded=folded)
    inside = of_pdf(pdf(card(folded=folded)), DOTS)[1 if folded else 0]
    middle = (top + bottom) / 2
    for beside in ((left - AFAR, left - 2), (right + 2, right + AFAR)):
        assert (inside.within(beside[0], middle - 1, beside[1], middle + 1).box() is not None) == folded


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.key)
def test_how_large_the_pictures_are_is_known_before_they_are_made(size: CardSize, folded: bool) -> None:
    printed = card(size=size.key, folded=folded, label=folded)
    pieces = [rendering.build_card_sheet(printed), rendering.build_envelope_sheet(printed)]
    made = [Image.open(BytesIO(picture)).size for picture in rendering.render_pictures(pieces)]
    told = rendering.picture_sizes(pieces)
    assert len(made) == len(told)
    assert [extent for page in told for extent in page] == pytest.approx([e for page in made for e in page], abs=1)


@pytest.mark.parametrize("label", [False, True])
@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.key)
def test_an_envelope_is_as_large_as_it_is_and_a_label_is_cut_out(size: CardSize, label: bool) -> None:
    printed = card(size=size.key, label=label)
    content = pdf(printed)
    page = of_pdf(content, DOTS)[-1]
    extent = size.paper if label else size.envelope
    assert (len(page.rows[0]) * 25.4 / DOTS, len(page.rows) * 25.4 / DOTS) == pytest.approx(extent, abs=0.5)
    assert words_of_pdf(content)[-1] == " ".join(f"{SENDER} {RECEIVER}".split())
    if label:
        left, top = (extent[0] - LABEL_SIZE[0]) / 2, (extent[1] - LABEL_SIZE[1]) / 2
        expected = (left - 8, top - 8, left + LABEL_SIZE[0] + 8, top + LABEL_SIZE[1] + 8)
        assert page.box() == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("folded", [False, True])
def test_what_is_shown_is_what_is_printed(folded: bool) -> None:
    printed = card(folded=folded)
    pieces = [rendering.build_card_sheet(printed), rendering.build_envelope_sheet(printed)]
    shown = [of_png(content, PICTURE_DPI) for content in rendering.render_pictures(pieces)]
    paper = of_pdf(rendering.render_pdf("Card", pieces), PICTURE_DPI)
    assert len(shown) == len(paper)
    for one, other in zip(shown, paper, strict=True):
        assert one.box() == pytest.approx(other.box(), abs=0.6)
        assert one.ink() == pytest.approx(other.ink(), rel=0.1)


HOSTILE = (
    '#panic("x") #read("/etc/passwd") #import "@preview/x:1.0.0": * #set page(width: 1mm)',
    "*bold* _slanted_ $x^2$ = heading\n- item\n+ item\n/ term: x\n@ref <label> \\ ~ -- --- ... `raw`",
    '"]}], "pieces": [], "title": "\\u0000"}',
    "#{ while true {} }",
    "https://example.org/" + "a" * 300,
    "// comment /* and */ more",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_read_as_anything_but_text(text: str) -> None:
    printed = card(text, receiver=text[:120])
    content = pdf(printed)
    assert words_of_pdf(content)[0].replace(" ", "") == "".join(text.split())
    plain, hostile = of_pdf(pdf(card()), DOTS), of_pdf(content, DOTS)
    assert [len(page.rows) for page in plain] == [len(page.rows) for page in hostile]
    left, top, right, bottom = edges(printed.size)
    for strip in ((0, 0, 210, top + 10), (0, bottom - 10, 210, 297), (0, 0, left + 10, 297), (right - 10, 0, 210, 297)):
        assert hostile[0].within(*strip) == plain[0].within(*strip)


@pytest.mark.parametrize(
    "text",
    [
        "Vielen Dank für das Gespräch, Grüße aus Łódź, Çeşme và Đà Nẵng",
        "Ευχαριστώ πολύ",
        "Большое спасибо за беседу",
        "תודה רבה על הזמן שהקדשת לי",
        "شكرا جزيلا على وقتكم",
        "आपके समय के लिए बहुत धन्यवाद",
        "ขอบคุณมากสำหรับเวลาของคุณ",
    ],
)
def test_other_scripts_have_their_type(text: str) -> None:
    assert rendering.unprintable_characters(text) == ()
    left, top, right, bottom = edges(SIZES["a6"])
    page = of_pdf(pdf(card(text)), DOTS)[0].within(left + 1, top + 1, right - 1, bottom - 1)
    assert page.ink() > of_pdf(pdf(card("")), DOTS)[0].within(left + 1, top + 1, right - 1, bottom - 1).ink()


def test_a_script_read_from_the_right_stands_at_the_right() -> None:
    left, top, right, bottom = edges(SIZES["a6"])
    boxes = [
        of_pdf(pdf(card(text)), DOTS)[0].within(left + 1, top + 1, right - 1, bottom - 1).box()
        for text in ("Thank you", "شكرا جزيلا")
    ]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0][0] < 15
    assert boxes[1][2] > SIZES["a6"].width - 17


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "ありがとう",
            "あ (hiragana letter a), り (hiragana letter ri), が (hiragana letter ga), と (hiragana letter to)",
        ),
        ("Thank you, 谢谢", "谢 (cjk unified ideograph-8c22)"),
        ("감사", "감 (hangul syllable gam), 사 (hangul syllable sa)"),
        ("Thanks 😀", "😀 (grinning face)"),
        ("👩🏽‍🔧", "👩 (woman), 🏽 (emoji modifier fitzpatrick type-4), 🔧 (wrench)"),
        ("❤️", "❤ (heavy black heart)"),
        ("a\u202eb", "right-to-left override"),
        ("שלום 🕊", "🕊 (dove of peace)"),
        ("☃", "☃ (snowman)"),
        ("Grüße, תודה, شكرا", ""),
    ],
)
def test_signs_that_no_font_has_are_told_by_their_names_and_others_are_not(text: str, told: str) -> None:
    assert print_checks.describe_unprintable(text).startswith(told)
    assert bool(print_checks.describe_unprintable(text)) == bool(told)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.key)
def test_so_many_words_are_too_many_and_without_them_it_fits(size: CardSize) -> None:
    words = [f"word{number}" for number in range(330)]
    over = rendering.count_words_over(" ".join(words), size.message)
    assert over > 0
    assert rendering.count_words_over(" ".join(words[:-over]), size.message) == 0
    assert rendering.count_words_over(" ".join(words[: 1 - over or None]), size.message) == 1
    assert rendering.fits_in(TEXT, [size.message]) == [True]


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.key)
def test_what_just_fits_is_printed_whole(size: CardSize) -> None:
    words = [f"word{number}" for number in range(330)]
    fitting = words[: -rendering.count_words_over(" ".join(words), size.message)]
    content = pdf(card(" ".join(fitting), size=size.key))
    assert words_of_pdf(content)[0].split() == fitting
    left, top, right, bottom = edges(size)
    inked = of_pdf(content, DOTS)[0].within(left, top, right, bottom).box()
    assert inked is not None
    assert inked[1] >= size.margin - 1
    assert inked[3] <= size.height - size.margin + 1


LONG_NAME = "Dr. Maximiliane-Theodora von und zu Hohenlohe-Waldenburg-Schillingsfürst"


@pytest.mark.parametrize(
    ("lines", "fits"),
    [
        ((LONG_NAME, "Acme"), True),
        ((LONG_NAME * 2, "Acme " * 20), True),
        ((LONG_NAME, *["A very long line of an address indeed, in the farthest corner of the province"] * 20), False),
        (("x" * 90, "y" * 90), True),
    ],
)
def test_a_long_address_fits_or_is_known_not_to(lines: tuple[str, ...], fits: bool) -> None:
    printed = card(receiver="\n".join(lines))
    assert rendering.fits_in(printed.envelope.receiver, [rendering.recipient_area(printed)]) == [fits]
    if fits:
        assert "".join(lines).replace(" ", "") in words_of_pdf(pdf(printed))[-1].replace(" ", "")


@pytest.mark.parametrize(
    "text",
    ["e\u0301\u0302" * 2000, "क्षि" * 1000, "ก็้" * 1000, "x" * 20_000, "a\n" * 9000, "word " * 4000, "ﷺ" * 3000],
)
def test_no_text_takes_longer_than_the_typesetter_may(text: str) -> None:
    over = rendering.count_words_over(text, SIZES["us_a7"].message)
    assert over > 0 or rendering.fits_in(text, [SIZES["us_a7"].message]) == [True]


def test_the_same_card_is_the_same_bytes() -> None:
    assert pdf(card()) == pdf(card())


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"country_code": "US", "street_address": "1 Main St", "city": "Springfield", "country_area": "Illinois"}
            | {"postal_code": "62701"},
            ("Dana Ruiz", "Acme", "1 Main St", "SPRINGFIELD, IL 62701", "UNITED STATES"),
        ),
        (
            {"country_code": "DE", "street_address": "Lange Straße 12", "city": "Berlin", "postal_code": "10115"},
            ("Dana Ruiz", "Acme", "Lange Straße 12", "10115 Berlin"),
        ),
        (
            {"country_code": "GB", "street_address": "10 Downing St", "city": "London", "postal_code": "sw1a 2aa"},
            ("Dana Ruiz", "Acme", "10 Downing St", "LONDON", "SW1A 2AA", "UNITED KINGDOM"),
        ),
    ],
)
def test_an_address_is_written_as_its_country_does(fields: dict[str, str], lines: tuple[str, ...]) -> None:
    done = address_formats.normalize_address({"name": "Dana Ruiz", "company_name": "Acme", **fields})
    assert tuple(line.casefold() for line in address_formats.envelope_lines(done, "DE")) == tuple(
        line.casefold() for line in lines
    )


def test_every_country_has_a_form() -> None:
    for code, name in address_formats.country_names().items():
        order, required, _ = address_formats.address_fields(code)
        assert name
        assert "street_address" in order
        assert required <= set(order), code
