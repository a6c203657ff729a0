"""The pages printed for a card: its sides, and its envelope or label; and each side as it is read."""

from collections.abc import Sequence
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext

from portal.cards import print_checks, rendering
from portal.cards.models import Card
from portal.cards.print_checks import PrintProblem
from portal.web.shared import disclosure, labels

PREVIEWABLE_CODES = ("leftover", "unseen")
READABLE_CODES = (*PREVIEWABLE_CODES, "too_long")
"""Codes of problems that prevent printing a text, but not showing it: on its sheet, and as it is read."""


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


def card_sides(card: Card) -> dict[str, str]:
    """Return the sides that are printed, each with its name, the one with the text first."""
    inside = {} if card.by_hand else {"inside": gettext("Inside") if card.folded else gettext("The card")}
    front = {"front": gettext("Front")} if card.folded and not card.by_hand else {}
    envelope = {"envelope": gettext("Label") if card.label else gettext("Envelope")} if shows_envelope(card) else {}
    return inside | front | envelope


def side_picture(card: Card, side: str) -> bytes:
    """Return a picture of this side as it is read on a screen."""
    printed = print_checks.card_layout(card, g.profile)
    return rendering.render_reading_picture(printed, side, gettext("Room for a signature"))


def side_text(card: Card, side: str) -> str:
    """Return what this side says."""
    printed = print_checks.card_layout(card, g.profile)
    texts = {
        "inside": labels.letter_text(printed.text),
        "front": printed.front,
        "envelope": f"{printed.envelope.sender}\n{printed.envelope.receiver}",
    }
    return texts[side]


def is_previewable(
    card: Card, found: Sequence[PrintProblem] | None = None, shown: Sequence[str] = PREVIEWABLE_CODES
) -> bool:
    """Return whether the text can be shown on its card: a preview of a text that is too long would leave some out."""
    found = print_checks.find_problems(card, g.profile) if found is None else found
    return card.by_hand or not any(one.about == "text" and one.code not in shown for one in found)


def readable_sides(card: Card) -> dict[str, str]:
    """Return the sides that can be shown, each with its name."""
    return card_sides(card) if is_previewable(card, shown=READABLE_CODES) else {}


def side_context(card: Card) -> dict[str, Any]:
    """Return the sides to switch between, and the picture of the chosen one, `?side=`, or of the first."""
    names = readable_sides(card)
    if not names:
        return {"sides": (), "picture": None}
    side = request.args.get("side") if request.args.get("side") in names else next(iter(names))
    here = url_for("cards.detail", note_id=card.note_id)
    items = [{"label": name, "url": f"{here}?side={key}", "current": key == side} for key, name in names.items()]
    picture = rendering.picture_size(side_picture(card, str(side)))
    return {"sides": items, "side": side, "picture": picture, "side_text": side_text(card, str(side))}


def fit_context(card: Card, found: Sequence[PrintProblem]) -> dict[str, Any]:
    """Return whether the text fits on the card, by how many words not, and on which sizes it does."""
    over = sum(one.count for one in found if (one.about, one.code) == ("text", "too_long"))
    return {
        "word_count": len(card.note.body.split()),
        "words_over": over,
        "larger": print_checks.sizes_that_fit(card) if over else (),
        "fits": not card.by_hand and is_previewable(card, found),
    }
