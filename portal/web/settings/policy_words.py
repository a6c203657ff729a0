"""Policies and their values in words."""

from datetime import time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.followups.rules.policy import BEFORE, ENDING, NOTES, NUMBERS, QUIET_END, QUIET_START, REMINDERS, THANKS
from portal.policies.values import from_json
from portal.web.shared import formatting
from portal.web.shared.choices import NOTE_SENDERS
from portal.web.shared.policy_numbers import word_number

GROUPS = {
    BEFORE: _("Before the interview"),
    THANKS: _("After the interview"),
    ENDING: _("Follow-up and closing"),
    REMINDERS: _("Reminders"),
    NOTES: _("Notes and cards"),
}
NAMES = {
    QUIET_START: _("Quiet hours start"),
    QUIET_END: _("Quiet hours end"),
    "note_sending": _("Who sends notes to employers"),
    "posts_cards": _("Our offices print and mail cards"),
    "reminders_before_acceptance": _("Reminders before the invitation is accepted"),
}


def policy_name(name: str) -> str:
    """Return what a policy is called."""
    return gettext(NUMBERS[name].label) if name in NUMBERS else str(NAMES.get(name, name))


def policy_value(name: str, stored: Any) -> str:
    """Return a policy's value, as it is stored or audited, in words."""
    value = from_json(name, stored)
    if name in NUMBERS:
        return word_number(NUMBERS[name].unit, value)
    if isinstance(value, time):
        return formatting.time_of_day(value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(dict(NOTE_SENDERS).get(value, value))
