"""Forms for a request for an address, other than the address itself."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField

from portal.contacts.rules import NOT_GIVEN_OUT
from portal.web.contact_requests.labels import GUESS, NOT_AVAILABLE_REASONS, SOURCES
from portal.web.shared import fields
from portal.web.shared.contact_forms import ContactForm
from portal.web.shared.fields import Form, options

OTHER = "other"


class AnswerForm(ContactForm):
    """The contact info that a recruiter found, and who or what they have it from, if they say so."""

    source = RadioField(
        _("How do you know?"), choices=options([*SOURCES.items(), (GUESS, _("A guess"))]), validate_choice=False
    )

    @property
    def is_guess(self) -> bool:
        return bool(self.source.data == GUESS and self.email.data)

    def address(self) -> str:
        """Return what was entered to reach the person."""
        return self.email.data or gettext("The mailing address")


class NotAvailableForm(Form):
    """Why the address is not available; everyone waiting for it reads that."""

    id_prefix = "given-up"
    why = RadioField(
        _("Why?"),
        choices=options([*NOT_AVAILABLE_REASONS.items(), (OTHER, _("Another reason"))]),
        default=NOT_GIVEN_OUT,
    )
    words = fields.line(_("Reason"), most=200)

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Return whether the form is valid: another reason needs words."""
        if not super().validate(extra_validators):
            return False
        if self.why.data == OTHER and not self.words.data:
            self.words.errors = [gettext("Give the reason in a few words.")]
        return not self.words.errors

    def reason(self) -> str:
        why: str = self.words.data if self.why.data == OTHER else self.why.data
        return why


class HrEmailForm(Form):
    """An email to an employer's HR."""

    id_prefix = "hr"
    subject = fields.line(_("Subject"), required=True, most=200)
    body = fields.text(_("Email text"), required=True, most=3000)
