"""What is kept about a contact: one descriptor for each detail.

Forms, pages, the debrief, merging, disclosure, contact cards, and merge fields read this list. A new detail takes a
line in `ContactDetails`, a column of `Contact`, and a migration.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from portal.accounts.rules import email_key
from portal.core.errors import N_

LINE, NAME, TITLE, EMAIL, PHONE, TEXT = "line", "name", "title", "email", "phone", "text"
_KEY = "detail"


def one_line(value: str) -> str:
    """Return the value on one line and without case."""
    return " ".join(value.casefold().split())


def digits(value: str) -> str:
    """Return only the digits of the value."""
    return re.sub("[^0-9]", "", value)


@dataclass(frozen=True)
class ContactDetail:
    """One detail of a contact. Its sentences are English, marked here and translated where they are shown.

    `label` is above the field and before the value. `missing_label` says that it is missing, in a list; None where
    nobody is asked for it. `input` is the kind of the field. `comparable` gives the form in which two spellings are
    equal. A `private` detail is shown only to candidates who may see it (docs/rules.md#disclosure); `on_file` stands
    in its place. `merge_label` and `merge_example` make it a merge field of drafts.
    """

    label: str
    name: str = ""
    input: str = LINE
    help: str = ""
    missing_label: str | None = None
    # Whether it is a way to reach the person, or helps to find one.
    reaches: bool = False
    # Whether pages show it beside the person's name, and so not in the list of details.
    in_heading: bool = False
    private: bool = True
    on_file: str = N_("%(name)s (on file)")
    comparable: Callable[[str], str] = one_line
    # The property of a contact card that has it, one of `readers.vcard_text.TEXTS`; None for those read by themselves.
    vcard_property: str | None = None
    merge_label: str = ""
    merge_example: str = ""


@dataclass(frozen=True)
class ContactDetails:
    """A person's details; blank is the same as None. `email_is_guess`: no one has confirmed the address."""

    name: str = field(
        metadata={
            _KEY: ContactDetail(
                N_("Name"),
                input=NAME,
                in_heading=True,
                private=False,
                merge_label=N_("their full name"),
                merge_example="Dana Ruiz",
            )
        }
    )
    title: str | None = field(
        default=None,
        metadata={
            _KEY: ContactDetail(
                N_("Job title"), input=TITLE, missing_label=N_("job title"), in_heading=True, private=False
            )
        },
    )
    email: str | None = field(
        default=None,
        metadata={
            _KEY: ContactDetail(
                N_("Email"),
                input=EMAIL,
                missing_label=N_("email"),
                reaches=True,
                on_file=N_("%(name)s (address on file)"),
                comparable=email_key,
            )
        },
    )
    phone: str | None = field(
        default=None,
        metadata={
            _KEY: ContactDetail(
                N_("Phone"),
                input=PHONE,
                missing_label=N_("phone"),
                reaches=True,
                on_file=N_("%(name)s (number on file)"),
                comparable=digits,
            )
        },
    )
    postal_address: str | None = field(
        default=None,
        metadata={
            _KEY: ContactDetail(
                N_("Mailing address"),
                input=TEXT,
                help=N_("For mailing a card."),
                missing_label=N_("mailing address"),
                reaches=True,
                on_file=N_("%(name)s (address on file)"),
            )
        },
    )
    email_is_guess: bool = field(default=False, kw_only=True)

    @classmethod
    def from_values(cls, values: Mapping[str, Any], *, email_is_guess: bool = False) -> "ContactDetails":
        """Return the details with these values, by name."""
        return cls(**values, email_is_guess=email_is_guess)

    @property
    def confirmed_email(self) -> str | None:
        """The address, unless it is only a guess."""
        return None if self.email_is_guess else self.email

    def lacks(self, name: str) -> bool:
        """Return whether this detail is not known; a guessed address is not."""
        return not (self.confirmed_email if name == EMAIL else getattr(self, name))


CONTACT_DETAILS: tuple[ContactDetail, ...] = tuple(
    replace(row.metadata[_KEY], name=row.name) for row in fields(ContactDetails) if row.metadata
)
REACHING_DETAILS = tuple(detail for detail in CONTACT_DETAILS if detail.reaches)
PRIVATE_DETAILS = tuple(detail for detail in CONTACT_DETAILS if detail.private)
MERGE_DETAILS = tuple(detail for detail in CONTACT_DETAILS if detail.merge_label)
# The order in which a person is asked for them: the name, then what reaches somebody.
DETAILS_AS_ASKED = tuple(sorted(CONTACT_DETAILS, key=lambda detail: (detail.name != NAME, not detail.reaches)))


def get_detail(name: str) -> ContactDetail:
    """Return the descriptor of this detail."""
    return next(detail for detail in CONTACT_DETAILS if detail.name == name)
