"""The form for a recruiter's answer about a note that waits for approval."""

from flask_babel import lazy_gettext as _

from portal.notes.rules import BODY_LENGTH
from portal.web.shared import fields
from portal.web.shared.letter_fields import LetterText
from portal.web.shared.letter_forms import LetterForm


class ReturnNoteForm(LetterForm):
    """The suggested wording of the note, and the message to its writer."""

    body = fields.text(_("The note"), most=BODY_LENGTH, kind=LetterText)
    words = fields.text(_("Comment for the candidate"), most=1000)
