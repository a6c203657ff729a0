"""What the report calls its figures, and how each is counted (docs/rules.md#insight)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.insight import rules
from portal.insight.rules import Share

Result = tuple[Any, Any, Any]
"""What a row of a list says where it was met, where it was met too late, and where it wasn't; the first two `when`."""


@dataclass(frozen=True)
class FigureWords:
    """A figure's title, what it counts, what it says where there is nothing to count, and the words of its list."""

    title: Any
    counted: Callable[..., str]
    definition: Any
    nothing: Any
    moment: Any
    result: Result


FIGURES = {
    rules.THANKED: FigureWords(
        _("Thanked within 24 hours"),
        lambda **values: ngettext("%(met)s of %(all)s person met", "%(met)s of %(all)s people met", **values),
        _(
            "Everyone a candidate met at an interview that started in this period, once 24 hours have passed since it "
            "ended. Thanked means that a thank-you was sent, or recorded as sent, within those 24 hours. Canceled "
            "interviews, no-shows, and interviews imported after they took place don’t count."
        ),
        _("No one was met in this period."),
        _("Interview"),
        (_("Thanked %(when)s"), _("Thanked later, %(when)s"), _("Not thanked")),
    ),
    rules.CONTACTS: FigureWords(
        _("Contacts complete before the interview"),
        lambda **values: ngettext("%(met)s of %(all)s interview", "%(met)s of %(all)s interviews", **values),
        _(
            "Interviews that started in this period and are over. Complete means that someone was met, and that there "
            "was an email or mailing address for everyone met by the time the interview started. Canceled interviews, "
            "no-shows, and interviews imported after they took place don’t count."
        ),
        _("No interviews took place in this period."),
        _("Interview"),
        (_("Complete"), _("Not complete"), _("Not complete")),
    ),
    rules.REQUESTS: FigureWords(
        _("Contact requests answered on time"),
        lambda **values: ngettext("%(met)s of %(all)s request", "%(met)s of %(all)s requests", **values),
        _(
            "Contact requests whose goal was in this period and has passed. On time means answered by the goal, with "
            "contact info or as not available. Requests that weren’t needed anymore by then don’t count."
        ),
        _("No contact requests reached their goal in this period."),
        _("Goal"),
        (_("Answered %(when)s"), _("Closed later, %(when)s"), _("Not answered")),
    ),
    rules.FOLLOW_UPS: FigureWords(
        _("Follow-ups on time"),
        lambda **values: ngettext("%(met)s of %(all)s follow-up", "%(met)s of %(all)s follow-ups", **values),
        _(
            "Follow-ups planned for this period, once 24 hours have passed since then. On time means sent, or recorded "
            "as sent, by the end of those 24 hours. Follow-ups that weren’t needed anymore by then don’t count: the "
            "application had ended, or another interview was planned."
        ),
        _("No follow-ups were planned for this period."),
        _("Planned for"),
        (_("Sent %(when)s"), _("Sent later, %(when)s"), _("Not sent")),
    ),
    rules.HEARD_THANKED: FigureWords(
        _("Heard back with thank-yous"),
        lambda **values: ngettext("%(met)s of %(all)s application", "%(met)s of %(all)s applications", **values),
        _(
            "Applications that ended in this period after an interview, because the employer answered or no answer "
            "came, and where someone was thanked before that. Heard back means that the employer answered. "
            "Applications closed for another reason, such as a withdrawal, don’t count."
        ),
        _("No application with a thank-you ended in this period."),
        _("Ended"),
        (_("Heard back %(when)s"), _("Heard back %(when)s"), _("Didn’t hear back")),
    ),
    rules.HEARD_UNTHANKED: FigureWords(
        _("Heard back without thank-yous"),
        lambda **values: ngettext("%(met)s of %(all)s application", "%(met)s of %(all)s applications", **values),
        _(
            "Applications that ended in this period after an interview, because the employer answered or no answer "
            "came, and where no one was thanked before that. Heard back means that the employer answered. "
            "Applications closed for another reason, such as a withdrawal, don’t count."
        ),
        _("No application without a thank-you ended in this period."),
        _("Ended"),
        (_("Heard back %(when)s"), _("Heard back %(when)s"), _("Didn’t hear back")),
    ),
}
PERIODS = {
    rules.FOUR_WEEKS: _("Last 4 weeks"),
    rules.THREE_MONTHS: _("3 months"),
    rules.TWELVE_MONTHS: _("12 months"),
    rules.CUSTOM: _("Custom dates"),
}


def counted(figure: str, share: Share, number: Callable[[float], str]) -> str:
    """Return “41 of 52 people met”; `number` writes a number."""
    words = FIGURES[figure]
    return words.counted(num=share.counted, met=number(share.met), all=number(share.counted))


def result(figure: str, *, is_met: bool, done_at: datetime | None, moment: Callable[[datetime], str]) -> str:
    """Return what became of a row, such as “Thanked Thu, Nov 5, 2:10 PM”; `moment` writes a moment."""
    met, later, never = FIGURES[figure].result
    if done_at is None:
        return str(met if is_met else never)
    return gettext(str(met if is_met else later)) % {"when": moment(done_at)}
