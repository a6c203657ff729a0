"""The form of an absence."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.web.shared.choices import parse_id
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm


class AbsenceForm(ConflictCheckedForm):
    """From when and until when a colleague is away, and who fills in."""

    away_from = DateField(_("First day away"), [Optional()])
    back_on = DateField(_("Back on"), [InputRequired(_("Enter the first day back."))])
    substitute_id = SelectField(_("Who fills in?"), coerce=parse_id)

    @property
    def is_preview(self) -> bool:
        """Return whether the form was only sent to see who would get what."""
        return request.form.get("then") == "preview"
