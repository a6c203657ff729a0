"""How a request for an address stands, in words: its time, who looks for it, and why it could not be had."""

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from flask import Flask, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.agencies.holidays import of_country
from portal.contacts.models import ContactRequest
from portal.followups.rules.targets import Target
from portal.followups.rules.targets import target as _target
from portal.web import edge

REASONS = {
    "not_given_out": _("They do not give addresses out."),
    "left": _("They no longer work there."),
    "no_answer": _("Nobody there answers."),
}


def install(app: Flask) -> None:
    """Templates can ask how a request stands."""
    app.jinja_env.globals.update(asking=SimpleNamespace(target=target, span=span, reason=reason))


def target(row: ContactRequest) -> Target:
    """How old the request is and what is left of its time, in the agency's working hours."""
    now = edge.now()
    holidays = of_country(g.profile.country, now.year)
    return _target(row.requested_at, row.target_at, now, ZoneInfo(g.profile.time_zone), holidays)


def span(time: timedelta) -> str:
    """A working time in hours and minutes, “3 h 20 min”."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    if not hours:
        return gettext("%(minutes)s min", minutes=minutes)
    return (
        gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
        if minutes
        else gettext("%(hours)s h", hours=hours)
    )


def reason(row: ContactRequest) -> str:
    """Why the address is not to be had: one of the usual reasons, or the recruiter's own words."""
    return str(REASONS.get(row.reason or "", row.reason or ""))
