"""The debrief: one part a person, and what was said of the pace."""

from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField, HiddenField, RadioField

from portal.web.forms import fields
from portal.web.forms.choices import identity
from portal.web.forms.fields import Form, options
from portal.web.forms.processes import PaceForm


class PersonForm(Form):
    """One person: met or not, their details, what was talked about."""

    class Meta:
        csrf = False

    person_id = HiddenField(filters=[lambda value: identity(value) if isinstance(value, str) else value])
    name = fields.line(_("Name"), most=fields.NAME_LENGTH)
    met = RadioField(_("Did you meet?"), choices=options([("yes", _("Yes")), ("no", _("No"))]), default="yes")
    title = fields.line(_("Job title"), most=fields.NAME_LENGTH)
    email = fields.email(_("E-mail"))
    phone = fields.phone(_("Phone"))
    talked_about = fields.text(_("What did you talk about?"), most=2000)
    clarify = fields.text(_("What would you like to add or put right?"), most=2000)


class SaidForm(PaceForm):
    """What was said of the pace, as a part of the debrief."""

    class Meta:
        csrf = False


class DebriefForm(Form):
    """All of it on one page; everything but the first answer may stay open."""

    took_place = RadioField(
        _("Did the interview take place?"),
        choices=options(
            [
                ("held", _("Yes")),
                ("moved", _("It was moved")),
                ("cancelled", _("It was called off")),
                ("no_show", _("Somebody did not come")),
            ]
        ),
        default="held",
    )
    why = fields.line(_("What happened?"))
    people = FieldList(FormField(PersonForm), max_entries=30)
    pace = FormField(SaidForm)
