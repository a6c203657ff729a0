"""Forms for what an owner decides for the agency, and for its staff."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Regexp
from wtforms.widgets import ColorInput

from portal.agencies.actions import AgencySettings
from portal.core.errors import N_, ActionRefused
from portal.staff.invitation_verdicts import GOOD, InvitationVerdict
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
    """How the agency looks, and where it is."""

    phone = fields.phone(_("Phone"))
    color = fields.line(
        _("Color"),
        required=True,
        most=7,
        checks=[Regexp(r"^#[0-9a-fA-F]{6}$", message=_("Enter a color code, like #0f766e."))],
        widget=_ColorInput(),
    )
    postal_address = fields.text(_("Mailing address"), most=300)

    def decisions(self) -> AgencySettings:
        return AgencySettings(
            color=self.color.data,
            phone=self.phone.data or None,
            postal_address=self.postal_address.data or None,
        )


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
