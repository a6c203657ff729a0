"""How a reminder begins: its subject and its first line, which says why it comes now (docs/rules.md#reminders).

Both are worded for the items that lead the reminder. Each item is asked for once, and its first line says its reason,
its interview, and for a snooze its time, so no two reminders to a candidate begin with the same words.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.core.errors import N_
from portal.followups.rules.working_time import local_date
from portal.reminders import rules

TODAY, TONIGHT, OVERDUE = "today", "tonight", "overdue"
"""A last call, by when the task is due: today, before the candidate's day begins, or already past."""

TASKS = {
    "prepare_draft": N_("Write a general draft before your %(employer)s interview"),
    "collect_contacts": N_("Get ready for your %(employer)s interview"),
    "debrief": N_("Share how it went at %(employer)s"),
    "thank": N_("Thank %(names)s at %(employer)s"),
    rules.ASK_HR: N_("Ask %(employer)s for contact info for %(names)s"),
    rules.OTHER_WAY: N_("Reach %(names)s at %(employer)s another way"),
    "follow_up": N_("Follow up with %(employer)s"),
    "close": N_("Close the %(employer)s application"),
}
"""What is asked for, with the employer and the person."""
TASKS_WITH_PEOPLE = {
    "collect_contacts": N_("Get ready to meet %(names)s at %(employer)s"),
    "debrief": N_("Share how it went with %(names)s at %(employer)s"),
}
"""The same where the interviewers are known."""
SUBJECTS = {
    ("debrief", rules.OPENED): N_("How did it go at %(employer)s?"),
    ("thank", rules.ADDRESS_CAME): N_("Contact info came in: thank %(names)s at %(employer)s"),
    ("thank", TODAY): N_("Thank %(names)s at %(employer)s today"),
    ("thank", TONIGHT): N_("Thank %(names)s at %(employer)s tonight"),
    ("follow_up", rules.OPENED): N_("Follow up with %(employer)s today"),
}
"""Subjects that say more than the task."""
SUBJECTS_WITH_PEOPLE = {("debrief", rules.OPENED): N_("How did it go with %(names)s at %(employer)s?")}
AGAIN = {
    "prepare_draft": N_("Still open: write a general draft before your %(employer)s interview"),
    "collect_contacts": N_("Still open: get ready for your %(employer)s interview"),
    "debrief": N_("Still open: share how it went at %(employer)s"),
    "thank": N_("Still open: thank %(names)s at %(employer)s"),
    "follow_up": N_("Still open: follow up with %(employer)s"),
    "close": N_("Still open: close the %(employer)s application"),
}
"""Subjects of what is late."""

OPENINGS = {
    ("prepare_draft", rules.OPENED): N_("Your interview with %(employer)s is on %(interview)s."),
    ("prepare_draft", rules.LATE): N_(
        "Your interview with %(employer)s is on %(interview)s, and your general draft isn’t ready yet."
    ),
    ("collect_contacts", rules.OPENED): N_("Your interview with %(employer)s is on %(interview)s."),
    ("collect_contacts", rules.LATE): N_("Your interview with %(employer)s on %(interview)s is getting close."),
    ("debrief", rules.OPENED): N_(
        "Your interview with %(employer)s on %(interview)s is over. "
        "Two minutes now makes the thank-you notes easier to write."
    ),
    ("debrief", TODAY): N_(
        "Thank-yous for your interview with %(employer)s on %(interview)s are due by %(due)s, and this comes first."
    ),
    ("debrief", OVERDUE): N_(
        "Thank-yous for your interview with %(employer)s on %(interview)s are still worth sending today, "
        "and this comes first."
    ),
    ("debrief", rules.LATE): N_(
        "It’s not too late to share how your interview with %(employer)s on %(interview)s went."
    ),
    ("thank", rules.ADDRESS_CAME): N_(
        "Contact info for %(names)s came in, so a thank-you for the interview on %(interview)s can go out."
    ),
    ("thank", TODAY): N_("A thank-you for your interview with %(employer)s on %(interview)s is due by %(due)s."),
    ("thank", OVERDUE): N_(
        "A thank-you for your interview with %(employer)s on %(interview)s is still worth sending today."
    ),
    ("thank", rules.LATE): N_(
        "It’s not too late to thank %(names)s for your interview with %(employer)s on %(interview)s."
    ),
    (rules.ASK_HR, rules.ASK_HR): N_(
        "Contact info for %(names)s, who you met on %(interview)s, isn’t in yet. You can ask for it yourself."
    ),
    (rules.OTHER_WAY, rules.OTHER_WAY): N_(
        "Contact info for %(names)s, who you met on %(interview)s, isn’t available. "
        "Your note may get there another way."
    ),
    ("follow_up", rules.OPENED): N_("It’s time to follow up on your interview with %(employer)s on %(interview)s."),
    ("follow_up", rules.LATE): N_(
        "It’s not too late to follow up on your interview with %(employer)s on %(interview)s."
    ),
    ("close", rules.OPENED): N_(
        "There’s been no answer to the follow-up on your interview with %(employer)s on %(interview)s."
    ),
    ("close", rules.LATE): N_(
        "Your application with %(employer)s is still open. Your interview there was on %(interview)s."
    ),
}
"""The first line for a kind of task and the reason to ask for it now."""
ASKED_BY = N_("%(sender)s sent you this on %(until)s, because it’s still open.")
SNOOZE_OVER = N_("You snoozed this until %(until)s.")
OPENINGS_OF_ANY = {rules.SNOOZED: SNOOZE_OVER, rules.ASKED: ASKED_BY}
"""The first line for a reason that is the same for all kinds of tasks."""
SAYS_WHY = (
    ("thank", rules.ADDRESS_CAME),
    (rules.ASK_HR, rules.ASK_HR),
    (rules.OTHER_WAY, rules.OTHER_WAY),
    ("close", rules.OPENED),
)
"""Where the first line says all that the task's own reason says."""


