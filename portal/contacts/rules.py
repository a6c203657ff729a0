"""When a contact can be reached, and how names and addresses are compared."""

import unicodedata
from datetime import datetime, timedelta

from portal.contacts.details import CONTACT_DETAILS, ContactDetails
from portal.names.rules import name_without_titles

NOT_AVAILABLE = "not_available"
"""The outcome of a request that no one could answer."""
NOT_GIVEN_OUT, LEFT_EMPLOYER, NO_ANSWER = "not_given_out", "left_employer", "no_answer"
NOT_AVAILABLE_REASONS = (NOT_GIVEN_OUT, LEFT_EMPLOYER, NO_ANSWER)
"""The usual reasons for that outcome; a recruiter may give another in their own words."""
ANSWER_SOURCES = ("front_desk", "hr", "card")
"""Who or what gave staff an address that they entered."""
CONFIRMATION_UNDO_PERIOD = timedelta(minutes=30)
"""How long the confirmation of a guessed address, or the answer to a request, can be undone."""


def is_reachable(*ways: str | None) -> bool:
    """Return whether a note can reach the person in any of these ways, email or postal (docs/rules.md#reachable)."""
    return any((way or "").strip() for way in ways)


def reachable_since(
    was: datetime | None, details: ContactDetails, now: datetime, hr_email: str | None = None
) -> datetime | None:
    """Return when the portal learned how to reach the person: `was` while they stay reachable, None once they are not.

    `hr_email` is HR's address, if mail goes through them. A guessed address does not count.
    """
    if not is_reachable(details.confirmed_email, details.postal_address, hr_email):
        return None
    return was or now


def fill_missing(known: ContactDetails, told: ContactDetails) -> ContactDetails:
    """Return the known details with missing ones filled in from `told`; a told address replaces a guessed one."""
    guessed = known.email_is_guess and bool(told.email) and not told.email_is_guess
    found = {detail.name: getattr(known, detail.name) or getattr(told, detail.name) for detail in CONTACT_DETAILS}
    email = told.email if guessed else found["email"]
    is_guess = told.email_is_guess if email != known.email else known.email_is_guess and not guessed
    return ContactDetails.from_values(found | {"email": email}, email_is_guess=is_guess)


def care_of_address(employer_name: str, address: str) -> str:
    """Return the company's postal address for a person who works there; their name goes on the line above."""
    first, _, rest = address.strip().partition("\n")
    if name_key(first) == name_key(employer_name):
        return f"c/o {first.strip()}\n{rest.strip()}".strip()
    return f"c/o {employer_name}\n{address.strip()}"


def person_key(name: str) -> str:
    """Return the form in which two spellings of one person's name are equal: "Hansen, Sune" and "Dr. Sune Hansen"."""
    return name_key(name_without_titles(name) or name)


def name_key(name: str) -> str:
    """Return the form in which two spellings of one name are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
