"""What an agency may set: the descriptors, and what a stored policy becomes (docs/rules.md#policies)."""

from dataclasses import fields
from datetime import time
from typing import Any

import pytest

from portal.followups.rules.policy import (
    NUMBERS,
    PLAN_LEAST,
    PLAN_MOST,
    PLAN_NUMBERS,
    Policy,
    PolicyNumber,
    ReminderPolicy,
    ReviewPolicy,
    plan_policy,
    quiet_hours,
    reminder_policy,
    review_policy,
)
from portal.followups.rules.quiet_hours import QuietHours


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_each_number_has_words_and_a_default_that_may_be_entered(number: PolicyNumber) -> None:
    assert number.allows(number.default)
    assert number.label[0].isupper() and number.help[0].islower() and not number.help.endswith(".")
    assert PLAN_LEAST <= number.least < number.most <= PLAN_MOST


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_only_whole_numbers_within_the_bounds_may_be_entered(number: PolicyNumber) -> None:
    allowed = [
        value for value in (number.least - 1, number.least, number.most, number.most + 1) if number.allows(value)
    ]
    assert allowed == [number.least, number.most]
    assert not any(number.allows(value) for value in (True, None, str(number.default), float(number.default)))


def test_every_number_of_a_policy_is_described_once() -> None:
    described = [
        row.name for row in (*fields(Policy), *fields(ReminderPolicy), *fields(ReviewPolicy)) if row.name != "quiet"
    ]
    assert list(NUMBERS) == described
    assert tuple(NUMBERS)[: len(PLAN_NUMBERS)] == PLAN_NUMBERS


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, (Policy(), ReminderPolicy(), ReviewPolicy())),
        ({"thank_within_hours": 12}, (Policy(thank_within_hours=12), ReminderPolicy(), ReviewPolicy())),
        ({"last_call_hours": 3}, (Policy(), ReminderPolicy(last_call_hours=3), ReviewPolicy())),
        (
            {"quiet_start": "21:30"},
            (Policy(), ReminderPolicy(quiet=QuietHours(time(21, 30), time(8))), ReviewPolicy()),
        ),
        ({"quiet_end": "07:00"}, (Policy(), ReminderPolicy(quiet=QuietHours(time(20), time(7))), ReviewPolicy())),
        ({"review_target_working_hours": 4}, (Policy(), ReminderPolicy(), ReviewPolicy(4))),
    ],
)
def test_a_stored_policy_has_what_is_not_the_default(
    stored: dict[str, Any], expected: tuple[Policy, ReminderPolicy, ReviewPolicy]
) -> None:
    assert (plan_policy(stored), reminder_policy(stored), review_policy(stored)) == expected
    assert quiet_hours(stored) == expected[1].quiet