@dataclass(frozen=True)
class Beginning:
    """The sentences of a subject and a first line, and the items that both are about, the first of them leading.

    `due_at` is when the task is due that the first line speaks of; `until` is when a snooze ended, or somebody asked.
    """

    items: tuple[rules.PlannedItem, ...]
    subject: str
    opening: str
    due_at: datetime
    until: datetime
    says_why: bool


def begin(decision: rules.PlannedReminder, now: datetime, zone: ZoneInfo, *, names_people: bool) -> Beginning:
    """Return how a reminder with items begins; `names_people` says whether the leading task's people are known."""
    items = leading_items(decision)
    first = items[0]
    kind, occasion = task_kind(first), _occasion(first, now, zone)
    task = (TASKS_WITH_PEOPLE.get(kind) if names_people else None) or TASKS[kind]
    subject = SUBJECTS_WITH_PEOPLE.get((kind, occasion)) if names_people else None
    subject = subject or SUBJECTS.get((kind, occasion))
    if subject is None and occasion in (OVERDUE, rules.LATE, rules.ASKED):
        subject = AGAIN.get(kind)
    opening = OPENINGS_OF_ANY.get(occasion) or OPENINGS[kind, TODAY if occasion == TONIGHT else occasion]
    return Beginning(items, subject or task, opening, _due_at(first), first.wanted_at, (kind, occasion) in SAYS_WHY)


def leading_items(decision: rules.PlannedReminder) -> tuple[rules.PlannedItem, ...]:
    """Return the items that the reminder is most about: of one kind, for one interview and one reason."""
    first = min(decision.asks, key=lambda item: _rank(item, decision.kind))  # of equals, the first due
    return tuple(
        item
        for item in decision.asks
        if (item.reason, task_kind(item), item.task.interview) == (first.reason, task_kind(first), first.task.interview)
    )


def task_kind(item: rules.PlannedItem) -> str:
    """Return the kind to word the item's task as: a contact request by what is left to do."""
    if item.task.kind != "request_contact":
        return item.task.kind
    return rules.OTHER_WAY if item.task.not_available_at else rules.ASK_HR


def _rank(item: rules.PlannedItem, kind: str) -> int:
    """Return how far from the subject the item is: what the email's kind is about, a debrief, then a thank-you."""
    if kind == rules.DEBRIEF:
        return 0 if item.task.kind == "debrief" and item.reason == rules.OPENED else 1
    if kind == rules.CONTACT_READY:
        return (rules.ADDRESS_CAME, rules.OTHER_WAY, rules.ASK_HR, item.reason).index(item.reason)
    return ("debrief", "thank", item.task.kind).index(item.task.kind)


def _occasion(item: rules.PlannedItem, now: datetime, zone: ZoneInfo) -> str:
    """Return why the item is asked for now: its reason, and for a last call how close its due time is."""
    if item.reason.startswith((rules.SNOOZED, rules.ASKED)):
        return rules.SNOOZED if item.reason.startswith(rules.SNOOZED) else rules.ASKED
    if item.reason != rules.LAST_CALL:
        return item.reason
    due_at = _due_at(item)
    if due_at < now:
        return OVERDUE
    return TODAY if item.task.kind != "thank" or local_date(due_at, zone) == local_date(now, zone) else TONIGHT


def _due_at(item: rules.PlannedItem) -> datetime:
    return item.task.thank_by if item.reason == rules.LAST_CALL and item.task.thank_by else item.task.due_at
