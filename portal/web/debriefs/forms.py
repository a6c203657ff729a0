"""The forms of the debrief, one for each question."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.contacts.details import DETAILS_AS_ASKED
from portal.debriefs.rules import DETAIL_FIELDS, NO_SHOW
from portal.readers import picture
from portal.readers.signature import MAX_TEXT_LENGTH
from portal.web.shared import fields
from portal.web.shared.contact_forms import ContactDetailsForm
from portal.web.shared.fields import Form, options
from portal.web.shared.no_show_form import NoShowForm
from portal.web.shared.pace_form import PaceForm
from portal.web.shared.sides import by_side

FormType = TypeVar("FormType", bound=Form)
MAX_ANSWER_LENGTH = 2000
MAX_CARD_FILE_BYTES = 2_000_000

COMPANY_CARD_MESSAGE = _(
    "This card is for a company, not a person. Choose the person’s own card, or type what you know."
)


class TookPlaceForm(NoShowForm):
    """Whether the interview took place, and what happened if it did not."""

    took_place = RadioField(
        _("Did the interview take place?"),
        choices=options(
            [
                ("held", _("Yes")),
                ("moved", _("It was rescheduled")),
                ("cancelled", _("It was canceled")),
                ("no_show", _("Someone didn’t show up")),
            ]
        ),
        validators=[InputRequired(_("Say whether it happened."))],
    )
    why = fields.line(_("What happened?"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid; who didn't show up is also the answer that someone didn't."""
        if self.no_show_by.data and not self.took_place.data:
            self.took_place.process(MultiDict({self.took_place.name: NO_SHOW}))
        return bool(super().validate(extra_validators))

    def is_no_show(self) -> bool:
        return bool(self.took_place.data == NO_SHOW)


class PeopleMetForm(Form):
    """Another person who was met, and a file with several people's contact cards."""

    adding = fields.name(_("Someone else"))
    file = fields.upload(_("Contact cards (.vcf)"), largest=MAX_CARD_FILE_BYTES)


class PersonDetailsForm(ContactDetailsForm):
    """How to reach one person: typed, or read from a card or an email signature and then checked."""

    offered = DETAILS_AS_ASKED
    file = fields.upload(_("A contact card (.vcf) or a photo of their card"), largest=picture.MAX_BYTES)
    pasted = fields.text(_("Or paste the signature from one of their emails"), most=MAX_TEXT_LENGTH)

    def asking(self, wanted: Iterable[str]) -> "PersonDetailsForm":
        """Return the form without the details that are known already."""
        for name in set(DETAIL_FIELDS) - set(wanted):
            del self[name]
        return self

    def said(self) -> dict[str, str]:
        """Return the values of the details that the form asks for, by field name."""
        return {name: self[name].data or "" for name in DETAIL_FIELDS if name in self}


class PersonTalkForm(Form):
    """What the candidate remembers of the talk with one person."""

    talked_about = fields.text(
        by_side(_("What did you talk about?"), _("What did they talk about?")), most=MAX_ANSWER_LENGTH
    )
    clarify = fields.text(
        by_side(_("What would you like to clarify or expand?"), _("What would they like to clarify or expand?")),
        most=MAX_ANSWER_LENGTH,
    )
    personal_detail = fields.text(_("Something personal they mentioned"), most=MAX_ANSWER_LENGTH)


class DebriefPaceForm(PaceForm):
    """What the candidate learned about the hiring timeline; `is_dated`: by a date, which then has to be there."""

    is_dated = False

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Validate the form, and that a date is there if the answer was one."""
        is_valid = super().validate(extra_validators)
        if self.is_dated and not self.decision_on.data and not self.decision_on.errors:
            self.decision_on.errors = [gettext("Choose a date.")]
            return False
        return bool(is_valid)


def filled_form(form: type[FormType], values: Mapping[str, str]) -> FormType:
    """Return the form filled with values that were typed before, to show or validate it again."""
    return form(formdata=MultiDict(dict(values)), meta={"csrf": False})
