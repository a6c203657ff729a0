"""Forms for how an application goes on or ends: the employer's response, a closure, a placement."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, widgets
from wtforms.validators import Optional

from portal.applications.models import Application
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.fields import Form, options

NEXT_ROUND = "next_round"
UPCOMING_INTERVIEW = options(
    [
        ("cancelled", _("It’s canceled")),
        ("stays", _("It’s still on, so this was an invitation")),
    ]
)


class EmployerResponseForm(Form):
    """The employer's response."""

    id_prefix = "answer"
    kind = RadioField(
        _("What did they say?"),
        choices=options(
            [
                (NEXT_ROUND, _("An invitation to the next round")),
                ("answer", _("They replied, nothing decided")),
                ("offer", _("An offer")),
                ("refusal", _("Not selected")),
            ]
        ),
        default="answer",
    )
    words = fields.text(_("In their words"), most=2000)
    ahead = RadioField(_("Upcoming interview"), [Optional()], choices=UPCOMING_INTERVIEW)


class ClosureForm(Form):
    """The closing of an application."""

    id_prefix = "closure"
    kind = RadioField(
        _("Why close it?"),
        choices=options([("no_answer", _("No answer")), ("withdrawn", _("No longer interested"))]),
        default="no_answer",
    )
    ahead = RadioField(_("Upcoming interview"), [Optional()], choices=UPCOMING_INTERVIEW)


class PlacementForm(Form):
    """The job that the candidate got."""

    id_prefix = "placement"
    ending = SelectMultipleField(
        _("What else should close?"),
        coerce=parse_id,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    ahead = RadioField(_("Upcoming interview"), [Optional()], choices=UPCOMING_INTERVIEW)


def placement_form(others: Sequence[Application]) -> PlacementForm:
    """Return the form; at first, every other active application is ticked to end too."""
    form = PlacementForm()
    form.ending.choices = options((str(row.id), f"{row.employer.name}, {row.opening_title}") for row in others)
    if request.endpoint != "outcomes.record_placement":
        form.ending.data = [row.id for row in others]
    return form
