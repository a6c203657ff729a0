"""The form of a job opening that the agency fills."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired

from portal.openings.actions import OpeningDetails
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm


class JobOpeningForm(ConflictCheckedForm):
    """What candidates read about an opening, and until when."""

    title = fields.line(_("Title"), required=True, most=fields.NAME_LENGTH)
    field_id = SelectField(_("Field"), [InputRequired(_("Choose a field."))], coerce=parse_id)
    employer_id = SelectField(_("Employer"), coerce=parse_id)
    employer_named = BooleanField(_("Show the employer’s name to candidates"), default=True)
    place = fields.line(_("Location"))
    pay = fields.line(_("Pay"), most=fields.NAME_LENGTH)
    about = fields.text(_("About the job"), most=3000)
    open_until = DateField(_("Open until"), [InputRequired(_("Enter the last day.")), fields.check_year])

    def position(self) -> OpeningDetails:
        return OpeningDetails(
            title=self.title.data,
            field_id=self.field_id.data,
            open_until=self.open_until.data,
            employer_id=self.employer_id.data,
            employer_named=self.employer_named.data,
            place=self.place.data or None,
            pay=self.pay.data or None,
            about=self.about.data or None,
        )
