"""What a candidate chose about reminders: which, when, and how many a day (docs/rules.md#reminder-choices)."""

from dataclasses import replace
from datetime import date, time

import pytest

from portal.candidates.reminder_choices import ReminderChoices
from portal.followups.rules.quiet_hours import QuietHours
from portal.reminders.rules import CandidateSituation, ReminderStep, plan_asked_again, plan_reminder
from tests.reminders.test_rules import CAME, CLOSE, COLLECT, DEBRIEF, FOLLOW_UP, THANK, asked, at, candidate

EIGHT = QuietHours()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, EIGHT),
        (time(10), time(18), QuietHours(time(18), time(10))),
        (time(6), time(22), EIGHT),
        (time(10), None, QuietHours(time(20), time(10))),
        (time(6), time(7, 30), EIGHT),
    ],
)
def test_own_hours_lie_within_the_agencys(first: time | None, last: time | None, expected: QuietHours) -> None:
    assert EIGHT.around(first, last) == expected


@pytest.mark.parametrize(
    ("case", "situation", "expected"),
    [
        ("what was turned off", candidate("12T09:00", FOLLOW_UP, DEBRIEF), ["debrief"]),
        ("with its last step", candidate("12T09:00", CLOSE), []),
        ("what stays on", candidate("12T13:00", COLLECT), ["collect_contacts"]),
    ],
)
def test_a_kind_that_is_off_is_not_asked_for(case: str, situation: CandidateSituation, expected: list[str]) -> None:
    choosing = replace(situation, choices=ReminderChoices(reminders_off=("follow_up",)))
    assert sorted({kind for kind, _ in asked(choosing)}) == expected, case


def test_staff_who_ask_again_ask_for_everything_open() -> None:
    choosing = candidate("12T09:00", FOLLOW_UP, choices=ReminderChoices(reminders_off=("follow_up",)))
    assert [ask.task.kind for ask in plan_asked_again(choosing, at("12T09:00")).asks] == ["follow_up"]


@pytest.mark.parametrize(
    ("days_off", "now", "waits"),
    [
        ((), "05T11:30", None),
        ((3,), "05T11:30", "06T08:00"),  # a Thursday
        ((3, 4), "05T11:30", "07T08:00"),
        ((4,), "05T21:00", "07T08:00"),
        ((5, 6), "05T11:30", None),
    ],
)
def test_a_day_off_is_no_day_for_reminders(days_off: tuple[int, ...], now: str, waits: str | None) -> None:
    choosing = candidate(now, DEBRIEF, choices=ReminderChoices(reminder_days_off=days_off))
    assert plan_reminder(choosing).wait_until == (at(waits) if waits else None)
    assert plan_asked_again(choosing, at(now)).wait_until == (at(waits) if waits else None)


def test_a_second_email_waits_for_the_next_day_that_is_on() -> None:
    choices, used = ReminderChoices(reminder_days_off=(4,)), frozenset({date(2026, 3, 12)})
    assert plan_reminder(candidate("12T09:00", FOLLOW_UP, days_used=used, choices=choices)).wait_until == at("14T08:00")


def digest(now: str, *tasks: ReminderStep) -> CandidateSituation:
    return candidate(now, *tasks, choices=ReminderChoices(reminder_digest=True))


UPCOMING = replace(FOLLOW_UP, state="upcoming")
SAME_DAY = replace(THANK, state="upcoming", due_at=at("05T19:00"))
COLLECT_LATER = replace(COLLECT, state="upcoming")


@pytest.mark.parametrize(
    ("case", "situation", "kinds", "waits"),
    [
        ("not before the morning", digest("12T07:59", UPCOMING), [], None),
        (
            "what opens on that day",
            digest("12T08:00", UPCOMING, COLLECT_LATER),
            ["collect_contacts", "follow_up"],
            None,
        ),
        ("nothing of the next day", digest("11T08:00", UPCOMING), [], None),
        ("later than the morning, the next one", digest("12T10:00", FOLLOW_UP), [], "13T08:00"),
        ("unless that is too late", digest("12T13:00", COLLECT), ["collect_contacts"], None),
        ("no thank-you before the interview", digest("05T08:00", SAME_DAY), [], None),
        ("the last call, in the morning before", digest("06T08:00", THANK), ["thank"], None),
    ],
)
def test_one_email_a_day_comes_in_the_morning(
    case: str, situation: CandidateSituation, kinds: list[str], waits: str | None
) -> None:
    found = plan_reminder(situation)
    assert sorted({ask.task.kind for ask in found.asks}) == kinds, case
    assert found.wait_until == (at(waits) if waits else None), case


def test_what_opens_on_a_later_day_is_decided_in_its_morning() -> None:
    assert plan_reminder(digest("10T09:00", UPCOMING)).next_at == at("12T08:00")


@pytest.mark.parametrize(("task", "now"), [(DEBRIEF, "05T11:30"), (CAME, "05T15:00")])
def test_what_cannot_wait_is_in_no_digest(task: ReminderStep, now: str) -> None:
    assert plan_reminder(digest(now, task)).asks


def test_a_snoozed_task_is_not_brought_forward_by_the_digest() -> None:
    snoozed = replace(FOLLOW_UP, snoozed_until=at("12T17:00"))
    assert plan_reminder(digest("12T08:30", snoozed)).next_at == at("12T17:00")
