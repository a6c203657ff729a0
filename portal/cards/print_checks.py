"""A card as it would be printed, and the problems that prevent that."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.agencies.models import AgencyProfile
from portal.cards import address_formats, rendering
from portal.cards.models import Card
from portal.cards.rendering import CardLayout, Envelope
from portal.cards.rules import printing
from portal.cards.rules.sizes import SIZES, TextArea
from portal.cards.typesetter import TypesettingFailed
from portal.notes import sending_policy
from portal.notes.rules import find_faults

FRONT_TEXT = "Thank you"
MAX_CHARACTERS_SHOWN = 5


@dataclass(frozen=True)
class PrintProblem:
    """Why a card cannot be printed yet.

    `about` is `text`, `address`, or `sender`. The code is `empty`, `leftover`, `too_long`, `unprintable`, `missing`,
    `unset` if the typesetter failed, or `unseen` if the agency has the card but no recruiter approved its current text.
    `text` is the text at fault; `count` is the number of words too many.
    """

    about: str
    code: str
    text: str = ""
    count: int = 0


def card_layout(card: Card, profile: AgencyProfile) -> CardLayout:
    """Return the card as it is typeset."""
    envelope = Envelope(sender_lines(card, profile), "\n".join(recipient_lines(card, profile)), card.label)
    return CardLayout(SIZES[card.size], card.folded, card.note.body, FRONT_TEXT, envelope)


def sender_lines(card: Card, profile: AgencyProfile) -> str:
    """Return the envelope's sender: the card's own, else the candidate, care of the agency if the agency mails it."""
    name: str = card.note.interview.application.candidate.name
    if card.sender:
        return card.sender
    if card.posted_by == "agency" and profile.postal_address:
        return f"{name}\n{profile.name}\n{profile.postal_address}"
    return name


def recipient_lines(card: Card, profile: AgencyProfile) -> tuple[str, ...]:
    """Return the lines of the address; empty while there is no address."""
    return address_formats.envelope_lines(card.address, profile.country) if card.address else ()


def find_problems(card: Card, profile: AgencyProfile) -> tuple[PrintProblem, ...]:
    """Return everything that must be fixed before the card is printed; a handwritten one only needs its envelope."""
    found = [] if card.by_hand else list(_text_problems(card))
    if card.ready_at and sending_policy.needs_review(card.note, profile):
        found.append(PrintProblem("text", "unseen"))
    return (*found, *_address_problems(card_layout(card, profile)))


def sizes_that_fit(card: Card) -> tuple[str, ...]:
    """Return the keys of the sizes that the card's text fits on."""
    room = rendering.fits_in(card.note.body, [size.message for size in SIZES.values()])
    return tuple(key for key, fits in zip(SIZES, room, strict=True) if fits)


def _text_problems(card: Card) -> Iterator[PrintProblem]:
    wrong = [fault for fault in find_faults("a card has no subject", card.note.body) if fault.field == "body"]
    yield from (PrintProblem("text", "empty" if fault.code == "empty" else "leftover", fault.text) for fault in wrong)
    try:
        if signs := describe_unprintable(card.note.body):
            yield PrintProblem("text", "unprintable", signs)
        elif over := rendering.count_words_over(card.note.body, SIZES[card.size].message):
            yield PrintProblem("text", "too_long", count=over)
    except TypesettingFailed:
        yield PrintProblem("text", "unset")


def _address_problems(card: CardLayout) -> Iterator[PrintProblem]:
    if not card.envelope.receiver:
        yield PrintProblem("address", "missing")
    else:
        yield from _line_problems("address", card.envelope.receiver, rendering.recipient_area(card))
        yield from _line_problems("sender", card.envelope.sender, rendering.sender_area(card))


def _line_problems(about: str, text: str, spot: TextArea) -> Iterator[PrintProblem]:
    try:
        if signs := describe_unprintable(text):
            yield PrintProblem(about, "unprintable", signs)
        elif not all(rendering.fits_in(text, [spot])):
            yield PrintProblem(about, "too_long")
    except TypesettingFailed:
        yield PrintProblem(about, "unset")


def describe_unprintable(text: str) -> str:
    """Return the first few characters that no font has, each with its name; empty if all can be printed."""
    return ", ".join(
        printing.describe_character(sign) for sign in rendering.unprintable_characters(text)[:MAX_CHARACTERS_SHOWN]
    )
