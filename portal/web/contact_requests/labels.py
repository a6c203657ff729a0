"""Codes of contact requests as words."""

from flask_babel import lazy_gettext as _

from portal.contacts.rules import ANSWER_SOURCES, LEFT_EMPLOYER, NO_ANSWER, NOT_GIVEN_OUT

NOT_AVAILABLE_REASONS = {
    NOT_GIVEN_OUT: _("They don’t give out addresses."),
    LEFT_EMPLOYER: _("They no longer work there."),
    NO_ANSWER: _("No one there answers."),
}
GUESS = "guess"
SOURCES = dict(zip(ANSWER_SOURCES, (_("Front desk"), _("HR"), _("Business card")), strict=True))
"""Who or what gave staff the answer."""
