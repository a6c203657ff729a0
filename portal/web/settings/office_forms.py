"""Forms for offices and fields of work."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.models import Account
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import Form, options

VISIBILITIES = (
    ("own", _("Their own candidates")),
    ("office", _("Their office’s candidates")),
    ("agency", _("All of the agency’s candidates")),
)


class AddOfficeForm(Form):
    """The name of a new office."""

    id_prefix = "office"
    name = fields.company(_("New office"), required=True)


class AddFieldForm(Form):
    """The name of a new field of work."""

    id_prefix = "field"
    name = fields.company(_("New field"), required=True)


class RenameForm(ConflictCheckedForm):
    """The name of an office or of a field of work."""

    name = fields.company(_("Name"), required=True)


class MergeForm(Form):
    """Where everything of an office or of a field of work goes."""

    id_prefix = "merge"
    into = SelectField(_("Merge into"), [InputRequired(_("Choose one."))], coerce=parse_id)


class MoveForm(Form):
    """The people who move to another office."""

    id_prefix = "move"
    members = SelectMultipleField(
        _("Who moves?"),
        [InputRequired(_("Choose someone."))],
        coerce=parse_id,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    to = SelectField(_("To"), [InputRequired(_("Choose one."))], coerce=parse_id)
    with_candidates = BooleanField(_("Their candidates of this office move, too"), default=True)

    def offer(self, members: Sequence[Account], offices: list[SelectChoice]) -> None:
        """Offer these people, and these offices."""
        self.members.choices = options((str(row.id), row.name or row.email) for row in members)
        self.to.choices = offices


class VisibilityForm(ConflictCheckedForm):
    """How far recruiters see."""

    visibility = RadioField(
        _("Which candidates can recruiters see?"), [InputRequired(_("Choose one."))], choices=options(VISIBILITIES)
    )
