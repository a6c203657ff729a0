"""Forms of contacts and their contact info, made from `CONTACT_DETAILS`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, StringField, TextAreaField

from portal.contacts.details import (
    CONTACT_DETAILS,
    EMAIL,
    LINE,
    NAME,
    PHONE,
    REACHING_DETAILS,
    TEXT,
    TITLE,
    ContactDetail,
    ContactDetails,
)
from portal.web.shared import fields
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form

MAKERS: Mapping[str, Callable[..., Field]] = {
    LINE: lambda label, **kwargs: fields.line(label, most=fields.NAME_LENGTH, **kwargs),
    NAME: lambda label, **kwargs: fields.name(label, required=True, **kwargs),
    TITLE: fields.title,
    EMAIL: fields.email,
    PHONE: fields.phone,
    TEXT: lambda label, **kwargs: fields.text(label, most=500, render_kw={"rows": 3}, **kwargs),
}
"""How the field for a detail is made, by the descriptor's `input`."""


def _make_field(detail: ContactDetail) -> Field:
    return MAKERS[detail.input](_(detail.label), description=_(detail.help) if detail.help else "")


class ContactDetailsForm(Form):
    """A form with a field for each detail that it offers."""

    offered: ClassVar[tuple[ContactDetail, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Add the fields of the details that the class offers."""
        super().__init_subclass__(**kwargs)
        for detail in cls.__dict__.get("offered", ()):
            setattr(cls, detail.name, _make_field(detail))

    def detail_fields(self, names: Iterable[str] | None = None) -> list[Field]:
        """Return the fields of these details, or of all that the form asks for, in the order of the page."""
        wanted = None if names is None else set(names)
        return [self[row.name] for row in self.offered if row.name in self and (wanted is None or row.name in wanted)]


class ContactForm(ContactDetailsForm, ConflictCheckedForm):
    """A person at an employer; a name is enough."""

    offered = CONTACT_DETAILS
    name: StringField
    email: EmailField
    postal_address: TextAreaField

    def details(self) -> ContactDetails:
        return ContactDetails.from_values({field.name: field.data for field in self.detail_fields()})


class ContactInfoForm(ContactDetailsForm):
    """How to reach a person, as known to the candidate who met them or the recruiter who asked for it."""

    offered = REACHING_DETAILS
    email: EmailField

    def typed(self) -> dict[str, str | None]:
        """Return what was entered, by field name."""
        return {field.name: field.data for field in self.detail_fields()}

    def details(self, name: str) -> ContactDetails:
        return ContactDetails.from_values({"name": name, **self.typed()})
