"""What to ask a candidate for by email, and when (docs/rules.md#reminders)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.candidates.reminder_choices import DAYS, ReminderChoices
from portal.followups.rules.policy import ReminderPolicy
from portal.followups.rules.step_kinds import STEP_KINDS
from portal.followups.rules.working_time import local_date, to_utc

DEBRIEF, CONTACT_READY, REMINDER, ASKED_AGAIN = "debrief", "contact-ready", "reminder", "asked-again"
OPENED, ADDRESS_CAME, LAST_CALL, LATE, ASK_HR, OTHER_WAY, ANNOUNCED, SNOOZED, ASKED = (
    "opened",
    "address_came",
    "last_call",
    "late",
    "ask_hr",
    "other_way",
    "announced",
    "put_off",
    "asked",
)
RECHECK_AFTER = timedelta(hours=1)
"""When to decide again for a suppressed candidate, because not everything that ends suppression triggers it."""
LEAST_GAP = timedelta(hours=3)
"""How long a task isn't asked for again: what would be wanted by then counts as asked for with the earlier email."""
DIGEST_TIME = timedelta(hours=1)
"""How long after the quiet hours the one email a day goes out."""
SELF_LIFTING_SUPPRESSIONS = ("not_invited", "not_accepted")
"""Suppressions that trigger a new decision when they end (`reminders.schedule`), so no recheck is needed."""
ADDRESS_REASONS = (ADDRESS_CAME, ASK_HR, OTHER_WAY)


@dataclass(frozen=True)
class ReminderStep:
    """A step as the reminders see it. `thank_by`, for `debrief`, is when the thank-yous of its interview are due.

    `address_added_at` is when a requested address came in. `on_its_way`: its note is being sent. `snoozed_until` is the
    moment the candidate chose to be asked again. `not_available_at` is when recruiters said that the address is not
    available.
    """

    application: str
    kind: str
    interview: str
    person: str | None
    state: str
    opens_at: datetime
    due_at: datetime
    missed_from: datetime | None
    starts_at: datetime
    thank_by: datetime | None = None
    address_added_at: datetime | None = None
    on_its_way: bool = False
    snoozed_until: datetime | None = None
    not_available_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str, str | None]:
        return self.application, self.kind, self.interview, self.person


@dataclass(frozen=True)
class PlannedItem:
    """One step asked for one reason, wanted from `wanted_at`, and of no use after `not_after`."""

    task: ReminderStep
    reason: str
    wanted_at: datetime
    not_after: datetime | None

    @property
    def key(self) -> tuple[tuple[str, str, str, str | None], str]:
        return self.task.key, self.reason

    @property
    def comes_at_once(self) -> bool:
        """Whether it goes out by itself also to someone who chose one email a day."""
        is_debrief = self.task.kind == "debrief" and self.reason == OPENED
        return is_debrief or self.reason in ADDRESS_REASONS or self.reason.startswith(SNOOZED)

    @property
    def any_time(self) -> bool:
        """Whether it may go out in addition to the day's one message."""
        return self.comes_at_once or (self.reason == OPENED and STEP_KINDS[self.task.kind].reminds_any_time)


@dataclass(frozen=True)
class CandidateSituation:
    """A candidate at `now`: time zone, suppression, tasks, what was asked before, days used, the agency's policy.

    `policy` has the quiet hours around the candidate's own hours; `choices` is what else they chose.
    """

    now: datetime
    zone: ZoneInfo
    suppressed: str | None
    tasks: tuple[ReminderStep, ...]
    asked: frozenset[tuple[tuple[str, str, str, str | None], str]]
    days_used: frozenset[date]
    policy: ReminderPolicy = field(default_factory=ReminderPolicy)
    choices: ReminderChoices = field(default_factory=ReminderChoices)


@dataclass(frozen=True)
class PlannedReminder:
    """What goes out now: `asks` as an email of kind `kind`, which also names `announced`; nothing if `asks` is empty.

    `wait_until` is the earliest moment it may go out, if that is later. `next_at` is the first moment to decide again.
    `suppressed` is why nothing goes out to this candidate. Only the day's message announces. `again` are the tasks in
    `asks` that an earlier email asked for.
    """

    kind: str
    asks: tuple[PlannedItem, ...] = ()
    announced: tuple[PlannedItem, ...] = ()
    not_after: datetime | None = None
    wait_until: datetime | None = None
    next_at: datetime | None = None
    suppressed: str | None = None
    again: frozenset[tuple[str, str, str, str | None]] = frozenset()


