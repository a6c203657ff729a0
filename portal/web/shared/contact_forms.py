"""Candidates, employers, contacts."""

from flask_babel import lazy_gettext as _

from portal.contacts.rules import ContactDetails
from portal.web.shared import fields
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form


class ContactForm(ConflictCheckedForm):
    """Somebody at an employer; a name is enough."""

    name = fields.name(_("Name"), required=True)
    title = fields.title(_("Job title"))
    email = fields.email(_("E-mail"))
    phone = fields.phone(_("Phone"))
    postal_address = fields.text(_("Postal address"), most=500)

    def details(self) -> ContactDetails:
        return ContactDetails(
            self.name.data, self.title.data, self.email.data, self.phone.data, self.postal_address.data
        )


class ContactInfoForm(Form):
    """How somebody is reached, as whoever met them or asked for it was told."""

    email = fields.email(_("E-mail"))
    phone = fields.phone(_("Phone"))
    postal_address = fields.text(_("Postal address"), most=500)

    def typed(self) -> dict[str, str | None]:
        """What was noted, field by field."""
        return {"email": self.email.data, "phone": self.phone.data, "postal_address": self.postal_address.data}

    def details(self, name: str) -> ContactDetails:
        return ContactDetails(name, None, self.email.data, self.phone.data, self.postal_address.data)
