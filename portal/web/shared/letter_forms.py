"""Forms of drafts and notes."""

import uuid

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.drafts.edit_conflicts import EditorTab, text_digest
from portal.notes.rules import BODY_LENGTH, SUBJECT_LENGTH
from portal.web.shared import fields
from portal.web.shared.choices import parse_id
from portal.web.shared.fields import Form, options
from portal.web.shared.letter_fields import LetterLine, LetterText
from portal.web.shared.sides import by_side


class LetterForm(Form):
    """A subject and a text: as typed in the page, and with merge fields in `letter()`."""

    subject = fields.line(_("Subject"), most=SUBJECT_LENGTH, kind=LetterLine)
    body = fields.text(by_side(_("Your note"), _("The note")), most=BODY_LENGTH, kind=LetterText)

    def letter(self) -> tuple[str, str]:
        return self.subject.data or "", self.body.data or ""


class ConflictCheckedLetterForm(LetterForm):
    """A letter that may be open in two windows."""

    opened = HiddenField(validators=[Length(max=64)])
    read = HiddenField(validators=[Length(max=64)])

    def open(self, subject: str, body: str) -> None:
        """Show the letter's current text, in a window with a new id."""
        self.opened.data, self.read.data = uuid.uuid4().hex, text_digest(subject, body)

    def window(self) -> EditorTab | None:
        """Return the window that this was typed in; None for a form without one."""
        opened, read = self.opened.data, self.read.data
        return EditorTab(opened, read) if opened and read else None


class NoteForm(ConflictCheckedLetterForm):
    """A note to one person; a follow-up may go to any of those met."""

    person_id = SelectField(_("To"), [Optional()], coerce=parse_id, validate_choice=False)


class SentManuallyForm(Form):
    """The record that the candidate sent a note themselves."""

    means = RadioField(
        choices=options(
            [("mail_program", _("By email")), ("card", _("As a card")), ("told", _("It was sent another way"))]
        )
    )
