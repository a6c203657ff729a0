"""A card as it would be printed, and what stands in the way of that."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.agencies.models import AgencyProfile
from portal.cards import addressing, typesetting
from portal.cards.models import Card
from portal.cards.press import NotSet
from portal.cards.rules import printing
from portal.cards.rules.sizes import SIZES, Spot
from portal.cards.typesetting import Envelope, Printed
from portal.notes import senders
from portal.notes.rules import faults

FRONT = "Thank you"
SIGNS_SHOWN = 5


@dataclass(frozen=True)
class Obstacle:
    """Why a card cannot be printed yet.

    `about` is `text` or `address`; the code is `empty`, `leftover`, `too_long`, `unprintable` or `missing`, or `unseen`
    where the text was changed since a recruiter approved it and the agency was given it. `text` is what it is about,
    `count` how many words are too many.
    """

    about: str
    code: str
    text: str = ""
    count: int = 0


def printed(card: Card, profile: AgencyProfile) -> Printed:
    """The card as it is set."""
    envelope = Envelope(sender(card, profile), "\n".join(receiver(card, profile)), card.label)
    return Printed(SIZES[card.size], card.folded, card.note.body, FRONT, envelope)


def sender(card: Card, profile: AgencyProfile) -> str:
    """Who stands as the sender on the envelope: as was said, else the candidate, by way of the agency if it posts."""
    name: str = card.note.interview.process.candidate.name
    if card.sender:
        return card.sender
    if card.posted_by == "agency" and profile.postal_address:
        return f"{name}\n{profile.name}\n{profile.postal_address}"
    return name


def receiver(card: Card, profile: AgencyProfile) -> tuple[str, ...]:
    """The lines of the address, none while there is no address."""
    return addressing.on_envelope(card.address, profile.country) if card.address else ()


def obstacles(card: Card, profile: AgencyProfile) -> tuple[Obstacle, ...]:
    """Everything that must be mended before the card is printed; one written by hand only needs its address."""
    found = [] if card.by_hand else list(_of_text(card))
    if card.ready_at and senders.is_unseen(card.note, profile):
        found.append(Obstacle("text", "unseen"))
    return (*found, *_of_address(printed(card, profile)))


def sizes_that_fit(card: Card) -> tuple[str, ...]:
    """The keys of the sizes that have room for the card's text."""
    room = typesetting.fits(card.note.body, [size.message for size in SIZES.values()])
    return tuple(key for key, fits in zip(SIZES, room, strict=True) if fits)


def _of_text(card: Card) -> Iterator[Obstacle]:
    wrong = [fault for fault in faults("a card has no subject", card.note.body) if fault.field == "body"]
    yield from (Obstacle("text", "empty" if fault.code == "empty" else "leftover", fault.text) for fault in wrong)
    try:
        if signs := without_type(card.note.body):
            yield Obstacle("text", "unprintable", signs)
        elif over := typesetting.words_over(card.note.body, SIZES[card.size].message):
            yield Obstacle("text", "too_long", count=over)
    except NotSet:
        yield Obstacle("text", "unset")


def _of_address(card: Printed) -> Iterator[Obstacle]:
    if not card.envelope.receiver:
        yield Obstacle("address", "missing")
    else:
        yield from _of_lines("address", card.envelope.receiver, typesetting.receiver_spot(card))
        yield from _of_lines("sender", card.envelope.sender, typesetting.sender_spot(card))


def _of_lines(about: str, text: str, spot: Spot) -> Iterator[Obstacle]:
    try:
        if signs := without_type(text):
            yield Obstacle(about, "unprintable", signs)
        elif not all(typesetting.fits(text, [spot])):
            yield Obstacle(about, "too_long")
    except NotSet:
        yield Obstacle(about, "unset")


def without_type(text: str) -> str:
    """The signs of the text that no font has, the first few of them, each with its name; empty where all have type."""
    return ", ".join(printing.named(sign) for sign in typesetting.unprintable(text)[:SIGNS_SHOWN])
