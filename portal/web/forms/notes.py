"""Drafts and notes."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from portal.notes.rules import BODY_LENGTH, SUBJECT_LENGTH
from portal.web.forms import fields
from portal.web.forms.choices import identity
from portal.web.forms.fields import Form, options


class LetterForm(Form):
    """A subject and a text, as typed."""

    subject = fields.line(_("Subject"), most=SUBJECT_LENGTH)
    body = fields.text(_("Your note"), most=BODY_LENGTH)

    def letter(self) -> tuple[str, str]:
        return self.subject.data or "", self.body.data or ""


class NoteForm(LetterForm):
    """A note to one person; a follow-up may go to any of those met."""

    person_id = SelectField(_("To"), [Optional()], coerce=identity, validate_choice=False)


class ToldForm(Form):
    """They sent it themselves."""

    means = RadioField(
        choices=options([("mail_program", _("By e-mail")), ("card", _("As a card")), ("told", _("It was sent"))])
    )
