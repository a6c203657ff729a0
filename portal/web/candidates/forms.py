"""Forms of candidates."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from portal.candidates.actions import CandidateProfile
from portal.web.shared import fields, time_zones
from portal.web.shared.choices import parse_id
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm


class CandidateForm(ConflictCheckedForm):
    """What a recruiter enters about a candidate."""

    name = fields.name(_("Name"), required=True)
    email = fields.email(_("Email"), required=True)
    phone = fields.phone(_("Phone"))
    time_zone = time_zones.time_zone(_("Time zone"))
    field_id = SelectField(_("Field"), coerce=parse_id)
    office_id = SelectField(_("Office"), coerce=parse_id)
    recruiter_id = SelectField(_("Recruiter"), coerce=parse_id)

    def profile(self) -> CandidateProfile:
        return CandidateProfile(
            name=self.name.data,
            email=self.email.data,
            time_zone=self.time_zone.data,
            phone=self.phone.data,
            field_id=self.field_id.data,
            office_id=self.office_id.data,
            recruiter_id=self.recruiter_id.data,
        )
