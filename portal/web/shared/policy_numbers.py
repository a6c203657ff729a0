"""Numbers that an agency has set, in words."""

from flask import g
from flask_babel import gettext

from portal.followups.rules.policy import BUSINESS_HOURS, Unit, review_policy
from portal.web.shared import formatting


def word_number(unit: Unit, number: int) -> str:
    """Return “24 hours”."""
    return gettext(unit.one) if number == 1 else gettext(unit.many, count=formatting.number(number))


def review_time() -> str:
    """Return within what time the agency reviews a note that waits for it: “2 business hours”."""
    return word_number(BUSINESS_HOURS, review_policy(g.profile.policy).review_target_working_hours)
