"""What a candidate is asked for by mail, and when (docs/rules.md#reminders)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.followups.rules.policy import ReminderPolicy
from portal.reminders.rules import CandidateSituation, ReminderStep, last_call_at, plan_reminder

NEW_YORK = ZoneInfo("America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    """A moment of March 2026 in New York, such as `05T16:00` (before the clock change, five hours behind UTC)."""
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=NEW_YORK).astimezone(UTC)


def task(kind: str, opens: str, due: str, **changes: object) -> ReminderStep:
    person = "dana" if kind in ("thank", "request_contact") else None
    base = ReminderStep("p", kind, "i", person, "open", at(opens), at(due), at(due) + 14 * DAY, at(opens))
    return replace(base, **changes)  # type: ignore[arg-type]


def candidate(now: str, *tasks: ReminderStep, **changes: object) -> CandidateSituation:
    return replace(CandidateSituation(at(now), NEW_YORK, None, tasks, frozenset(), frozenset()), **changes)  # type: ignore[arg-type]


DEBRIEF = task("debrief", "05T11:30", "05T11:30")
FOLLOW_UP = task("follow_up", "12T09:00", "12T09:00")
CLOSE = task("close", "12T09:00", "12T09:00", interview="j", missed_from=None)
THANK = task("thank", "05T11:00", "06T11:00")
COLLECT = task("collect_contacts", "12T13:00", "12T13:00", starts_at=at("12T15:00"), missed_from=at("12T16:00"))
HR = task("request_contact", "05T12:00", "05T16:00")
GIVEN_UP = replace(HR, not_available_at=at("05T14:00"))
CAME = replace(THANK, address_added_at=at("05T15:00"))


def asked(situation: CandidateSituation) -> list[tuple[str, str]]:
    return [(ask.task.kind, ask.reason) for ask in plan_reminder(situation).asks]


@pytest.mark.parametrize(
    ("case", "situation", "kind", "expected"),
    [
        ("the debrief, when it opens", candidate("05T11:30", DEBRIEF), "debrief", [("debrief", "opened")]),
        ("not a minute earlier", candidate("05T11:29", DEBRIEF), "reminder", []),
        ("a thank-you alone is not asked for", candidate("05T12:00", THANK), "reminder", []),
        ("but when its address came", candidate("05T15:00", CAME), "contact-ready", [("thank", "address_came")]),
        (
            "HR, past the target",
            candidate("05T16:00", HR),
            "contact-ready",
            [("request_contact", "ask_hr")],
        ),
        ("not before it", candidate("05T15:59", HR), "reminder", []),
        (
            "another way, once it is given up",
            candidate("05T14:00", GIVEN_UP),
            "contact-ready",
            [(HR.kind, "other_way")],
        ),
        (
            "and no HR after that",
            candidate("05T17:00", GIVEN_UP),
            "contact-ready",
            [(HR.kind, "other_way")],
        ),
        ("the follow-up in the morning", candidate("12T09:00", FOLLOW_UP), "reminder", [("follow_up", "opened")]),
        (
            "what falls together is one",
            candidate("12T09:00", FOLLOW_UP, CLOSE),
            "reminder",
            [("close", "opened"), ("follow_up", "opened")],
        ),
        (
            "late, a day after",
            candidate("13T09:00", FOLLOW_UP, asked=frozenset({(FOLLOW_UP.key, "opened")})),
            "reminder",
            [("follow_up", "late")],
        ),
        (
            "and never again",
            candidate("16T09:00", FOLLOW_UP, asked=frozenset({(FOLLOW_UP.key, "opened"), (FOLLOW_UP.key, "late")})),
            "reminder",
            [],
        ),
        ("a blocked one never", candidate("05T15:00", replace(CAME, state="blocked")), "reminder", []),
        ("nor one whose note is on its way", candidate("05T15:00", replace(CAME, on_its_way=True)), "reminder", []),
        ("nor past its moment", candidate("12T15:00", COLLECT), "reminder", []),
        ("a paused candidate never", candidate("05T11:30", DEBRIEF, suppressed="paused"), "reminder", []),
    ],
)
def test_what_is_asked_for(
    case: str, situation: CandidateSituation, kind: str, expected: list[tuple[str, str]]
) -> None:
    decision = plan_reminder(situation)
    assert ([(ask.task.kind, ask.reason) for ask in decision.asks], decision.kind) == (expected, kind), case


@pytest.mark.parametrize(
    ("case", "due", "expected"),
    [
        ("six hours before", "06T17:00", "06T11:00"),
        ("in the night: eight, while that is before the due", "06T11:00", "06T08:00"),
        ("else seven the evening before", "06T07:00", "05T19:00"),
        ("in the late evening: eight is too late, so seven", "06T03:00", "05T19:00"),
    ],
)
def test_the_last_call_is_no_call_at_night(case: str, due: str, expected: str) -> None:
    assert last_call_at(at(due), NEW_YORK, ReminderPolicy()) == at(expected), case


def test_a_thank_you_still_open_gets_its_last_call_and_so_does_the_debrief_before_it() -> None:
    told = frozenset({(DEBRIEF.key, "opened")})
    debrief = replace(DEBRIEF, thank_by=at("06T17:00"))
    assert asked(candidate("06T11:00", debrief, replace(THANK, due_at=at("06T17:00")), asked=told)) == [
        ("debrief", "last_call"),
        ("thank", "last_call"),
        ("debrief", "late"),
    ]


@pytest.mark.parametrize(
    ("now", "until"), [("05T20:00", "06T08:00"), ("06T07:59", "06T08:00"), ("05T19:59", None), ("06T08:00", None)]
)
def test_nothing_goes_out_from_eight_to_eight(now: str, until: str | None) -> None:
    decision = plan_reminder(candidate(now, DEBRIEF))
    assert decision.wait_until == (at(until) if until else None)
    assert bool(decision.asks) == (until is None)


def gone(*tasks: ReminderStep) -> frozenset[tuple[tuple[str, str, str, str | None], str]]:
    """These were asked for as they opened, or as their address came."""
    return frozenset((task.key, "address_came" if task.address_added_at else "opened") for task in tasks)


DRAFT = task("prepare_draft", "02T10:00", "05T10:00", missed_from=at("06T11:00"))


@pytest.mark.parametrize(
    ("case", "situation", "expected"),
    [
        (
            "a draft is late a day after its due",
            candidate("06T10:00", DRAFT, asked=gone(DRAFT)),
            [("prepare_draft", "late")],
        ),
        ("a thank-you, a day after", candidate("07T11:00", THANK), [("thank", "last_call"), ("thank", "late")]),
        ("not a minute earlier", candidate("07T10:59", THANK, asked=frozenset({(THANK.key, "last_call")})), []),
        ("a close that stands", candidate("13T09:00", CLOSE, asked=gone(CLOSE)), [("close", "late")]),
        ("a blocked one is never late", candidate("07T11:00", replace(THANK, state="blocked")), []),
        ("a contact request neither", candidate("07T16:00", HR, asked=frozenset({(HR.key, "ask_hr")})), []),
        ("HR once", candidate("06T09:00", HR, asked=frozenset({(HR.key, "ask_hr")})), []),
        ("not once it is missed", candidate("20T12:00", THANK), []),
        ("nor what is done", candidate("07T11:00", replace(THANK, state="done")), []),
        ("nor what is dropped", candidate("07T11:00", replace(THANK, state="dropped")), []),
        ("nor what opens later", candidate("05T10:00", replace(THANK, state="upcoming")), []),
        (
            "put in one mail with what opens",
            candidate(
                "13T09:00",
                FOLLOW_UP,
                replace(CLOSE, due_at=at("13T09:00"), opens_at=at("13T09:00")),
                asked=gone(FOLLOW_UP),
            ),
            [("follow_up", "late"), ("close", "opened")],
        ),
    ],
)
def test_what_is_late_is_asked_for_once_more(
    case: str, situation: CandidateSituation, expected: list[tuple[str, str]]
) -> None:
    assert asked(situation) == expected, case


@pytest.mark.parametrize(
    ("case", "due", "expected"),
    [
        ("late in a quarter of an hour", "05T09:15", [("debrief", "opened"), ("debrief", "late")]),
        ("late in three hours", "05T12:00", [("debrief", "opened"), ("debrief", "late")]),
        ("late after that", "05T12:01", [("debrief", "opened")]),
    ],
)
def test_what_would_be_asked_again_within_hours_counts_as_asked(
    case: str, due: str, expected: list[tuple[str, str]]
) -> None:
    debrief = task("debrief", "05T08:00", due, missed_from=at("20T09:00"))
    assert asked(candidate("06T09:00", debrief)) == expected, case
    other = replace(debrief, interview="other", opens_at=at("06T09:10"), due_at=at("06T10:00"))
    assert ("debrief", "opened") not in asked(candidate("06T09:00", other)), "only what is asked for now"


@pytest.mark.parametrize(
    ("case", "situation", "expected"),
    [
        ("six hours before", candidate("06T11:00", replace(THANK, due_at=at("06T17:00"))), [("thank", "last_call")]),
        ("once", candidate("06T12:00", THANK, asked=frozenset({(THANK.key, "last_call")})), []),
        ("a debrief without anybody to thank has none", candidate("06T08:00", DEBRIEF, asked=gone(DEBRIEF)), []),
        (
            "the debrief has one though the note is blocked",
            candidate(
                "06T08:00",
                replace(DEBRIEF, thank_by=at("06T11:00")),
                replace(THANK, state="blocked"),
                asked=gone(DEBRIEF),
            ),
            [("debrief", "last_call")],
        ),
        ("none for what was not open then", candidate("05T15:00", replace(THANK, due_at=at("05T17:00"))), []),
        (
            "the day after, where the day before had its mail",
            candidate("07T08:00", THANK),
            [("thank", "last_call"), ("thank", "late")],
        ),
    ],
)
def test_a_last_call_is_asked_for_once(
    case: str, situation: CandidateSituation, expected: list[tuple[str, str]]
) -> None:
    assert asked(situation) == expected, case


@pytest.mark.parametrize(
    ("case", "task", "expected"),
    [
        ("contacts: the interview's start", COLLECT, COLLECT.starts_at),
        ("a debrief: when it is missed", DEBRIEF, DEBRIEF.missed_from),
        ("a draft: when it is missed", DRAFT, DRAFT.missed_from),
        ("an address: when the note is missed", CAME, CAME.missed_from),
        ("a last call: when the note is missed", THANK, THANK.missed_from),
        ("HR: when the request is missed", HR, HR.missed_from),
        ("a close is never missed", CLOSE, None),
    ],
)
def test_a_mail_is_of_no_use_after(case: str, task: ReminderStep, expected: datetime | None) -> None:
    now = max(task.opens_at, task.due_at) + timedelta(minutes=1)
    assert plan_reminder(replace(candidate("05T12:00", task), now=now)).not_after == expected, case
    if expected is not None:
        assert plan_reminder(replace(candidate("05T12:00", task), now=expected)).asks == (), case


@pytest.mark.parametrize(
    ("case", "zone", "now", "until"),
    [
        ("the night of the clock change, forward", "America/New_York", "2026-03-08T03:00:00+00:00", "2026-03-08T12:00"),
        ("the night of the clock change, back", "America/New_York", "2026-11-01T01:00:00+00:00", "2026-11-01T13:00"),
        ("a half hour change", "Australia/Lord_Howe", "2026-10-03T10:00:00+00:00", "2026-10-03T21:00"),
        ("a quarter past", "Asia/Kathmandu", "2026-03-08T15:00:00+00:00", "2026-03-09T02:15"),
        ("thirteen hours ahead", "Pacific/Apia", "2026-03-08T18:59:59+00:00", "2026-03-08T19:00"),
    ],
)
def test_quiet_hours_are_on_the_wall(case: str, zone: str, now: str, until: str) -> None:
    situation = replace(candidate("05T12:00", CLOSE), now=datetime.fromisoformat(now), zone=ZoneInfo(zone))
    situation = replace(situation, tasks=(replace(CLOSE, opens_at=situation.now, due_at=situation.now),))
    waits = plan_reminder(situation).wait_until
    assert waits is not None
    assert waits.strftime("%Y-%m-%dT%H:%M") == until, case
    assert plan_reminder(replace(situation, now=waits)).asks


def test_whoever_may_not_be_asked_is_looked_at_again() -> None:
    stopped = candidate("12T10:00", FOLLOW_UP, suppressed="paused")
    assert (plan_reminder(stopped).asks, plan_reminder(stopped).next_at) == ((), at("12T11:00"))
    later = candidate("12T08:00", FOLLOW_UP, suppressed="paused")
    assert plan_reminder(later).next_at == at("12T09:00")


@pytest.mark.parametrize("suppressed", ["not_invited", "not_accepted"])
def test_nobody_looks_at_whoever_tells_once_they_may_be_asked(suppressed: str) -> None:
    stopped = candidate("12T10:00", FOLLOW_UP, suppressed=suppressed)
    ahead = plan_reminder(stopped).next_at
    assert plan_reminder(stopped).asks == () and (ahead is None or ahead > at("13T08:00"))


def test_a_general_draft_is_asked_for_a_day_before_it_is_due_or_at_once() -> None:
    draft = task("prepare_draft", "02T10:00", "06T10:00")
    assert asked(candidate("05T09:59", draft)) == []
    assert asked(candidate("05T10:00", draft)) == [("prepare_draft", "opened")]
    assert plan_reminder(candidate("05T09:59", draft)).next_at == at("05T10:00")
    assert asked(candidate("05T12:00", replace(draft, opens_at=at("05T12:00"), due_at=at("05T12:00")))) == [
        ("prepare_draft", "opened")
    ]


def test_a_mail_is_of_no_use_past_the_last_of_its_steps() -> None:
    assert plan_reminder(candidate("12T09:00", FOLLOW_UP)).not_after == FOLLOW_UP.missed_from
    assert plan_reminder(candidate("12T09:00", FOLLOW_UP, CLOSE)).not_after is None
