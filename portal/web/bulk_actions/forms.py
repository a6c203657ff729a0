"""What is chosen or written for an action before it starts."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField

from portal.accounts import queries as accounts
from portal.bulk_actions.models import BulkAction
from portal.bulk_actions.rules import CLOSE, MESSAGE, REASSIGN, REMIND, TAG, UNTAG
from portal.core.db import db
from portal.drafts import queries as drafts
from portal.drafts.models import Template
from portal.drafts.rules import MESSAGE as TEMPLATE_KIND
from portal.tags import queries as tags
from portal.web.shared.choices import named_choices
from portal.web.shared.fields import Form, company, line, options, text
from portal.web.shared.letter_fields import LetterLine, LetterText, show_labels
from portal.web.shared.merge_fields import OfferedField, offered_fields

WORDS_LENGTH, SUBJECT_LENGTH = 500, 150


class ChoiceForm(Form):
    """What one kind of action needs to know; `title` is what its fold is called, `names` what it offers."""

    title: Any = ""
    names: Sequence[str] = ()
    id_prefix = "bulk"

    def values(self) -> dict[str, Any]:
        """Return the parameters as they are kept."""
        return {name: value or "" for name, value in self.data.items() if name != "csrf_token"}


class WordsForm(ChoiceForm):
    """A sentence that stands in every email."""

    words = line(_("Add a personal sentence"), most=WORDS_LENGTH)


class RecruiterForm(ChoiceForm):
    """Who looks after the candidates from now on."""

    title = _("Choose a recruiter")
    recruiter_id = SelectField(_("Reassign to"))


class MessageForm(ChoiceForm):
    """What the email to each of them says."""

    title = _("Write the message")
    templates: Sequence[Template] = ()
    subject = line(_("Subject"), required=True, most=SUBJECT_LENGTH, kind=LetterLine)
    body = text(_("Message"), required=True, kind=LetterText)

    @property
    def starts(self) -> list[tuple[str, dict[str, str]]]:
        """The templates of the library: the name of each, and what it puts into this form."""
        return [
            (row.name, {"subject": show_labels(row.subject), "body": show_labels(row.body)}) for row in self.templates
        ]

    @property
    def details(self) -> list[OfferedField]:
        """The merge fields that the message may have."""
        return offered_fields(TEMPLATE_KIND)


class TaggingForm(ChoiceForm):
    """The tag to put on: one that there is, or a new one."""

    title = _("Choose a tag")
    tag = company(_("Tag"), required=True)


class UntaggingForm(ChoiceForm):
    """The tag to take off."""

    title = _("Choose a tag")
    tag = SelectField(_("Tag"))


class ClosingForm(ChoiceForm):
    """Why the applications close."""

    title = _("Choose a reason")
    reason = RadioField(
        _("Why close them?"),
        choices=options([("no_answer", _("No answer")), ("withdrawn", _("No longer interested"))]),
    )


FORMS: dict[str, type[ChoiceForm]] = {
    REMIND: WordsForm,
    MESSAGE: MessageForm,
    REASSIGN: RecruiterForm,
    TAG: TaggingForm,
    UNTAG: UntaggingForm,
    CLOSE: ClosingForm,
}


def form_for(row: BulkAction) -> ChoiceForm | None:
    """Return the form of this action with what was chosen so far; None if nothing is to be chosen."""
    kind = FORMS.get(row.action)
    if kind is None:
        return None
    form = kind(data=row.parameters)
    if isinstance(form, RecruiterForm):
        form.recruiter_id.choices = named_choices(accounts.recruiters(db.session()), str(_("Choose a recruiter")))
    if isinstance(form, MessageForm):
        form.templates = drafts.templates_of_kind(db.session(), TEMPLATE_KIND)
    if isinstance(form, TaggingForm):
        form.names = [tag.name for tag in tags.all_tags(db.session())]
    if isinstance(form, UntaggingForm):
        names = [(tag.name, tag.name) for tag in tags.all_tags(db.session())]
        form.tag.choices = options([("", _("Choose a tag")), *names])
    return form
