"""Sentences for either side: candidates read “you”, and staff read about the candidate."""

from flask_babel import LazyString

from portal.web.shared import request_cycle


def by_side(candidate: str, staff: str) -> str:
    """Return a string that is the first for candidates and the second for staff, each time it is shown."""
    return LazyString(lambda: str(candidate if request_cycle.viewer().is_candidate else staff))
