"""Candidates, employers, contacts."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from portal.candidates.actions import Profile
from portal.contacts.actions import EmployerDetails
from portal.contacts.rules import Details
from portal.web.forms import fields
from portal.web.forms.choices import identity
from portal.web.forms.fields import Form, options
from portal.web.forms.settings import SENDERS
from portal.web.forms.windows import SharedForm


def _sender(value: str | None) -> str | None:
    """Who sends, None for the choice that leaves it to the agency."""
    return value or None


class CandidateForm(SharedForm):
    """What a recruiter enters of a candidate."""

    name = fields.name(_("Name"), required=True)
    email = fields.email(_("E-mail"), required=True)
    phone = fields.phone(_("Phone"))
    time_zone = fields.zone(_("Time zone"))
    field_id = SelectField(_("Field of work"), coerce=identity)
    office_id = SelectField(_("Office"), coerce=identity)
    recruiter_id = SelectField(_("Recruiter"), coerce=identity)

    def profile(self) -> Profile:
        return Profile(
            name=self.name.data,
            email=self.email.data,
            time_zone=self.time_zone.data,
            phone=self.phone.data,
            field_id=self.field_id.data,
            office_id=self.office_id.data,
            recruiter_id=self.recruiter_id.data,
        )


class EmployerForm(SharedForm):
    """An employer, with the department to ask when nobody else answers."""

    name = fields.company(_("Name"), required=True)
    domain = fields.line(_("Domain of its e-mail"), most=253)
    hr_name = fields.name(_("Human resources: name"))
    hr_phone = fields.phone(_("Human resources: phone"))
    hr_email = fields.email(_("Human resources: e-mail"))
    postal_address = fields.text(_("Postal address"), most=500)
    website = fields.link(_("Website"))
    note_sending = SelectField(
        _("Who sends notes to its people?"),
        coerce=_sender,
        choices=options([("", _("As the agency has it")), *SENDERS]),
    )

    def details(self) -> EmployerDetails:
        domain = (self.domain.data or "").removeprefix("https://").removeprefix("http://").removeprefix("www.")
        return EmployerDetails(
            name=self.name.data,
            domain=domain.strip("/@ ").lower() or None,
            hr_name=self.hr_name.data,
            hr_phone=self.hr_phone.data,
            hr_email=self.hr_email.data,
            postal_address=self.postal_address.data or None,
            website=self.website.data or None,
            note_sending=self.note_sending.data,
        )


class ContactForm(SharedForm):
    """Somebody at an employer; a name is enough."""

    name = fields.name(_("Name"), required=True)
    title = fields.title(_("Job title"))
    email = fields.email(_("E-mail"))
    phone = fields.phone(_("Phone"))
    postal_address = fields.text(_("Postal address"), most=500)

    def details(self) -> Details:
        return Details(self.name.data, self.title.data, self.email.data, self.phone.data, self.postal_address.data)


class WaysForm(Form):
    """How somebody is reached, as whoever met them or asked for it was told."""

    email = fields.email(_("E-mail"))
    phone = fields.phone(_("Phone"))
    postal_address = fields.text(_("Postal address"), most=500)

    def typed(self) -> dict[str, str | None]:
        """What was noted, field by field."""
        return {"email": self.email.data, "phone": self.phone.data, "postal_address": self.postal_address.data}

    def details(self, name: str) -> Details:
        return Details(name, None, self.email.data, self.phone.data, self.postal_address.data)
