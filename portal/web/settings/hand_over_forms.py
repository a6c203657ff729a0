"""The forms of handing work over: what, to whom, and how it is split."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from portal.staff.split import BY_FIELD, BY_NAME, EVENLY
from portal.web.shared.choices import parse_id
from portal.web.shared.fields import Form, options, strip_blanks

EVERYTHING, SOME = "everything", "some"
SPLIT_LABELS = ((BY_FIELD, _("Office and field")), (BY_NAME, _("Last name")), (EVENLY, _("Evenly")))
SCOPE_LABELS = ((EVERYTHING, _("Everything")), (SOME, _("Some candidates")))


class LeavingForm(Form):
    """Who takes over; `seen` is what the page showed of it, so that nothing else is done than what was shown."""

    to = SelectMultipleField(_("Who takes over?"), coerce=parse_id, validate_choice=False)
    how = RadioField(_("Split between several by"), [Optional()], choices=options(SPLIT_LABELS), default=BY_FIELD)
    seen = HiddenField()

    @property
    def is_preview(self) -> bool:
        """Return whether the form was only sent to see what it would do."""
        return request.form.get("then", "") != "" or "everyone_in" in request.form

    @property
    def split(self) -> str:
        """Return how the work is split between several."""
        return self.how.data or BY_FIELD


class HandOverForm(LeavingForm):
    """Also what is handed over: everything, or the candidates that were ticked."""

    what = RadioField(_("What do you hand over?"), [Optional()], choices=options(SCOPE_LABELS), default=EVERYTHING)
    candidate = SelectMultipleField(_("Candidates"), coerce=parse_id, validate_choice=False)
    office = SelectField(_("Office"), [Optional()], coerce=str)
    field = SelectField(_("Field"), [Optional()], coerce=str)
    q = StringField(_("Name"), [Length(max=120)], filters=[strip_blanks])
