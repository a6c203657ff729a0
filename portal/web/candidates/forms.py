"""Forms of candidates."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from portal.candidates.actions import Profile
from portal.web.shared import fields
from portal.web.shared.choices import identity
from portal.web.shared.edit_conflict_forms import SharedForm


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
