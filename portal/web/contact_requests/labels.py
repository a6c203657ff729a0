"""Codes of contact requests as words."""

from flask_babel import lazy_gettext as _

from portal.contacts.rules import LEFT_EMPLOYER, NO_ANSWER, NOT_GIVEN_OUT

NOT_AVAILABLE_REASONS = {
    NOT_GIVEN_OUT: _("They don’t give out addresses."),
    LEFT_EMPLOYER: _("They no longer work there."),
    NO_ANSWER: _("No one there answers."),
}
