"""What an agency may set of the plan, reminders, reviews, and quiet hours, a descriptor each (docs/rules.md#policies).

The settings, `portal plan`, and everything that keeps a policy read this list. A new number takes one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from typing import Any, TypeVar

from portal.followups.rules.quiet_hours import QuietHours

PLAN_LEAST, PLAN_MOST = 0, 1000
"""What the rules can plan with; owners choose within the narrower bounds of each descriptor."""
BEFORE, THANKS, ENDING, REMINDERS, NOTES = "before", "thanks", "ending", "reminders", "notes"
_KEY = "number"


def _(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


@dataclass(frozen=True)
class Unit:
    """A unit in words: as it follows a field, with the number 1, with others, and which numbers may be entered."""

    label: str
    one: str
    many: str
    bounds: str


MINUTES = Unit(_("minutes"), _("1 minute"), _("%(count)s minutes"), _("Enter %(least)s to %(most)s minutes."))
HOURS = Unit(_("hours"), _("1 hour"), _("%(count)s hours"), _("Enter %(least)s to %(most)s hours."))
DAYS = Unit(_("days"), _("1 day"), _("%(count)s days"), _("Enter %(least)s to %(most)s days."))
BUSINESS_HOURS = Unit(
    _("business hours"),
    _("1 business hour"),
    _("%(count)s business hours"),
    _("Enter %(least)s to %(most)s business hours."),
)
BUSINESS_DAYS = Unit(
    _("business days"),
    _("1 business day"),
    _("%(count)s business days"),
    _("Enter %(least)s to %(most)s business days."),
)


@dataclass(frozen=True)
class PolicyNumber:
    """One number that an agency sets: what it is called, its unit, and what owners may enter.

    The sentences are English, marked here and translated where they are shown. `help` goes on where `label` ends.
    """

    label: str
    help: str
    unit: Unit
    least: int
    most: int
    group: str
    default: int = 0
    name: str = ""

    def allows(self, value: Any) -> bool:
        """Return whether owners may enter this value."""
        return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most


def _number(default: int, group: str, label: str, help_: str, unit: Unit, bounds: tuple[int, int]) -> Any:
    return field(default=default, metadata={_KEY: PolicyNumber(label, help_, unit, *bounds, group, default)})


@dataclass(frozen=True)
class Policy:
    """The numbers of the plan that an agency has set; units are in the names."""

    draft_lead_hours: int = _number(
        24, BEFORE, _("Write the general draft"), _("before the first interview"), HOURS, (1, 168)
    )
    collect_lead_hours: int = _number(
        2, BEFORE, _("Collect contact info"), _("before an afternoon interview"), HOURS, (1, 24)
    )
    debrief_delay_minutes: int = _number(
        30, THANKS, _("Start the debrief"), _("after the interview ends"), MINUTES, (0, 240)
    )
    thank_within_hours: int = _number(
        24, THANKS, _("Thank each person within"), _("after the interview ends"), HOURS, (1, 72)
    )
    contact_target_working_hours: int = _number(
        4,
        THANKS,
        _("Answer a contact request within"),
        _("after that, the candidate gets HR’s contact info"),
        BUSINESS_HOURS,
        (1, 40),
    )
    near_end_days: int = _number(
        7, ENDING, _("Follow up, near the end"), _("after the first thank-you was sent"), DAYS, (1, 60)
    )
    way_to_go_days: int = _number(
        14, ENDING, _("Follow up, still early on"), _("after the first thank-you was sent"), DAYS, (1, 90)
    )
    unknown_days: int = _number(
        14, ENDING, _("Follow up, timeline unknown"), _("after the first thank-you was sent"), DAYS, (1, 90)
    )
    min_working_days_after_thanks: int = _number(
        3, ENDING, _("No follow-up sooner than"), _("after the last thank-you"), BUSINESS_DAYS, (0, 20)
    )
    close_asks_after_days: int = _number(
        7, ENDING, _("Ask to close"), _("after the follow-up, with no answer"), DAYS, (1, 60)
    )
    close_by_itself_after_days: int = _number(
        7, ENDING, _("Close automatically"), _("after asking to close"), DAYS, (1, 60)
    )
    lapses_after_days: int = _number(
        14,
        ENDING,
        _("Let a task expire"),
        _("after it was due, and close an application without follow-up"),
        DAYS,
        (2, 90),
    )


@dataclass(frozen=True)
class ReminderPolicy:
    """The numbers of the reminders that an agency has set, and its quiet hours."""

    draft_reminder_hours: int = _number(
        24, REMINDERS, _("Remind of the general draft"), _("before it’s due"), HOURS, (1, 168)
    )
    last_call_hours: int = _number(6, REMINDERS, _("Last call for a thank-you"), _("before it’s due"), HOURS, (1, 24))
    late_reminder_hours: int = _number(
        24,
        REMINDERS,
        _("Remind once more"),
        _("after it was due, then the recruiter sees it on Today"),
        HOURS,
        (1, 168),
    )
    quiet: QuietHours = field(default_factory=QuietHours)


@dataclass(frozen=True)
class ReviewPolicy:
    """The number that an agency has set of notes that wait for a recruiter."""

    review_target_working_hours: int = _number(
        2,
        NOTES,
        _("Review a candidate’s note within"),
        _("at half of that, colleagues are asked about notes that no one has claimed"),
        BUSINESS_HOURS,
        (1, 40),
    )


QUIET_START, QUIET_END = "quiet_start", "quiet_end"
"""The names of the quiet hours' two times where a policy is stored."""
QUIET_BOUNDS = {QUIET_START: (time(17), time(23)), QUIET_END: (time(5), time(9))}
"""Between which times quiet hours may start in the evening, and end in the morning."""
NUMBERS: Mapping[str, PolicyNumber] = {
    row.name: replace(row.metadata[_KEY], name=row.name)
    for kind in (Policy, ReminderPolicy, ReviewPolicy)
    for row in fields(kind)
    if _KEY in row.metadata
}
"""Every number that an agency sets, by name, in the order of the settings page."""
PLAN_NUMBERS = tuple(row.name for row in fields(Policy))
_T = TypeVar("_T", Policy, ReminderPolicy, ReviewPolicy)


def plan_policy(stored: Mapping[str, Any]) -> Policy:
    """Return the plan's numbers from a stored policy, which has only what isn't the default."""
    return Policy(**_numbers(Policy, stored))


def reminder_policy(stored: Mapping[str, Any]) -> ReminderPolicy:
    """Return the reminders' numbers and the quiet hours from a stored policy."""
    return ReminderPolicy(**_numbers(ReminderPolicy, stored), quiet=quiet_hours(stored))


def review_policy(stored: Mapping[str, Any]) -> ReviewPolicy:
    """Return the number of notes that wait for a recruiter from a stored policy."""
    return ReviewPolicy(**_numbers(ReviewPolicy, stored))


def quiet_hours(stored: Mapping[str, Any]) -> QuietHours:
    """Return the quiet hours from a stored policy."""
    default = QuietHours()
    start, end = stored.get(QUIET_START), stored.get(QUIET_END)
    return QuietHours(
        time.fromisoformat(start) if start else default.start, time.fromisoformat(end) if end else default.end
    )


def _numbers(kind: type[_T], stored: Mapping[str, Any]) -> dict[str, int]:
    return {row.name: stored[row.name] for row in fields(kind) if row.name in NUMBERS and row.name in stored}
