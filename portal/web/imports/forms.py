"""The file to import, and what is decided about its columns, cells, and rows."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from portal.imports.actions import ImportOptions
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS, INTERVIEWS
from portal.imports.dates import DAY_FIRST, MIXED, MONTH_FIRST
from portal.readers.table_limits import MAX_BYTES
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.fields import Form, options

KINDS = (
    (CANDIDATES, _("Candidates")),
    (EMPLOYERS, _("Employers")),
    (CONTACTS, _("Contacts: people at employers")),
    (INTERVIEWS, _("Interviews, with their applications")),
)
DATE_ORDERS = (
    (MONTH_FIRST, _("Month/day/year")),
    (DAY_FIRST, _("Day/month/year")),
    (MIXED, _("Both, so dates that could be either are wrong")),
)


class OptionsForm(Form):
    """What rows get that say nothing, and how their dates are read."""

    recruiter_id = SelectField(_("Recruiter"), coerce=parse_id)
    office_id = SelectField(_("Office"), coerce=parse_id)
    continue_follow_up = BooleanField(_("Continue thank-yous and follow-ups for interviews that are over"))

    def choices(self) -> ImportOptions:
        return ImportOptions(self.office_id.data, self.recruiter_id.data, self.continue_follow_up.data)


class UploadForm(OptionsForm):
    """The file, and what it holds."""

    file = fields.upload(_("File"), largest=MAX_BYTES, checks=[InputRequired(_("Choose a .csv or .xlsx file."))])
    file.kwargs["render_kw"] |= {"multiple": True}
    kind = RadioField(
        _("What’s in the file?"), [InputRequired(_("Choose one."))], choices=options(KINDS), default=CANDIDATES
    )


class ReadingForm(OptionsForm):
    """The options of a file that was read."""

    date_order = SelectField(_("Dates are"), choices=options(DATE_ORDERS))
