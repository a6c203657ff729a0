"""Until when an opening is open, and how a candidate can respond to it (docs/rules.md#openings)."""

from datetime import date, datetime

PUT_FORWARD, CALL_ME, NOT_FOR_ME = "put_forward", "call_me", "not_for_me"
RESPONSE_KINDS = (PUT_FORWARD, CALL_ME, NOT_FOR_ME)
ACTIONABLE_KINDS = (PUT_FORWARD, CALL_ME)
"""Responses that a recruiter has to act on."""


def is_open(open_until: date, closed_at: datetime | None, today: date) -> bool:
    """Return whether candidates can still respond: the last day counts, in the agency's time zone."""
    return closed_at is None and today <= open_until
