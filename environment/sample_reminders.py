"""Samples of reminders: each kind of task, asked for each reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from portal.agencies.emails import ReplyReader
from portal.followups.rules.reason import Reason
from portal.interviews.email_details import InterviewDetails
from portal.messaging.kinds import Content
from portal.reminders import rules
from portal.reminders.content import ReminderContent, StepContent, write

ZONE = "America/New_York"
NOW = datetime(2026, 12, 1, 20, tzinfo=UTC)
"""Tuesday, 3:00 PM in New York."""
DAY = timedelta(days=1)
LINK = "https://mcgrath.example/tasks/5"
RECRUITER = "Rita Alvarez", "rita@mcgrath.example"
PHONE = "+1 212 555 0143"
UMBRA = InterviewDetails("Umbra Foods", NOW - timedelta(hours=2), ZONE, "12 Mill Street, Yonkers", None)
HERON = InterviewDetails(
    "Heron Books", NOW + timedelta(hours=19), "America/Chicago", None, "https://meet.heron.example/omar"
)
OTIS = InterviewDetails("Otis Press", NOW - timedelta(days=15, hours=5), ZONE, "8 Pine Street", None)
DANA, KIM = "Dana Ruiz", "Kim Stone"
SNOOZED = f"{rules.SNOOZED} 2026-12-01T20:00Z"
ASKED = f"{rules.ASKED} 2026-12-01T20:00:00Z"
SENDER = {"sender": RECRUITER[0], "words": "A short note today still helps. Call me if you’re stuck."}
REASONS = {
    "prepare_draft": "draft_before",
    "collect_contacts": "ask_for_cards",
    "debrief": "while_fresh",
    "thank": "same_day",
    "request_contact": "ask_hr",
    "follow_up": "unknown_pace",
    "close": "no_answer",
}
INTERVIEWS = {"prepare_draft": HERON, "collect_contacts": HERON, "follow_up": OTIS, "close": OTIS}
"""Which interview a kind of task is about; the others are about `UMBRA`."""
Asked = tuple[rules.PlannedItem, StepContent]


def sample_reminders(locale: str) -> Iterator[tuple[str, Content]]:
    """Yield kind and variant, and the content, of each sample."""
    ready = [_item("collect_contacts", rules.OPENED)]
    for name, asked in _asked().items():
        announced = ready if name == rules.REMINDER else []
        steps = {item.task.key: content for item, content in (*asked, *announced)}
        stop = "https://mcgrath.example/unsubscribe/5"
        facts = ReminderContent(
            "McGrath Systems", "#0f766e", locale, "Omar", ZONE, ReplyReader(*RECRUITER, phone=PHONE), stop, steps
        )
        items = tuple(item for item, _ in asked)
        again = frozenset(item.task.key for item in items if item.reason in (rules.LATE, rules.LAST_CALL))
        later = tuple(item for item, _ in announced)
        decision = rules.PlannedReminder(name.partition(" ")[0], items, later, again=again)
        yield name, write(facts, decision, NOW, **(SENDER if decision.kind == rules.ASKED_AGAIN else {}))


def _asked() -> dict[str, list[Asked]]:
    """Return, by kind and variant, what each reminder asks for."""
    soon, over = [_item("thank", rules.LAST_CALL, person=name) for name in (DANA, KIM)], -DAY
    asked = {
        rules.DEBRIEF: [_item("debrief", rules.OPENED, due_in=-DAY / 48)],
        rules.CONTACT_READY: [_item("thank", rules.ADDRESS_CAME, "address_came", person=DANA)],
        f"{rules.CONTACT_READY} hr": [_item("request_contact", rules.ASK_HR, person=DANA, due_in=-DAY / 24)],
        f"{rules.CONTACT_READY} other-way": [_item("request_contact", rules.OTHER_WAY, "not_available", person=DANA)],
        rules.ASKED_AGAIN: [_item("thank", ASKED, person=DANA), _item("follow_up", ASKED)],
        rules.REMINDER: [*soon, _item("follow_up", rules.LATE)],
        f"{rules.REMINDER} tonight": [_item("thank", rules.LAST_CALL, person=DANA, due_in=timedelta(hours=16))],
        f"{rules.REMINDER} overdue": [_item("thank", rules.LAST_CALL, person=DANA, due_in=over)],
        f"{rules.REMINDER} debrief-soon": [_item("debrief", rules.LAST_CALL)],
        f"{rules.REMINDER} debrief-overdue": [_item("debrief", rules.LAST_CALL, due_in=over)],
    }
    for kind in (kind for kind in REASONS if kind != "request_contact"):
        for why in (rules.OPENED, rules.LATE, SNOOZED):
            if (kind, why) not in (("thank", rules.OPENED), ("debrief", rules.OPENED)):
                variant = f"{kind}-{why.partition(' ')[0]}".replace("_", "-")
                asked[f"{rules.REMINDER} {variant}"] = [_item(kind, why, person=DANA if kind == "thank" else None)]
    return asked


def _item(
    kind: str, why: str, reason: str = "", *, person: str | None = None, due_in: timedelta = timedelta(hours=2)
) -> Asked:
    """Return the item that asks for such a task for this reason, and what its email shows of it."""
    about, due_at = INTERVIEWS.get(kind, UMBRA), NOW - DAY if why == rules.LATE else NOW + due_in
    task = rules.ReminderStep(about.employer, kind, about.employer, person, "open", NOW, due_at, None, about.starts_at)
    task = replace(task, not_available_at=NOW if why == rules.OTHER_WAY else None)
    content = StepContent(
        kind=kind,
        person=person,
        interview=about,
        hr={"name": "Hal Ito", "phone": "202-555-0143", "email": None} if kind == "request_contact" else None,
        reason=Reason(reason or REASONS[kind], {"hours": 24, "days": 14}),
        due_at=due_at,
        opens_at=NOW + timedelta(hours=1),
        link=LINK,
        expected=((DANA, True), (KIM, False)) if kind in ("debrief", "collect_contacts") else (),
    )
    if kind == "debrief":
        task = replace(task, thank_by=due_at)
    return rules.PlannedItem(task, why, NOW, None), content
