"""Forms for what an owner decides for the agency, and for its staff."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Regexp
from wtforms.widgets import ColorInput

from portal.agencies.actions import AgencySettings
from portal.core.errors import N_, ActionRefused
from portal.readers import logo
from portal.staff.invitation_verdicts import GOOD, InvitationVerdict
from portal.web.settings.agency_labels import locale_choices
from portal.web.settings.hours_labels import country_choices
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form, options

ROLES = (
    ("recruiter", _("Recruiter: looks after candidates")),
    ("viewer", _("Viewer: sees everything, changes nothing")),
    ("owner", _("Owner: decides for the agency")),
)
SHORT_ROLES = (("recruiter", _("Recruiter")), ("viewer", _("Viewer")), ("owner", _("Owner")))


class _ColorInput(ColorInput):
    """A picker always holds a whole color, so HTML gives it neither `required` nor `maxlength`."""

    validation_attrs = ()


class AgencyForm(ConflictCheckedForm):
    """What the agency is called, where it is, how it looks, and what its emails carry."""

    name = fields.company(_("Name"), required=True)
    legal_name = fields.company(_("Legal name"))
    country = SelectField(_("Country"))
    locale = SelectField(_("Dates and times"), coerce=lambda value: value or None)

    phone = fields.phone(_("Phone"))
    color = fields.line(
        _("Color"),
        required=True,
        most=7,
        checks=[Regexp(r"^#[0-9a-fA-F]{6}$", message=_("Enter a color code, like #0f766e."))],
        widget=_ColorInput(),
    )
    postal_address = fields.text(_("Mailing address"), most=300)
    sender_name = fields.name(_("Emails are from"))
    email_footer = fields.text(_("Footer of emails"), most=500)

    def offer(self, country: str, current: str) -> None:
        """Offer every country, and the locales for dates and times: that of `country` first, then `current`."""
        self.country.choices = options(country_choices().items())
        self.locale.choices = options(locale_choices(country, current))

    def decisions(self) -> AgencySettings:
        return AgencySettings(
            color=self.color.data,
            phone=self.phone.data or None,
            postal_address=self.postal_address.data or None,
            legal_name=self.legal_name.data or None,
            sender_name=self.sender_name.data or None,
            email_footer=self.email_footer.data or None,
            country=self.country.data,
            locale=self.locale.data,
        )


class LogoForm(Form):
    """A picture to show as the agency's logo."""

    file = fields.upload(_("Logo"), largest=logo.MAX_BYTES, checks=[InputRequired(_("Choose a picture."))])


class InviteForm(Form):
    """Colleagues to invite: a pasted list of addresses, and the role and office of all of them."""

    MOST = 20_000

    addresses = fields.text(_("Email addresses"), required=True, most=MOST)
    role = SelectField(_("Role for all"), choices=options(SHORT_ROLES), default="recruiter")
    office_id = SelectField(_("Office for all"), coerce=parse_id)
    message = fields.text(_("Message"), most=500)

    def refuse_none_good(self, verdicts: Sequence[InvitationVerdict]) -> None:
        """Raise `ActionRefused` at the addresses where none of them can be invited."""
        if not any(verdict.code == GOOD for verdict in verdicts):
            raise ActionRefused(N_("None of these can be invited. See why next to each one."), field="addresses")


class ColleagueForm(ConflictCheckedForm):
    """A colleague's name, role, and office."""

    name = fields.name(_("Name"))
    role = RadioField(_("Role"), [InputRequired(_("Choose a role."))], choices=options(ROLES))
    office_id = SelectField(_("Office"), coerce=parse_id)
