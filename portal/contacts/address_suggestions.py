"""Where a missing address might be found: by the employer's pattern, from a namesake, or from a likely duplicate."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.contacts import queries
from portal.contacts.email_patterns import ConfirmedAddress, EmailGuess, follows, guess_email
from portal.contacts.models import Contact
from portal.names.similarity import are_similar_names

MAX_SUGGESTIONS = 3


@dataclass(frozen=True)
class AddressSuggestions:
    """`guess` follows the pattern of the employer's addresses; `alike` are its contacts who may be the same person.

    `elsewhere` are contacts with this name at other employers with a confirmed address.
    """

    guess: EmailGuess | None
    alike: Sequence[Contact]
    elsewhere: Sequence[Contact]

    def __bool__(self) -> bool:
        return bool(self.guess or self.alike or self.elsewhere)


@dataclass(frozen=True)
class VisibleGuess:
    """An address by the pattern of the addresses of these people, all of which its reader may see."""

    email: str
    names: tuple[str, ...]


def suggest_addresses(session: Session, contact: Contact) -> AddressSuggestions:
    """Return what might help to find the contact's address (docs/rules.md#guesses)."""
    others = _other_contacts(session, contact)
    apart = queries.non_duplicates_of(session, contact.id)
    same = [row for row in others if row.id not in apart and are_similar_names(contact.name, row.name)]
    return AddressSuggestions(
        None if contact.email else _guess_for(contact, others),
        sorted(same, key=lambda row: not row.reachable)[:MAX_SUGGESTIONS],
        queries.confirmed_namesakes(session, contact, MAX_SUGGESTIONS),
    )


def guess_from_pattern(session: Session, contact: Contact) -> EmailGuess | None:
    """Return the address that the employer's pattern gives for the contact's name; None if there is none."""
    return _guess_for(contact, _other_contacts(session, contact))


def guess_from_visible(
    session: Session, employer_id: uuid.UUID, name: str, may_see: Callable[[Contact, str], bool]
) -> VisibleGuess | None:
    """Return a guess at the address of someone with this name, from addresses that the viewer may see and no others."""
    rows = [
        row
        for row in session.scalars(queries.contacts_by_name(employer_id))
        if row.confirmed_email and row.name != name and may_see(row, "email")
    ]
    known = [ConfirmedAddress(row.name, row.confirmed_email) for row in rows if row.confirmed_email]
    guess = guess_email(name, known, [row.email for row in known])
    if guess is None:
        return None
    return VisibleGuess(guess.email, tuple(row.name for row in known if follows(guess, row)))


def _other_contacts(session: Session, contact: Contact) -> list[Contact]:
    return [
        row for row in session.scalars(queries.contacts_by_name(employer_id=contact.employer_id)) if row is not contact
    ]


def _guess_for(contact: Contact, others: Sequence[Contact]) -> EmailGuess | None:
    confirmed = [ConfirmedAddress(row.name, row.confirmed_email) for row in others if row.confirmed_email]
    return guess_email(contact.name, confirmed, [row.email for row in others if row.email])
