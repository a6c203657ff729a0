"""When a contact can be reached, and how their address is compared."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.names.rules import name_without_titles

NOT_AVAILABLE = "not_to_be_had"
"""The outcome of a request whose answer nobody could get."""
LEFT_EMPLOYER = "left"
"""The reason for that where the contact no longer works there."""
CONFIRMATION_UNDO_PERIOD = timedelta(minutes=30)
"""How long the confirmation of a guessed address can be undone."""


@dataclass(frozen=True)
class ContactDetails:
    """What is known of a person; blank is the same as None. `email_is_guess`: nobody has confirmed the address."""

    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    email_is_guess: bool = False

    @property
    def confirmed_email(self) -> str | None:
        """The address, unless it is only a guess."""
        return None if self.email_is_guess else self.email


def is_reachable(*ways: str | None) -> bool:
    """Whether a note can get to them: by one of the ways, an e-mail or a postal address (docs/rules.md#reachable)."""
    return any((way or "").strip() for way in ways)


def reachable_since(
    was: datetime | None, details: ContactDetails, now: datetime, hr_email: str | None = None
) -> datetime | None:
    """When the portal learned how to reach them: kept while it stays so, None once it is not.

    `hr_email` is human resources' address, for whom mail goes that way. To a guess nothing is sent.
    """
    if not is_reachable(details.confirmed_email, details.postal_address, hr_email):
        return None
    return was or now


def fill_missing(known: ContactDetails, told: ContactDetails) -> ContactDetails:
    """What is known, with what was missing as told; an address that was told takes the place of one only guessed."""
    guessed = known.email_is_guess and bool(told.email) and not told.email_is_guess
    email = told.email if guessed or not known.email else known.email
    return ContactDetails(
        name=known.name,
        title=known.title or told.title,
        email=email,
        phone=known.phone or told.phone,
        postal_address=known.postal_address or told.postal_address,
        email_is_guess=told.email_is_guess if email != known.email else known.email_is_guess and not guessed,
    )


def care_of_address(employer_name: str, address: str) -> str:
    """The company's postal address as that of somebody who works there; the name above it is the person's."""
    first, _, rest = address.strip().partition("\n")
    if name_key(first) == name_key(employer_name):
        return f"c/o {first.strip()}\n{rest.strip()}".strip()
    return f"c/o {employer_name}\n{address.strip()}"


def person_key(name: str) -> str:
    """Return the form in which two spellings of one person's name are equal: "Hansen, Sune" and "Dr. Sune Hansen"."""
    return name_key(name_without_titles(name) or name)


def name_key(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
