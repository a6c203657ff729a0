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

from portal.cards.press import Press
from portal.cards.rules import printing
from portal.cards.rules.sizes import Size, Spot, address_piece, card_piece

LAYOUTS = Path(__file__).parent / "layouts"
SHEETS, MEASURING = LAYOUTS / "sheets.typ", LAYOUTS / "measuring.typ"
FAMILIES = {
    "EB Garamond": "fontpkg_eb_garamond",
    "Frank Ruhl Libre": "fontpkg_frank_ruhl_libre",
    "Noto Sans Arabic": "fontpkg_noto_sans_arabic",
    "Noto Sans Devanagari": "fontpkg_noto_sans_devanagari",
    "Noto Sans Thai": "fontpkg_noto_sans_thai",
}
"""The fonts in the order in which a sign is looked for, and the packages they come from."""

INCH = 25.4
"""In millimetres."""
AT_ONCE = 50
PICTURE = 110
"""How many cards one document holds at most; how many dots a picture has to the inch."""


@dataclass(frozen=True)
class Envelope:
    """Who sends, who receives, as lines; on an envelope or on a label."""

    sender: str
    receiver: str
    label: bool = False


@dataclass(frozen=True)
class Printed:
    """A card to be set: its size, its text, the words on the front of a folded one, and its envelope."""

    size: Size
    folded: bool
    text: str
    front: str
    envelope: Envelope


def unprintable(text: str) -> tuple[str, ...]:
    """The signs of the text that no font has."""
    return printing.unprintable(text, _covered())


def words_over(text: str, spot: Spot) -> int:
    """How many words of the text are too many for its place; 0 where it fits, at the smallest type if need be."""
    kept, left_out = printing.cut(text)
    return _over([_place(kept, spot, counted=True)])[0] + left_out


def fits(text: str, spots: Sequence[Spot]) -> list[bool]:
    """Whether the text has room in each of these places."""
    kept, left_out = printing.cut(text)
    return [not (over or left_out) for over in _over([_place(kept, spot, counted=False) for spot in spots])]


def pdf(title: str, pieces: Sequence[Mapping[str, Any]]) -> bytes:
    """The pieces on paper; the same pieces are the same bytes."""
    return _press().set(SHEETS, _data(title=title, pieces=list(pieces)), how={"format": "pdf", "timestamp": 0})[0]


def pictures(pieces: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Each page of what `pdf` would give, as PNG."""
    return _press().set(SHEETS, _data(title="", pieces=list(pieces)), how={"format": "png", "ppi": PICTURE})


def page_sizes(pieces: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """How wide and high each of the `pictures` is, in dots, without setting any."""
    papers = [piece["piece"]["paper"] for piece in pieces for _ in range(2 if piece["piece"]["folded"] else 1)]
    return [(round(across / INCH * PICTURE), round(down / INCH * PICTURE)) for across, down in papers]


def card_sides(card: Printed) -> dict[str, Any]:
    """The piece of paper that the card is made from."""
    return {
        "kind": "card",
        "piece": card_piece(card.size, folded=card.folded),
        "lines": _lines(printing.cut(card.text)[0]),
        "front": card.front,
    }


def envelope_face(card: Printed) -> dict[str, Any]:
    """The piece of paper that says whom the card is to."""
    return {
        "kind": "envelope",
        "piece": address_piece(card.size, label=card.envelope.label),
        "sender": _lines(card.envelope.sender),
        "receiver": _lines(card.envelope.receiver),
    }


def receiver_spot(card: Printed) -> Spot:
    """Where the address has to fit."""
    return card.size.label if card.envelope.label else card.size.receiver


def sender_spot(card: Printed) -> Spot:
    """Where whoever sends it has to fit."""
    return card.size.label_sender if card.envelope.label else card.size.sender


def _place(text: str, spot: Spot, *, counted: bool) -> dict[str, Any]:
    return {"lines": _lines(text), "counted": counted, **asdict(spot)}


def _over(places: Sequence[Mapping[str, Any]]) -> list[int]:
    found: list[int] = json.loads(_press().set(MEASURING, _data(places=list(places)), query="<over>")[0])
    return found


def _data(**values: Any) -> dict[str, Any]:
    return {"families": list(FAMILIES), **values}


def _lines(text: str) -> list[dict[str, Any]]:
    return [asdict(line) for line in printing.lines(text)]


@cache
def _press() -> Press:
    return Press(font_folders())


def font_folders() -> list[Path]:
    """Where every font is that a card is set in, and none of the machine's."""
    return [Path(str(files(package) / "files")) for package in FAMILIES.values()]


@cache
def _covered() -> frozenset[int]:
    """Every sign that one of the fonts has."""
    found: set[int] = set()
    for folder in font_folders():
        for path in folder.glob("*.ttf"):
            with TTFont(path, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)
