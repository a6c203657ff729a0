"""Cards and envelopes in millimeters: their sizes, and the areas of text on them (docs/rules.md#cards)."""

from dataclasses import asdict, dataclass
from typing import Any

A4, US_LETTER = (210.0, 297.0), (215.9, 279.4)
LABEL_SIZE = (99.0, 57.0)
ADDRESS_TYPE_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
SENDER_TYPE_SIZES = (8.0, 7.0, 6.0)
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "CR", "GT", "PA", "DO", "SV", "VE", "PR"})


@dataclass(frozen=True)
class TextArea:
    """An area of text: its corner and size in millimeters, and the type sizes to try in points, the largest first."""

    x: float
    y: float
    width: float
    height: float
    sizes: tuple[float, ...]
    middle: bool = False


@dataclass(frozen=True)
class CardSize:
    """A card in millimeters, closed if it folds: its size and margin, its envelope, and the paper it is printed on."""

    key: str
    width: float
    height: float
    margin: float
    sizes: tuple[float, ...]
    front: float
    envelope: tuple[float, float]
    paper: tuple[float, float]

    @property
    def message(self) -> TextArea:
        """The area of the text; the same whether or not the card is folded."""
        return TextArea(0, 0, self.width - 2 * self.margin, self.height - 2 * self.margin, self.sizes, middle=True)

    @property
    def sender(self) -> TextArea:
        """The area of the sender on the envelope."""
        return TextArea(6, 6, self.envelope[0] * 0.42, self.envelope[1] * 0.3, SENDER_TYPE_SIZES)

    @property
    def label_sender(self) -> TextArea:
        """The area of the sender on a label."""
        return TextArea(6, 4, LABEL_SIZE[0] - 12, 12, SENDER_TYPE_SIZES)

    @property
    def receiver(self) -> TextArea:
        """The area of the address on the envelope: right of and below the middle, clear of the stamp."""
        width, height = self.envelope
        return TextArea(width * 0.4, height * 0.46, width * 0.6 - 6, height * 0.54 - 8, ADDRESS_TYPE_SIZES)

    @property
    def label(self) -> TextArea:
        """The area of the address on a label."""
        return TextArea(8, 18, LABEL_SIZE[0] - 14, LABEL_SIZE[1] - 22, ADDRESS_TYPE_SIZES)


SIZES = {
    size.key: size
    for size in (
        CardSize("a6", 148, 105, 12, (14.0, 13.0, 12.0, 11.0, 10.0, 9.0), 34, (162, 114), A4),
        CardSize("a7", 105, 74, 8, (11.0, 10.0, 9.0, 8.5, 8.0), 26, (114, 81), A4),
        CardSize("us_a2", 139.7, 107.95, 12, (14.0, 13.0, 12.0, 11.0, 10.0, 9.0), 32, (146.05, 111.125), US_LETTER),
        CardSize("us_a7", 177.8, 127, 14, (15.0, 14.0, 13.0, 12.0, 11.0, 10.0), 38, (184.15, 133.35), US_LETTER),
    )
}
"""The sizes by key: ISO A6 and A7 (envelopes C6 and C7), and the American A2 and A7."""


def default_size(country: str) -> str:
    """Return the key of the default card size in this country (two letters)."""
    return "us_a2" if country in LETTER_COUNTRIES else "a6"


def card_piece(size: CardSize, *, folded: bool) -> dict[str, Any]:
    """Return the card as it is placed on its paper; folded, it is twice as high and opens upward."""
    return {
        "paper": size.paper,
        "width": size.width,
        "height": size.height * (2 if folded else 1),
        "folded": folded,
        "marked": True,
        "front": size.front,
        "message": asdict(size.message),
    }


def address_piece(size: CardSize, *, label: bool) -> dict[str, Any]:
    """Return the envelope, which is printed on directly, or a label to cut out and stick on."""
    width, height = LABEL_SIZE if label else size.envelope
    return {
        "paper": size.paper if label else size.envelope,
        "width": width,
        "height": height,
        "folded": False,
        "marked": label,
        "sender": asdict(size.label_sender if label else size.sender),
        "receiver": asdict(size.label if label else size.receiver),
    }


MIN_ENVELOPE = (140.0, 90.0)
# Millimeters, from the postal services' own pages; elsewhere and abroad the Universal Postal Union's minimum applies.
MIN_DOMESTIC_ENVELOPE = {"US": (127.0, 88.9), "GB": (100.0, 70.0)}


def is_mailable(key: str, origin: str, destination: str) -> bool:
    """Return whether the postal service of `origin` takes this card's envelope to `destination` (both two letters)."""
    width, height = SIZES[key].envelope
    least = MIN_DOMESTIC_ENVELOPE.get(origin, MIN_ENVELOPE) if origin == destination else MIN_ENVELOPE
    return width >= least[0] and height >= least[1]
