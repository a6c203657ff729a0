"""Forms of employers."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from portal.contacts.actions import EmployerDetails
from portal.web.shared import fields
from portal.web.shared.choices import NOTE_SENDERS
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import options


def _sender_or_none(value: str | None) -> str | None:
    """Return who sends, None for the choice that leaves it to the agency."""
    return value or None


class EmployerForm(ConflictCheckedForm):
    """An employer, with the department to ask when no one else answers."""

    name = fields.company(_("Name"), required=True)
    domain = fields.line(_("Email domain"), most=253)
    hr_name = fields.name(_("HR contact name"))
    hr_phone = fields.phone(_("HR phone"))
    hr_email = fields.email(_("HR email"))
    postal_address = fields.text(_("Mailing address"), most=500)
    website = fields.link(_("Website"))
    note_sending = SelectField(
        _("Who sends notes to this employer?"),
        coerce=_sender_or_none,
        choices=options([("", _("Use the agency setting")), *NOTE_SENDERS]),
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
