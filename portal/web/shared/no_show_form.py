"""The form that says an interview did not take place."""

from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from portal.interviews.models import Interview
from portal.web.shared.fields import Form, options


class NoShowForm(Form):
    """A form on which a no-show says which side it was."""

    no_show_by = RadioField(_("Who didn’t show up?"), validate_choice=False)

    def with_parties(self, interview: Interview, *, is_candidate: bool) -> Self:
        """Return the form, offering the two sides of this interview by name."""
        application = interview.application
        candidate = gettext("I couldn’t make it") if is_candidate else application.candidate.name
        employer = gettext("Someone from %(employer)s", employer=application.employer.name)
        self.no_show_by.choices = options([("candidate", candidate), ("employer", employer)])
        return self

    def validate_no_show_by(self, field: Field) -> None:
        """Refuse a no-show that does not say which side it was."""
        if self.is_no_show() and field.data not in ("candidate", "employer"):
            raise ValidationError(gettext("Choose who didn’t show up."))

    def is_no_show(self) -> bool:
        """Return whether the form records a no-show."""
        raise NotImplementedError
