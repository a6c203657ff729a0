"""Where a missing address might be found: by the employer's pattern, in a namesake, in who may be the same person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.contacts import queries
from portal.contacts.likeness import alike
from portal.contacts.models import Contact
from portal.contacts.patterns import Guess, Known, guess

MOST = 3


@dataclass(frozen=True)
class Suggestions:
    """`guess` is by the pattern of the employer's addresses; `alike` are its contacts who may be the same person.

    `elsewhere` are contacts of this name at other employers whose address is confirmed.
    """

    guess: Guess | None
    alike: Sequence[Contact]
    elsewhere: Sequence[Contact]

    def __bool__(self) -> bool:
        return bool(self.guess or self.alike or self.elsewhere)


def suggestions(session: Session, contact: Contact) -> Suggestions:
    """What might help to find the contact's address (docs/rules.md#guesses), by three questions."""
    others = _others(session, contact)
    apart = queries.told_apart(session, contact.id)
    same = [row for row in others if row.id not in apart and alike(contact.name, row.name)]
    return Suggestions(
        None if contact.email else _guess(contact, others),
        sorted(same, key=lambda row: not row.reachable)[:MOST],
        queries.confirmed_elsewhere(session, contact, MOST),
    )


def guessed(session: Session, contact: Contact) -> Guess | None:
    """The address that the pattern of the employer's addresses makes of the contact's name."""
    return _guess(contact, _others(session, contact))


def _others(session: Session, contact: Contact) -> list[Contact]:
    return [row for row in session.scalars(queries.contacts(employer_id=contact.employer_id)) if row is not contact]


def _guess(contact: Contact, others: Sequence[Contact]) -> Guess | None:
    confirmed = [Known(row.name, row.confirmed_email) for row in others if row.confirmed_email]
    return guess(contact.name, confirmed, [row.email for row in others if row.email])
