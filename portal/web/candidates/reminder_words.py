"""What a candidate chose about reminders, in words for staff."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from babel.lists import format_list
from flask import g
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from portal.candidates.reminder_choices import ReminderChoices
from portal.followups.rules.policy import quiet_hours
from portal.web.shared import formatting

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "preparation": _("preparation"),
        "debrief": _("debriefs"),
        "thank": _("thank-you notes"),
        "follow_up": _("follow-ups"),
    }
)


def describe_choices(chosen: ReminderChoices) -> list[str]:
    """Return what differs from the agency's usual reminders, a sentence for each choice."""
    said = []
    if chosen.reminders_off:
        kinds = [str(KINDS[kind]) for kind in chosen.reminders_off]
        said.append(gettext("No reminders about %(kinds)s", kinds=_listed(kinds)))
    if chosen.reminder_days_off:
        days = [formatting.weekday(formatting.MONDAY + timedelta(days=day)) for day in chosen.reminder_days_off]
        said.append(gettext("No reminders on %(days)s", days=_listed(days)))
    if chosen.remind_from or chosen.remind_until:
        own = quiet_hours(g.profile.policy).around(chosen.remind_from, chosen.remind_until)
        hours = {"start": formatting.time_of_day(own.end), "end": formatting.time_of_day(own.start)}
        said.append(gettext("Reminders between %(start)s and %(end)s", **hours))
    if chosen.reminder_digest:
        said.append(gettext("One reminder a day, in the morning"))
    return said


def _listed(words: list[str]) -> str:
    return format_list(words, locale=get_locale() or "en")
