"""What a recruiter answers about a note that waits."""

from flask_babel import lazy_gettext as _

from portal.notes.rules import BODY_LENGTH
from portal.web.shared import fields
from portal.web.shared.letter_forms import LetterForm


class ReturnNoteForm(LetterForm):
    """How the note might read instead, and what to say to it."""

    body = fields.text(_("The note"), most=BODY_LENGTH)
    words = fields.text(_("A word to the candidate"), most=1000)
