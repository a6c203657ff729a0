"""Extracts contact details from a contact card or an email signature, for the candidate to check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.contacts.details import CONTACT_DETAILS, EMAIL, NAME, TITLE, get_detail
from portal.core import email_addresses
from portal.readers import signature, vcard
from portal.readers.vcard import VCard


@dataclass(frozen=True)
class ExtractedDetails:
    """The likeliest value for each detail, and other possible ones."""

    said: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)


def personal_cards(cards: Sequence[VCard]) -> Sequence[VCard]:
    """Return the cards that belong to a person, not to a company."""
    return [card for card in cards if not card.is_company]


def extract_from_card(card: VCard) -> ExtractedDetails:
    """Return the details on a contact card."""
    read = {
        "name": [card.name or ""],
        "title": [card.title or ""],
        "email": card.emails,
        "phone": [phone.written for phone in card.phones],
        "postal_address": card.addresses,
    }
    others = {row.name: [card.texts.get(row.vcard_property, "")] for row in CONTACT_DETAILS if row.vcard_property}
    return _likeliest_and_others(read | others)


def extract_from_text(text: str) -> ExtractedDetails:
    """Return the details in pasted text: from a contact card, which some copy as text, else from an email signature."""
    cards = vcard.read(text.encode()).cards if vcard.is_vcard(text.encode()) else ()
    if personal_cards(cards):
        return extract_from_card(personal_cards(cards)[0])
    read = signature.read(text)
    return _likeliest_and_others(
        {
            "name": read.names,
            "title": read.titles,
            "email": read.emails,
            "phone": [phone.written for phone in read.phones],
            "postal_address": read.addresses,
        }
    )


def _likeliest_and_others(values: Mapping[str, Sequence[str]]) -> ExtractedDetails:
    told = {name: [one for one in several if one and _is_valid(name, one)] for name, several in values.items()}
    first = {name: several[0] for name, several in told.items() if several}
    return ExtractedDetails(first, {name: several[1:] for name, several in told.items() if len(several) > 1})


def _is_valid(name: str, value: str) -> bool:
    """Return whether the value may go in this field: a usable email address, or a name or title that contains none."""
    kind = get_detail(name).input
    if kind == EMAIL:
        return email_addresses.normalize_email(value) is not None
    return kind not in (NAME, TITLE) or not email_addresses.contains_email(value)
