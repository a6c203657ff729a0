"""The form on the page of components: one field of each kind, some with errors."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField

from portal.web.shared import fields, time_zones
from portal.web.shared.fields import Form, options
from portal.web.shared.pace_form import STAGES
from portal.web.shared.time_field import ClockField


class ComponentsForm(Form):
    """Every kind of field there is."""

    class Meta:
        csrf = False

    name = fields.line(_("Name"), required=True)
    email = fields.email(_("Email"))
    time_zone = time_zones.time_zone(_("Time zone"))
    date = DateField(_("Date"))
    starts = ClockField(_("Starts"))
    ends = ClockField(_("Ends"))
    zone = time_zones.time_zone(_("Meeting time zone"))
    scope = RadioField(_("View"), choices=options([("own", _("Mine")), ("agency", _("Everyone’s"))]), default="own")
    stage = RadioField(_("Stage"), choices=STAGES, default="")
    body = fields.text(_("Your note"))
    file = fields.upload(_("Invitation"), largest=1_000_000)
    ready = BooleanField(_("This draft is ready"))
