"""People typed into one field: one person per line, with a name, an email address, or both."""

import re

from flask_babel import gettext
from wtforms import Field, Form
from wtforms.validators import ValidationError

from portal.contacts.details import ContactDetails
from portal.core import email_addresses
from portal.web.shared.fields import NAME_LENGTH

_DELIMITERS = re.compile(r"[<>,;()\"]")
"""Characters around a name and an address, as email programs write them."""


class _InvalidLine(Exception):
    """A line that names no one; the text says how to fix it."""


def parse_people(text: str | None) -> list[ContactDetails]:
    """Return the people in a text that `check_people` accepted."""
    return [_parse_line(line) for line in (text or "").splitlines() if line.strip()]


def check_people(_form: Form, field: Field) -> None:
    """Refuse lines that name no one, or more than one; each is named by its number."""
    problems, lines_of = [], dict[str, int]()
    for number, line in enumerate((field.data or "").splitlines(), 1):
        try:
            found = _parse_line(line) if line.strip() else None
        except _InvalidLine as wrong:
            problems.append(gettext("Line %(number)s: %(problem)s", number=number, problem=str(wrong)))
            continue
        if found and found.email and lines_of.setdefault(found.email.casefold(), number) != number:
            first = lines_of[found.email.casefold()]
            said = gettext("Line %(number)s has the same email address as line %(first)s.", number=number, first=first)
            problems.append(said)
    if problems:
        raise ValidationError(" ".join(problems))


def _parse_line(line: str) -> ContactDetails:
    words = _DELIMITERS.sub(" ", line).split()
    addresses = [word for word in words if "@" in word]
    if len(addresses) > 1:
        raise _InvalidLine(gettext("Enter one person, with one email address."))
    email = email_addresses.normalize_email(addresses[0]) if addresses else None
    if addresses and email is None:
        raise _InvalidLine(gettext("Enter an email address, like name@example.com."))
    name = " ".join(word for word in words if word not in addresses)
    if not any(sign.isalnum() for sign in name or email or ""):
        raise _InvalidLine(gettext("Enter a name, like Dana Ruiz."))
    if len(name) > NAME_LENGTH:
        raise _InvalidLine(gettext("Keep the name to %(most)s characters.", most=NAME_LENGTH))
    return ContactDetails(name=name or email_addresses.display_name(None, email), email=email)
