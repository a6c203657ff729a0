"""Codes of contact requests as words."""

from flask_babel import lazy_gettext as _

from portal.contacts.rules import LEFT_EMPLOYER, NO_ANSWER, NOT_GIVEN_OUT

NOT_AVAILABLE_REASONS = {
    NOT_GIVEN_OUT: _("They do not give addresses out."),
    LEFT_EMPLOYER: _("They no longer work there."),
    NO_ANSWER: _("Nobody there answers."),
}
