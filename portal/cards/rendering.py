"""Cards and envelopes as PDF and as pictures, by the library `typst`: text goes in as data and is never read as markup.

Memory is bounded by what goes in, `rules.printing.MOST` signs a text and `AT_ONCE` cards a document, and time by the
press: whatever a text cannot be set as raises `press.NotSet`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from portal.cards.rules import printing
from portal.cards.rules.sizes import CardSize, TextArea, address_piece, card_piece
from portal.cards.typesetter import Typesetter

LAYOUTS = Path(__file__).parent / "layouts"
SHEETS_LAYOUT, MEASURING_LAYOUT = LAYOUTS / "sheets.typ", LAYOUTS / "measuring.typ"
FONT_PACKAGES = {
    "EB Garamond": "fontpkg_eb_garamond",
    "Frank Ruhl Libre": "fontpkg_frank_ruhl_libre",
    "Noto Sans Arabic": "fontpkg_noto_sans_arabic",
    "Noto Sans Devanagari": "fontpkg_noto_sans_devanagari",
    "Noto Sans Thai": "fontpkg_noto_sans_thai",
}
"""The fonts in the order in which a sign is looked for, and the packages they come from."""

MM_PER_INCH = 25.4
"""In millimetres."""
MAX_CARDS = 50
PICTURE_DPI = 110
"""How many cards one document holds at most; how many dots a picture has to the inch."""


@dataclass(frozen=True)
class Envelope:
    """Who sends, who receives, as lines; on an envelope or on a label."""

    sender: str
    receiver: str
    label: bool = False


@dataclass(frozen=True)
class CardLayout:
    """A card to be set: its size, its text, the words on the front of a folded one, and its envelope."""

    size: CardSize
    folded: bool
    text: str
    front: str
    envelope: Envelope


def unprintable_characters(text: str) -> tuple[str, ...]:
    """The signs of the text that no font has."""
    return printing.unsupported_characters(text, _supported_characters())


def count_words_over(text: str, spot: TextArea) -> int:
    """How many words of the text are too many for its place; 0 where it fits, at the smallest type if need be."""
    kept, left_out = printing.truncate(text)
    return _measure_overflow([_measured_text(kept, spot, counted=True)])[0] + left_out


def fits_in(text: str, spots: Sequence[TextArea]) -> list[bool]:
    """Whether the text has room in each of these places."""
    kept, left_out = printing.truncate(text)
    return [
        not (over or left_out)
        for over in _measure_overflow([_measured_text(kept, spot, counted=False) for spot in spots])
    ]


def render_pdf(title: str, pieces: Sequence[Mapping[str, Any]]) -> bytes:
    """The pieces on paper; the same pieces are the same bytes."""
    return _typesetter().set(
        SHEETS_LAYOUT, _input_data(title=title, pieces=list(pieces)), how={"format": "pdf", "timestamp": 0}
    )[0]


def render_pictures(pieces: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Each page of what `pdf` would give, as PNG."""
    return _typesetter().set(
        SHEETS_LAYOUT, _input_data(title="", pieces=list(pieces)), how={"format": "png", "ppi": PICTURE_DPI}
    )


def picture_sizes(pieces: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """How wide and high each of the `pictures` is, in dots, without setting any."""
    papers = [piece["piece"]["paper"] for piece in pieces for _ in range(2 if piece["piece"]["folded"] else 1)]
    return [
        (round(across / MM_PER_INCH * PICTURE_DPI), round(down / MM_PER_INCH * PICTURE_DPI)) for across, down in papers
    ]


def build_card_sheet(card: CardLayout) -> dict[str, Any]:
    """The piece of paper that the card is made from."""
    return {
        "kind": "card",
        "piece": card_piece(card.size, folded=card.folded),
        "lines": _line_values(printing.truncate(card.text)[0]),
        "front": card.front,
    }


def build_envelope_sheet(card: CardLayout) -> dict[str, Any]:
    """The piece of paper that says whom the card is to."""
    return {
        "kind": "envelope",
        "piece": address_piece(card.size, label=card.envelope.label),
        "sender": _line_values(card.envelope.sender),
        "receiver": _line_values(card.envelope.receiver),
    }


def recipient_area(card: CardLayout) -> TextArea:
    """Where the address has to fit."""
    return card.size.label if card.envelope.label else card.size.receiver


def sender_area(card: CardLayout) -> TextArea:
    """Where whoever sends it has to fit."""
    return card.size.label_sender if card.envelope.label else card.size.sender


def _measured_text(text: str, spot: TextArea, *, counted: bool) -> dict[str, Any]:
    return {"lines": _line_values(text), "counted": counted, **asdict(spot)}


def _measure_overflow(places: Sequence[Mapping[str, Any]]) -> list[int]:
    found: list[int] = json.loads(
        _typesetter().set(MEASURING_LAYOUT, _input_data(places=list(places)), query="<over>")[0]
    )
    return found


def _input_data(**values: Any) -> dict[str, Any]:
    return {"families": list(FONT_PACKAGES), **values}


def _line_values(text: str) -> list[dict[str, Any]]:
    return [asdict(line) for line in printing.printable_lines(text)]


@cache
def _typesetter() -> Typesetter:
    return Typesetter(font_folders())


def font_folders() -> list[Path]:
    """Where every font is that a card is set in, and none of the machine's."""
    return [Path(str(files(package) / "files")) for package in FONT_PACKAGES.values()]


@cache
def _supported_characters() -> frozenset[int]:
    """Every sign that one of the fonts has."""
    found: set[int] = set()
    for folder in font_folders():
        for path in folder.glob("*.ttf"):
            with TTFont(path, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)
