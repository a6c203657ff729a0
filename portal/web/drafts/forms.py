"""A candidate's general draft: written, read from a file, or made from three answers."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField
from wtforms.validators import ValidationError

from portal.drafts.questionnaire import QuestionnaireAnswers
from portal.drafts.rules import field_faults
from portal.notes.rules import BODY_LENGTH, SUBJECT_LENGTH
from portal.readers import document
from portal.readers.letter import UnreadableLetter
from portal.web.drafts import presenter as draft_presenter
from portal.web.shared import fields
from portal.web.shared.fields import Form, options
from portal.web.shared.letter_fields import LetterText, read_labels
from portal.web.shared.letter_forms import ConflictCheckedLetterForm
from portal.web.shared.sides import by_side

MAX_FILE_BYTES = 2_000_000


class DraftForm(ConflictCheckedLetterForm):
    """The general draft, and whether it is ready."""

    body = fields.text(_("Text"), most=BODY_LENGTH, kind=LetterText)
    ready = BooleanField(_("This draft is ready"))
    file = fields.upload(_("Take the text from a file"), largest=MAX_FILE_BYTES)

    def read_file(self) -> bool:
        """Fill the form with the text of the chosen file; return False, with the error at the field, if it has none."""
        if not self.file.validate(self):
            return False
        try:
            found = document.read(self.file.data.read())
        except UnreadableLetter as wrong:
            self.file.errors = [gettext(str(wrong))]
            return False
        if len(found.body) > BODY_LENGTH or len(found.subject) > SUBJECT_LENGTH:
            self.file.errors = [gettext("Use %(most)s characters or fewer.", most=BODY_LENGTH)]
            return False
        self.subject.data = read_labels(found.subject) or self.subject.data
        self.body.data = read_labels(found.body)
        return True


class DraftFileForm(DraftForm):
    """A draft that is read from a file, next to the one being written."""

    id_prefix = "taken"


class DraftQuestionsForm(Form):
    """Three questions whose answers make a draft."""

    tone = RadioField(
        by_side(_("How do you want to sound?"), _("How should it sound?")),
        choices=options([("warm", _("Warm")), ("plain", _("Plain and short")), ("formal", _("Formal"))]),
        default="warm",
    )
    brings = fields.text(
        by_side(_("What should they remember about you?"), _("What should they remember about the candidate?")),
        most=1000,
        kind=LetterText,
    )
    reach = RadioField(
        by_side(_("How can they reach you?"), _("How can they reach the candidate?")),
        choices=options(
            [("phone", _("By phone")), ("email", _("By email")), ("neither", _("By replying to the note"))]
        ),
        default="neither",
    )

    def validate_brings(self, field: Field) -> None:
        """Refuse merge fields that are incomplete or unknown."""
        for fault in field_faults("body", field.data or "", "thank")[:1]:
            raise ValidationError(draft_presenter.fault_message(fault))

    def answers(self) -> QuestionnaireAnswers:
        return QuestionnaireAnswers(self.tone.data, (self.brings.data or "").strip(), self.reach.data)
