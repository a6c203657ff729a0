"""Forms of applications: the opening and the hiring timeline."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from portal.applications.models import Application
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.pace_form import PaceForm


class NewApplicationForm(PaceForm):
    """An application of one candidate with one employer."""

    employer_id = SelectField(_("Employer"), coerce=parse_id)
    new_employer = fields.company(_("Or a new employer"))
    opening_title = fields.line(_("Job title"), required=True, most=fields.NAME_LENGTH)


class EditApplicationForm(PaceForm, ConflictCheckedForm):
    """What is known of an application that exists already."""

    opening_title = fields.line(_("Job title"), required=True, most=fields.NAME_LENGTH)

    def show(self, row: Application) -> None:
        """Fill the form with the application's hiring timeline."""
        self.show_pace(row)
