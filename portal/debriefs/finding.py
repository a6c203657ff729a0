"""What a contact card or the end of a mail says of a person, as the details that are asked for: to be looked over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.core import email_addresses
from portal.readers import signature, vcard
from portal.readers.vcard import Card


@dataclass(frozen=True)
class Found:
    """The likeliest of each detail, and what else could be meant."""

    said: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)


def persons(cards: Sequence[Card]) -> Sequence[Card]:
    """Return the cards that are a person's, not a company's."""
    return [card for card in cards if not card.is_company]


def of_card(card: Card) -> Found:
    """What a contact card says."""
    return _found(
        {
            "name": [card.name or ""],
            "title": [card.title or ""],
            "email": card.emails,
            "phone": [phone.written for phone in card.phones],
            "postal_address": card.addresses,
        }
    )


def of_text(text: str) -> Found:
    """What pasted text says: of a contact card, which some copy as text, else of the end of a mail."""
    cards = vcard.read(text.encode()).cards if vcard.looks_like(text.encode()) else ()
    if persons(cards):
        return of_card(persons(cards)[0])
    read = signature.read(text)
    return _found(
        {
            "name": read.names,
            "title": read.titles,
            "email": read.emails,
            "phone": [phone.written for phone in read.phones],
            "postal_address": read.addresses,
        }
    )


def _found(values: Mapping[str, Sequence[str]]) -> Found:
    told = {name: [one for one in several if one and _fits(name, one)] for name, several in values.items()}
    first = {name: several[0] for name, several in told.items() if several}
    return Found(first, {name: several[1:] for name, several in told.items() if len(several) > 1})


def _fits(name: str, value: str) -> bool:
    """Whether what was read can stand in this field: an address that could work, a name or title that is no address."""
    if name == "email":
        return email_addresses.normalized(value) is not None
    return name not in ("name", "title") or not email_addresses.is_like_one(value)
