"""Forms for the library's templates, proposals to change them, and decisions about proposals."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from portal.core.db import db
from portal.drafts.models import Template
from portal.drafts.rules import KINDS, MESSAGE, STAGES, TemplateText
from portal.notes.rules import BODY_LENGTH
from portal.web.shared import choices, fields
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm
from portal.web.shared.fields import NAME_LENGTH, Form, options
from portal.web.shared.letter_fields import LetterText
from portal.web.shared.letter_forms import LetterForm

KIND_LABELS = {
    "thank": _("Thank-you"),
    "follow_up": _("Follow-up"),
    "card": _("Card"),
    "answer": _("Reply to a decision"),
    "message": _("Message to candidates"),
}
STAGE_LABELS = {
    "first": _("After the first round"),
    "later": _("After a later round"),
    "offer": _("After an offer"),
    "refusal": _("After a rejection"),
}
ANY_LABEL = _("Any")


class TemplateForm(LetterForm, ConflictCheckedForm):
    """A template's content; `base` is the version it was made from, `reason` what a proposer says."""

    body = fields.text(_("Text"), most=BODY_LENGTH, kind=LetterText)
    kind = SelectField(_("For"), choices=options((kind, KIND_LABELS[kind]) for kind in KINDS))
    name = fields.line(_("Name"), required=True, most=NAME_LENGTH)
    field_id = SelectField(_("Field"), [Optional()], coerce=choices.parse_id)
    stage = SelectField(_("When"), [Optional()], choices=options([("", ANY_LABEL), *STAGE_LABELS.items()]))
    base = IntegerField(validators=[Optional()], widget=HiddenInput())
    reason = fields.text(_("Why is this better?"), most=500)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = choices.job_field_choices(db.session(), self.field_id.object_data)[1:]
        self.field_id.choices = [*options([("", ANY_LABEL)]), *offered]

    def offer_stages(self, kind: str) -> None:
        """Offer only the stages of this kind."""
        self.stage.choices = options([("", ANY_LABEL), *((stage, STAGE_LABELS[stage]) for stage in STAGES[kind])])

    def show(self, row: Template) -> None:
        """Fill in the number of the template's latest version."""
        self.base.data = row.number

    def wording(self) -> TemplateText:
        """Return the template's content as typed; a message to candidates suits every field, at any time."""
        subject, body = self.letter()
        kind = self.kind.data if self.kind.data in STAGES else KINDS[0]
        used = (None, None) if kind == MESSAGE else (self.field_id.data, self.stage.data or None)
        return TemplateText(kind, self.name.data or "", subject, body, *used)


class ProposalDecisionForm(Form):
    """An owner's decision about a proposal."""

    decision = RadioField(choices=options([("accept", _("Accept")), ("decline", _("Decline"))]))
    answer = fields.text(_("Comment for the person who proposed it"), most=500)
