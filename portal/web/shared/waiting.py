"""What waits for the viewer, for the navigation of every staff page and for Today: counted once a request."""

from dataclasses import dataclass

from flask import g
from flask_babel import gettext

from portal.core.db import db
from portal.followups.rules.policy import reminder_policy
from portal.followups.rules.step_kinds import LATE_FOR_STAFF
from portal.today.counts import WaitingCounts, load_waiting_counts
from portal.web.shared import formatting, request_cycle


@dataclass(frozen=True)
class NavigationCount:
    """The count beside a link of the navigation; `is_late`: one of them is past its target."""

    text: str
    is_late: bool = False


def waiting_counts() -> WaitingCounts:
    """Return what waits for the viewer, who is staff."""
    if "waiting" not in g:
        viewer, now = request_cycle.viewer(), request_cycle.now()
        hours = reminder_policy(g.profile.policy).late_reminder_hours
        g.waiting = load_waiting_counts(db.session(), viewer, LATE_FOR_STAFF, hours, now)
    found: WaitingCounts = g.waiting
    return found


def navigation_counts() -> dict[str, NavigationCount]:
    """Return the counts of the navigation, by the name of the link, without those of nothing."""
    found, now = waiting_counts(), request_cycle.now()
    counts = {
        "today": (found.work, None),
        "contact_requests": (found.requests, found.requests_due_at),
        "approvals": (found.notes, found.notes_due_at),
        "print_queue": (found.cards, found.cards_due_at),
    }
    return {
        name: NavigationCount(formatting.count(count), due_at is not None and due_at <= now)
        for name, (count, due_at) in counts.items()
        if count
    }


def work_words() -> str:
    """Return how much there is to do today in words."""
    return gettext("%(count)s to do", count=formatting.count(waiting_counts().work))
