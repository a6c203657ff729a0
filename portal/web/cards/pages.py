"""The pages printed for a card: its sides, and its envelope or label."""

from typing import Any

from flask import g
from flask_babel import gettext

from portal.cards import print_checks, rendering
from portal.cards.models import Card
from portal.web.shared import disclosure


def printed_pages(card: Card) -> list[dict[str, Any]]:
    """Return the pages to print: the card unless it is written by hand, then the envelope once there is an address."""
    printed = print_checks.card_layout(card, g.profile)
    sides = [] if card.by_hand else [rendering.build_card_sheet(printed)]
    return [*sides, *([rendering.build_envelope_sheet(printed)] if shows_envelope(card) else [])]


def shows_envelope(card: Card) -> bool:
    return bool(card.address) and not disclosure.has_hidden_address(card)


def page_names(card: Card) -> list[str]:
    """Return what each page of the PDF shows."""
    outside = [gettext("The outside")] if card.folded else []
    sides = [] if card.by_hand else [*outside, gettext("The inside") if card.folded else gettext("The card")]
    address = [gettext("The label") if card.label else gettext("The envelope")] if shows_envelope(card) else []
    return [*sides, *address]


def page_previews(card: Card) -> list[tuple[str, tuple[int, int]]]:
    """Return what each page of the PDF shows, and the size of its picture."""
    return list(zip(page_names(card), rendering.picture_sizes(printed_pages(card)), strict=True))