def plan_reminder(situation: CandidateSituation) -> PlannedReminder:
    """Return what to send this candidate now, and when to decide again; every situation has exactly one plan."""
    wanted = [ask for task in situation.tasks for ask in _planned_items(task, situation) if _is_wanted(ask, situation)]
    ready = _ready(wanted, situation.now)
    later = min((ask.wanted_at for ask in wanted if ask not in ready), default=None)
    if situation.suppressed:
        looks = bool(ready) and situation.suppressed not in SELF_LIFTING_SUPPRESSIONS
        again = situation.now + RECHECK_AFTER if looks else later
        return PlannedReminder(REMINDER, next_at=again, suppressed=situation.suppressed)
    if not ready:
        return PlannedReminder(REMINDER, next_at=later)
    waits = _wait_until(ready, situation)
    if waits is not None:
        return PlannedReminder(REMINDER, wait_until=waits, next_at=min(waits, later) if later else waits)
    kind = _mail_kind(ready)
    announced = tuple(_announcements(situation)) if kind == REMINDER else ()
    ends = [ask.not_after for ask in ready]
    not_after = None if None in ends else max(end for end in ends if end)
    before = {key for key, _ in situation.asked}
    asked = frozenset(ask.task.key for ask in ready if ask.task.key in before)
    return PlannedReminder(kind, tuple(ready), announced, not_after, next_at=later, again=asked)


def _ready(wanted: list[PlannedItem], now: datetime) -> list[PlannedItem]:
    """Return what is wanted now, and after it what would be wanted again of the same tasks within hours."""
    ready = sorted((ask for ask in wanted if ask.wanted_at <= now), key=_sort_key)
    tasks = {ask.task.key for ask in ready}
    soon = [ask for ask in wanted if now < ask.wanted_at <= now + LEAST_GAP and ask.task.key in tasks]
    return [*ready, *sorted(soon, key=_sort_key)]


def plan_asked_again(situation: CandidateSituation, asked_at: datetime) -> PlannedReminder:
    """Return the reminder of everything open that staff asked for at `asked_at`; nobody is woken up for it.

    A task that the candidate snoozed is left out until then. Reminders that they turned off are not: a person asks.
    """
    if situation.suppressed:
        return PlannedReminder(ASKED_AGAIN, suppressed=situation.suppressed)
    reason = f"{ASKED} {asked_at:%Y-%m-%dT%H:%M:%SZ}"
    open_tasks = [task for task in situation.tasks if _can_be_asked_again(task, situation.now)]
    asks = sorted((PlannedItem(task, reason, asked_at, task.missed_from) for task in open_tasks), key=_sort_key)
    opens = _opening(situation.now, situation)
    return PlannedReminder(ASKED_AGAIN, tuple(asks), wait_until=opens if asks and opens > situation.now else None)


def _can_be_asked_again(task: ReminderStep, now: datetime) -> bool:
    is_snoozed = task.snoozed_until is not None and task.snoozed_until > now
    is_of_use = task.missed_from is None or task.missed_from > now
    return task.state == "open" and is_of_use and not task.on_its_way and not is_snoozed


def last_call_at(due_at: datetime, zone: ZoneInfo, policy: ReminderPolicy) -> datetime:
    """Return some hours before; if that is in quiet hours, their end if still in time, else the evening before them."""
    moment, quiet = due_at - timedelta(hours=policy.last_call_hours), policy.quiet
    if not quiet.covers(moment, zone):
        return moment
    morning = quiet.end_of(moment, zone)
    return morning if morning < due_at else quiet.evening_before(morning, zone)


def _planned_items(task: ReminderStep, situation: CandidateSituation) -> Iterable[PlannedItem]:
    """Yield what a task is asked for; a snoozed one waits, and is asked for once more for that reason alone."""
    if not _is_open(task, situation) or task.on_its_way or task.kind in situation.choices.tasks_off:
        return
    until = task.snoozed_until
    for ask in _items_by_time(task, situation):
        at = ask.wanted_at if until is None else max(ask.wanted_at, until)
        yield _in_digest(replace(ask, wanted_at=at), situation)
    if until is not None:
        yield PlannedItem(task, f"{SNOOZED} {until:%Y-%m-%dT%H:%MZ}", until, task.missed_from)


def _is_open(task: ReminderStep, situation: CandidateSituation) -> bool:
    """Return whether to ask for the task; one email a day also asks for what opens later on its day."""
    is_early = situation.choices.reminder_digest and task.kind != "debrief"
    return task.state == "open" or (task.state == "upcoming" and is_early)


