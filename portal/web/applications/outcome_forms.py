"""How a process goes on or ends: what the employer said, a closure, a placement."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, widgets
from wtforms.validators import Optional

from portal.processes.models import Process
from portal.web.shared import fields
from portal.web.shared.choices import identity
from portal.web.shared.fields import Form, options

NEXT_ROUND = "next_round"
AHEAD = options(
    [
        ("cancelled", _("The interview is off")),
        ("stays", _("It stays: this was an invitation")),
    ]
)


class AnswerForm(Form):
    """The employer answered."""

    id_prefix = "answer"
    kind = RadioField(
        _("What did they say?"),
        choices=options(
            [
                (NEXT_ROUND, _("An invitation to the next round")),
                ("answer", _("They wrote, nothing decided")),
                ("offer", _("An offer")),
                ("refusal", _("A refusal")),
            ]
        ),
        default="answer",
    )
    words = fields.text(_("In their words"), most=2000)
    ahead = RadioField(_("The interview ahead"), [Optional()], choices=AHEAD)


class ClosureForm(Form):
    """The process is closed."""

    id_prefix = "closure"
    kind = RadioField(
        _("Why close it?"),
        choices=options([("no_answer", _("No answer")), ("withdrawn", _("No longer interested"))]),
        default="no_answer",
    )
    ahead = RadioField(_("The interview ahead"), [Optional()], choices=AHEAD)


class PlacementForm(Form):
    """The candidate got the job."""

    id_prefix = "placement"
    ending = SelectMultipleField(
        _("What else ends with it?"),
        coerce=identity,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    ahead = RadioField(_("The interview ahead"), [Optional()], choices=AHEAD)


def placement_form(others: Sequence[Process]) -> PlacementForm:
    """The form, with every other process that still runs ticked to end too."""
    form = PlacementForm()
    form.ending.choices = options((str(row.id), f"{row.employer.name}, {row.opening_title}") for row in others)
    if request.endpoint != "outcomes.place":
        form.ending.data = [row.id for row in others]
    return form
