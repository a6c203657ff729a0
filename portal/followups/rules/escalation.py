"""When others are notified of work that no one has claimed (docs/rules.md#requests, docs/rules.md#approval).

Who they are is decided in `portal.alerts`.
"""

from datetime import datetime


def request_escalation_time(
    half: datetime, now: datetime, *, claimed: bool, escalated: bool, notified: bool
) -> datetime | None:
    """Return when others are notified of a contact request: once, at `half` of its target if no one has claimed it.

    At once if no recruiter was `notified` of it, and never again after it was `escalated`.
    """
    if claimed or escalated:
        return None
    return half if notified else now


def approval_escalation_time(half: datetime, target: datetime, *, claimed: bool, escalated: bool) -> datetime | None:
    """Return when others are notified of a note that waits for a recruiter: once, None after it was `escalated`.

    This is at half of its target while no one has claimed it, and past the target even if someone has.
    """
    if escalated:
        return None
    return target if claimed else half
