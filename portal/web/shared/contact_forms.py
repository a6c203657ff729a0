"""Forms of contacts and their contact info."""

from flask_babel import lazy_gettext as _

from portal.contacts.rules import ContactDetails
from portal.web.shared import fields
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form


class ContactForm(ConflictCheckedForm):
    """A person at an employer; a name is enough."""

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
    """How to reach a person, as known to the candidate who met them or the recruiter who asked for it."""

    email = fields.email(_("E-mail"))
    phone = fields.phone(_("Phone"))
    postal_address = fields.text(_("Postal address"), most=500)

    def typed(self) -> dict[str, str | None]:
        """Return what was entered, by field name."""
        return {"email": self.email.data, "phone": self.phone.data, "postal_address": self.postal_address.data}

    def details(self, name: str) -> ContactDetails:
        return ContactDetails(name, None, self.email.data, self.phone.data, self.postal_address.data)