def _items_by_time(task: ReminderStep, situation: CandidateSituation) -> Iterable[PlannedItem]:
    if task.kind == "request_contact":
        given_up = task.not_available_at
        yield PlannedItem(task, OTHER_WAY if given_up else ASK_HR, given_up or task.due_at, task.missed_from)
        return
    ends, policy = task.starts_at if task.kind == "collect_contacts" else task.missed_from, situation.policy
    if STEP_KINDS[task.kind].reminds_when_open:
        yield PlannedItem(task, OPENED, task.opens_at, ends)
    if task.kind == "prepare_draft":
        wanted_at = max(task.opens_at, task.due_at - timedelta(hours=policy.draft_reminder_hours))
        yield PlannedItem(task, OPENED, wanted_at, ends)
    if task.kind == "thank" and task.address_added_at:
        yield PlannedItem(task, ADDRESS_CAME, task.address_added_at, ends)
    thank_by = task.due_at if task.kind == "thank" else task.thank_by
    called_at = last_call_at(thank_by, situation.zone, policy) if thank_by else task.opens_at
    if called_at > task.opens_at:
        yield PlannedItem(task, LAST_CALL, called_at, ends)
    yield PlannedItem(task, LATE, task.due_at + timedelta(hours=policy.late_reminder_hours), ends)


def _is_wanted(ask: PlannedItem, situation: CandidateSituation) -> bool:
    if ask.key in situation.asked:
        return False
    if ask.reason == OPENED and (ask.task.key, _announcement(ask.task, situation)) in situation.asked:
        return False
    return ask.not_after is None or ask.not_after > situation.now


def _in_digest(ask: PlannedItem, situation: CandidateSituation) -> PlannedItem:
    """Return the item as wanted in the morning of its day, if the candidate chose one email a day."""
    if not situation.choices.reminder_digest or ask.comes_at_once:
        return ask
    morning = to_utc(local_date(ask.wanted_at, situation.zone), situation.policy.quiet.end, situation.zone)
    earliest = morning if ask.reason == OPENED else max(morning, ask.task.opens_at)
    return replace(ask, wanted_at=max(earliest, ask.task.snoozed_until or earliest))


def _wait_until(ready: list[PlannedItem], situation: CandidateSituation) -> datetime | None:
    opens = _opening(situation.now, situation)
    if opens > situation.now:
        return opens
    today, is_digest = local_date(situation.now, situation.zone), situation.choices.reminder_digest
    if any(ask.comes_at_once if is_digest else ask.any_time for ask in ready):
        return None
    tomorrow = to_utc(today + timedelta(days=1), situation.policy.quiet.end, situation.zone)
    is_over = today in situation.days_used or (is_digest and _is_past_digest(ready, situation, tomorrow))
    return _opening(tomorrow, situation) if is_over else None


def _is_past_digest(ready: list[PlannedItem], situation: CandidateSituation, tomorrow: datetime) -> bool:
    """Return whether it is too late for this morning's one email, and for none of this too late in the next one."""
    morning = to_utc(local_date(situation.now, situation.zone), situation.policy.quiet.end, situation.zone)
    is_in_time = all(ask.not_after is None or ask.not_after > tomorrow for ask in ready)
    return situation.now >= morning + DIGEST_TIME and is_in_time


def _opening(moment: datetime, situation: CandidateSituation) -> datetime:
    """Return the first moment from this one on that is neither in quiet hours nor on a day off."""
    zone, quiet = situation.zone, situation.policy.quiet
    opens = quiet.end_of(moment, zone) if quiet.covers(moment, zone) else moment
    for _ in DAYS:
        day = local_date(opens, zone)
        if day.weekday() not in situation.choices.reminder_days_off:
            break
        opens = to_utc(day + timedelta(days=1), quiet.end, zone)
    return opens


def _announcements(situation: CandidateSituation) -> Iterable[PlannedItem]:
    today = local_date(situation.now, situation.zone)
    for task in situation.tasks:
        opens_today = task.opens_at > situation.now and local_date(task.opens_at, situation.zone) == today
        if task.kind in situation.choices.tasks_off or situation.choices.reminder_digest:
            continue
        if STEP_KINDS[task.kind].is_announced and task.state == "upcoming" and opens_today:
            ask = PlannedItem(task, _announcement(task, situation), situation.now, None)
            if ask.key not in situation.asked:
                yield ask


def _announcement(task: ReminderStep, situation: CandidateSituation) -> str:
    """Return the reason with the day the step opens: if it moves to another day, it is asked for then."""
    return f"{ANNOUNCED} {local_date(task.opens_at, situation.zone)}"


def _mail_kind(ready: list[PlannedItem]) -> str:
    if any(ask.task.kind == "debrief" and ask.reason == OPENED for ask in ready):
        return DEBRIEF
    if any(ask.reason in ADDRESS_REASONS for ask in ready):
        return CONTACT_READY
    return REMINDER


def _sort_key(ask: PlannedItem) -> tuple[datetime, str, str, str, str]:
    return ask.task.due_at, ask.task.kind, ask.task.interview, ask.task.person or "", ask.reason
