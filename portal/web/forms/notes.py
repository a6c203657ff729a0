"""Drafts and notes."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from portal.notes.rules import BODY_LENGTH, SUBJECT_LENGTH
from portal.readers import letter
from portal.readers.letter import NoLetter
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


class DraftForm(LetterForm):
    """The general draft, and whether it is ready."""

    ready = BooleanField(_("This draft is ready"))
    file = FileField(_("Or take the text from a file"))

    def read_file(self) -> bool:
        """Whether the form now shows the text of the chosen file; where it has none, the field says why."""
        try:
            found = letter.read(self.file.data.read())
        except NoLetter as wrong:
            self.file.errors = [gettext(str(wrong))]
            return False
        if len(found.body) > BODY_LENGTH or len(found.subject) > SUBJECT_LENGTH:
            self.file.errors = [gettext("Please keep this to %(most)s characters.", most=BODY_LENGTH)]
            return False
        self.subject.data, self.body.data = found.subject or self.subject.data, found.body
        return True


class ToldForm(Form):
    """They sent it themselves."""

    means = RadioField(
        choices=options([("mail_program", _("By e-mail")), ("card", _("As a card")), ("told", _("It was sent"))])
    )
