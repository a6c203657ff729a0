"""One mail a day, which names what opens later that day (docs/rules.md#reminders)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.reminders.rules import CandidateSituation, plan_reminder
from tests.reminders.test_rules import CAME, CLOSE, COLLECT, DEBRIEF, FOLLOW_UP, HR, THANK, asked, at, candidate, gone

USED_5, USED_12 = frozenset({date(2026, 3, 5)}), frozenset({date(2026, 3, 12)})


@pytest.mark.parametrize(
    ("case", "situation", "expected"),
    [
        ("the day's mail is one", candidate("12T10:00", FOLLOW_UP, CLOSE, days_used=USED_12), []),
        ("the debrief goes out beside it", candidate("05T12:00", DEBRIEF, days_used=USED_5), [("debrief", "opened")]),
        (
            "the address is in goes out beside it",
            candidate("05T15:00", CAME, days_used=USED_5),
            [("thank", "address_came")],
        ),
        (
            "ask HR goes out beside it",
            candidate("05T16:00", HR, days_used=USED_5),
            [("request_contact", "ask_hr")],
        ),
        (
            "contacts that were not announced go out all the same",
            candidate("12T13:00", COLLECT, days_used=USED_12),
            [("collect_contacts", "opened")],
        ),
        (
            "what waits falls together with them",
            candidate("12T13:00", COLLECT, FOLLOW_UP, days_used=USED_12),
            [("follow_up", "opened"), ("collect_contacts", "opened")],
        ),
        ("a last call is no exception", candidate("06T08:00", THANK, days_used=frozenset({date(2026, 3, 6)})), []),
        (
            "nor is what is late",
            candidate("12T12:00", replace(DEBRIEF, due_at=at("11T12:00")), asked=gone(DEBRIEF), days_used=USED_12),
            [],
        ),
        (
            "yesterday's mail keeps nobody",
            candidate("12T10:00", FOLLOW_UP, days_used=frozenset({date(2026, 3, 11)})),
            [("follow_up", "opened")],
        ),
    ],
)
def test_one_mail_a_day_with_its_exceptions(
    case: str, situation: CandidateSituation, expected: list[tuple[str, str]]
) -> None:
    assert asked(situation) == expected, case


def test_one_mail_a_day_but_for_what_cannot_wait() -> None:
    used = frozenset({date(2026, 3, 12)})
    assert plan_reminder(candidate("12T10:00", FOLLOW_UP, days_used=used)).wait_until == at("13T08:00")
    assert asked(candidate("12T13:00", FOLLOW_UP, COLLECT, days_used=used)) == [
        ("follow_up", "opened"),
        ("collect_contacts", "opened"),
    ]


LATER = replace(COLLECT, state="upcoming")
ANNOUNCED = frozenset({(COLLECT.key, "announced 2026-03-12"), (FOLLOW_UP.key, "opened")})


@pytest.mark.parametrize(
    ("case", "situation", "expected"),
    [
        ("what opens later that day", candidate("12T09:00", FOLLOW_UP, LATER), [("collect_contacts", "12")]),
        (
            "not what opens tomorrow",
            candidate("12T09:00", FOLLOW_UP, replace(LATER, opens_at=at("13T00:00"))),
            [],
        ),
        (
            "not the debrief, which has its own mail",
            candidate("12T09:00", FOLLOW_UP, replace(DEBRIEF, state="upcoming", opens_at=at("12T14:00"))),
            [],
        ),
        ("once", candidate("12T09:00", CLOSE, LATER, asked=ANNOUNCED), []),
        ("only the day's mail names it, not the debrief's", candidate("12T09:00", DEBRIEF, LATER), []),
        ("nor the one that an address came", candidate("12T09:00", CAME, LATER), []),
        ("nothing alone", candidate("12T09:00", LATER), []),
        (
            "the day is the candidate's own",
            candidate("12T09:00", FOLLOW_UP, replace(LATER, opens_at=at("12T23:59"))),
            [("collect_contacts", "12")],
        ),
    ],
)
def test_the_days_mail_names_what_opens_later(
    case: str, situation: CandidateSituation, expected: list[tuple[str, str]]
) -> None:
    found = [(ask.task.kind, ask.reason) for ask in plan_reminder(situation).announced]
    assert found == [(kind, f"announced 2026-03-{day}") for kind, day in expected], case


@pytest.mark.parametrize(
    ("case", "situation", "expected"),
    [
        ("announced for today", candidate("12T13:00", FOLLOW_UP, COLLECT, asked=ANNOUNCED), []),
        (
            "announced, but then moved to another day",
            candidate(
                "16T13:00",
                replace(
                    COLLECT,
                    opens_at=at("16T13:00"),
                    starts_at=at("16T15:00"),
                    missed_from=at("16T16:00"),
                    due_at=at("16T13:00"),
                ),
                asked=ANNOUNCED,
            ),
            [("collect_contacts", "opened")],
        ),
        (
            "announced and then late",
            candidate(
                "13T13:00",
                replace(CLOSE, opens_at=at("12T13:00"), due_at=at("12T13:00")),
                asked=frozenset({(CLOSE.key, "announced 2026-03-12")}),
            ),
            [("close", "late")],
        ),
    ],
)
def test_what_was_announced_is_not_asked_for_again(
    case: str, situation: CandidateSituation, expected: list[tuple[str, str]]
) -> None:
    assert asked(situation) == expected, case
