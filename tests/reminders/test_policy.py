"""The reminders follow what the agency has set (docs/rules.md#policies)."""

from dataclasses import replace
from datetime import time

import pytest

from portal.followups.rules.policy import ReminderPolicy
from portal.followups.rules.quiet_hours import QuietHours
from portal.reminders.rules import last_call_at, plan_reminder
from tests.reminders.test_rules import FOLLOW_UP, NEW_YORK, at, candidate


@pytest.mark.parametrize(
    ("case", "now", "until"),
    [
        ("a moment that is quiet by default", "12T20:30", None),
        ("the evening", "12T21:30", "13T07:00"),
        ("the morning", "12T06:59", "12T07:00"),
        ("their end", "12T07:00", None),
    ],
)
def test_quiet_hours_are_the_agencys(case: str, now: str, until: str | None) -> None:
    policy = ReminderPolicy(quiet=QuietHours(time(21, 30), time(7)))
    opened = replace(FOLLOW_UP, opens_at=at("11T09:00"), due_at=at("11T09:00"))
    waits = plan_reminder(replace(candidate(now, opened), policy=policy)).wait_until
    assert waits == (at(until) if until else None), case


@pytest.mark.parametrize(
    ("case", "policy", "due", "expected"),
    [
        ("the hours before", ReminderPolicy(last_call_hours=3), "06T16:00", "06T13:00"),
        ("the end of its quiet hours", ReminderPolicy(quiet=QuietHours(end=time(9))), "06T14:00", "06T09:00"),
        ("an hour before they start", ReminderPolicy(quiet=QuietHours(time(22))), "06T07:00", "05T21:00"),
    ],
)
def test_the_last_call_follows_the_agencys_policy(case: str, policy: ReminderPolicy, due: str, expected: str) -> None:
    assert last_call_at(at(due), NEW_YORK, policy) == at(expected), case


def test_the_late_reminder_comes_when_the_agency_says() -> None:
    soon = replace(candidate("12T21:00", FOLLOW_UP), asked=frozenset({(FOLLOW_UP.key, "opened")}))
    assert plan_reminder(soon).next_at == at("13T09:00")
    assert plan_reminder(replace(soon, policy=ReminderPolicy(late_reminder_hours=48))).next_at == at("14T09:00")
