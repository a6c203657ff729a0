"""Cards and envelopes as PDF and as pictures, with the library `typst`: text is passed as data, never as markup.

The input bounds memory: `rules.printing.MAX_LENGTH` characters in a text, `MAX_CARDS` cards in a document. The
typesetter bounds time: it raises `typesetter.TypesettingFailed` for what it cannot set.
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
READING_LAYOUT = LAYOUTS / "reading.typ"
FONT_PACKAGES = {
    "EB Garamond": "fontpkg_eb_garamond",
    "Frank Ruhl Libre": "fontpkg_frank_ruhl_libre",
    "Noto Sans Arabic": "fontpkg_noto_sans_arabic",
    "Noto Sans Devanagari": "fontpkg_noto_sans_devanagari",
    "Noto Sans Thai": "fontpkg_noto_sans_thai",
}
"""The fonts, in the order in which a character is looked up, and the packages they come from."""

MM_PER_INCH = 25.4
"""Millimeters per inch."""
MAX_CARDS = 50
PICTURE_DPI, READING_DPI = 110, 192
"""The most cards in one document, and the resolutions of pictures in dots per inch: of a sheet, and to read."""


@dataclass(frozen=True)
class Envelope:
    """The sender and the receiver, as lines, on an envelope or on a label."""

    sender: str
    receiver: str
    label: bool = False


@dataclass(frozen=True)
class CardLayout:
    """A card to typeset: its size, its text, the words on the front of a folded one, and its envelope."""

    size: CardSize
    folded: bool
    text: str
    front: str
    envelope: Envelope


def unprintable_characters(text: str) -> tuple[str, ...]:
    """Return the characters of the text that no font has."""
    return printing.unsupported_characters(text, _supported_characters())


def count_words_over(text: str, spot: TextArea) -> int:
    """Return how many words of the text do not fit in the area, at the smallest type size if needed; 0 if all fit."""
    kept, left_out = printing.truncate(text)
    return _measure_overflow([_measured_text(kept, spot, counted=True)])[0] + left_out


def fits_in(text: str, spots: Sequence[TextArea]) -> list[bool]:
    """Return, for each of these areas, whether the text fits in it."""
    kept, left_out = printing.truncate(text)
    return [
        not (over or left_out)
        for over in _measure_overflow([_measured_text(kept, spot, counted=False) for spot in spots])
    ]


def render_pdf(title: str, pieces: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the sheets as a PDF; the same sheets give the same bytes."""
    return _typesetter().set(
        SHEETS_LAYOUT, _input_data(title=title, pieces=list(pieces)), how={"format": "pdf", "timestamp": 0}
    )[0]


def render_pictures(pieces: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Return each page that `render_pdf` would make, as PNG."""
    return _typesetter().set(
        SHEETS_LAYOUT, _input_data(title="", pieces=list(pieces)), how={"format": "png", "ppi": PICTURE_DPI}
    )


def picture_sizes(pieces: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return the width and height in pixels of each of the `render_pictures`, without typesetting."""
    papers = [piece["piece"]["paper"] for piece in pieces for _ in range(2 if piece["piece"]["folded"] else 1)]
    return [
        (round(across / MM_PER_INCH * PICTURE_DPI), round(down / MM_PER_INCH * PICTURE_DPI)) for across, down in papers
    ]


def build_card_sheet(card: CardLayout) -> dict[str, Any]:
    """Return the sheet of paper that the card is made from."""
    return {
        "kind": "card",
        "piece": card_piece(card.size, folded=card.folded),
        "lines": _letter_values(printing.truncate(card.text)[0]),
        "front": card.front,
    }


def render_reading_picture(card: CardLayout, side: str, room_label: str) -> bytes:
    """Return a picture (PNG) of one side as it is read on a screen: its words in the printed face, at 16 pixels.

    `side` is `inside`, `front`, or `envelope`; `room_label` stands where a signature has room.
    """
    size = card.size
    width, height = size.envelope if side == "envelope" else (size.width, size.height)
    lines = _letter_values(printing.truncate(card.text)[0]) if side == "inside" else []
    data = _input_data(
        side=side,
        lines=lines,
        front=card.front,
        sender=_line_values(card.envelope.sender),
        receiver=_line_values(card.envelope.receiver),
        share=height / width,
        room=room_label,
    )
    return _typesetter().set(READING_LAYOUT, data, how={"format": "png", "ppi": READING_DPI})[0]


def picture_size(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, as its header says."""
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def build_envelope_sheet(card: CardLayout) -> dict[str, Any]:
    """Return the sheet of paper with the card's address: an envelope or a label."""
    return {
        "kind": "envelope",
        "piece": address_piece(card.size, label=card.envelope.label),
        "sender": _line_values(card.envelope.sender),
        "receiver": _line_values(card.envelope.receiver),
    }


def recipient_area(card: CardLayout) -> TextArea:
    """Return the area that the address has to fit in."""
    return card.size.label if card.envelope.label else card.size.receiver


def sender_area(card: CardLayout) -> TextArea:
    """Return the area that the sender has to fit in."""
    return card.size.label_sender if card.envelope.label else card.size.sender


def _measured_text(text: str, spot: TextArea, *, counted: bool) -> dict[str, Any]:
    return {"lines": _letter_values(text), "counted": counted, **asdict(spot)}


def _measure_overflow(places: Sequence[Mapping[str, Any]]) -> list[int]:
    found: list[int] = json.loads(
        _typesetter().set(MEASURING_LAYOUT, _input_data(places=list(places)), query="<over>")[0]
    )
    return found


def _input_data(**values: Any) -> dict[str, Any]:
    return {"families": list(FONT_PACKAGES), **values}


def _line_values(text: str) -> list[dict[str, Any]]:
    return [asdict(line) for line in printing.printable_lines(text)]


def _letter_values(text: str) -> list[dict[str, Any]]:
    return [asdict(line) for line in printing.letter_lines(text)]


@cache
def _typesetter() -> Typesetter:
    return Typesetter(font_folders())


def font_folders() -> list[Path]:
    """Return the folders of all fonts that cards use; the machine's own fonts are never used."""
    return [Path(str(files(package) / "files")) for package in FONT_PACKAGES.values()]


@cache
def _supported_characters() -> frozenset[int]:
    """Return the code points that at least one of the fonts has."""
    found: set[int] = set()
    for folder in font_folders():
        for path in folder.glob("*.ttf"):
            with TTFont(path, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)
