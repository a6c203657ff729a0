"""Not now: a step is put off, is not asked for until then, and then once more (docs/rules.md#put-off)."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.core import transaction
from portal.followups.models import Step
from portal.followups.rules.quiet_hours import QuietHours
from portal.followups.rules.snooze_options import can_snooze_until, snooze_options
from portal.reminders import actions as reminders
from portal.reminders.models import ReminderItem
from tests.factories.firm import Firm
from tests.fixtures.app import Browse
from tests.reminders.test_rules import DEBRIEF, FOLLOW_UP, asked, at, candidate

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "missed", "expected"),
    [
        ("05T10:20", None, {"soon": "05T11:20", "this_evening": "05T18:00", "tomorrow": "06T09:00"}),
        ("05T16:30", None, {"soon": "05T17:30", "this_evening": "05T18:00", "tomorrow": "06T09:00"}),
        ("05T17:00", None, {"soon": "05T18:00", "tomorrow": "06T09:00"}),
        ("05T18:30", None, {"soon": "05T19:30", "tomorrow": "06T09:00"}),
        ("05T19:30", None, {"tomorrow": "06T09:00"}),
        ("05T05:00", None, {"this_evening": "05T18:00", "tomorrow": "06T09:00"}),
        ("05T23:30", None, {"tomorrow": "06T09:00"}),
        ("07T20:00", None, {"tomorrow": "08T09:00"}),
        ("05T10:20", "05T18:00", {"soon": "05T11:20"}),
        ("05T10:20", "05T11:00", {}),
    ],
)
def test_what_can_be_chosen(now: str, missed: str | None, expected: dict[str, str]) -> None:
    found = snooze_options(at(now), NEW_YORK, QuietHours(), at(missed) if missed else None)
    wall = {one.code: one.until.astimezone(NEW_YORK).strftime("%dT%H:%M") for one in found}
    assert wall == expected


def test_no_choice_is_in_the_agencys_quiet_hours() -> None:
    early = QuietHours(time(17), time(9))
    assert [one.code for one in snooze_options(at("05T10:20"), NEW_YORK, early)] == ["soon", "tomorrow"]
    assert [one.code for one in snooze_options(at("05T16:20"), NEW_YORK, early)] == ["tomorrow"]


PUT_OFF = replace(FOLLOW_UP, snoozed_until=at("12T18:00"))
ASKED = frozenset({(FOLLOW_UP.key, "opened")})
AGAIN = "put_off 2026-03-12T22:00Z"


@pytest.mark.parametrize(
    ("case", "now", "changes", "expected"),
    [
        ("not before then", "12T17:59", {}, []),
        ("then, for that reason", "12T18:00", {"asked": ASKED}, [("follow_up", AGAIN)]),
        (
            "beside the day's one mail, for it was wished",
            "12T18:00",
            {"asked": ASKED, "days_used": frozenset({at("12T12:00").date()})},
            [("follow_up", AGAIN)],
        ),
        ("once", "12T19:00", {"asked": ASKED | {(FOLLOW_UP.key, AGAIN)}}, []),
        ("and late as ever", "13T09:00", {"asked": ASKED | {(FOLLOW_UP.key, AGAIN)}}, [("follow_up", "late")]),
    ],
)
def test_a_step_put_off_is_asked_for_then(
    case: str, now: str, changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert asked(candidate(now, PUT_OFF, **changes)) == expected, case


def test_putting_one_step_off_leaves_the_others() -> None:
    situation = candidate("12T09:00", PUT_OFF, replace(DEBRIEF, opens_at=at("12T09:00")))
    assert ("debrief", "opened") in asked(situation)
    assert not [kind for kind, _ in asked(situation) if kind == "follow_up"]


def test_a_candidate_puts_a_step_off_and_takes_it_up_again(firm: Firm, browse: Browse) -> None:
    person = firm.candidate()
    firm.draft(person)
    interview = firm.interview(
        firm.application(person), starts_in=-timedelta(hours=2), people=("Dana <dana@acme.example>",)
    )
    own = browse(firm.account_of(person))
    page = own.get("/today").text
    (path,) = set(re.findall(r'action="(/steps/[^"]+/put-off)"', page))
    assert own.post(path, {"until": "tomorrow"}).status_code == 302
    page = own.get("/today").text
    assert "snoozed until" in page
    assert "You’re all caught up" in page
    assert _debrief_of(firm, interview.application_id).snoozed_until is not None
    assert reminded(firm, firm.now()) == []
    then = _debrief_of(firm, interview.application_id).snoozed_until
    assert then is not None
    assert "debrief" in reminded(firm, then)
    own.post(f"{path}/removal")
    assert "snoozed until" not in own.get("/today").text


@pytest.mark.parametrize(("code", "status"), [("next year", 409), ("", 409)])
def test_only_what_is_offered_can_be_chosen(firm: Firm, browse: Browse, code: str, status: int) -> None:
    person = firm.candidate()
    interview = firm.interview(firm.application(person), starts_in=-timedelta(hours=2), people=("Dana",))
    own = browse(firm.account_of(person))
    step = _debrief_of(firm, interview.application_id)
    assert own.post(f"/steps/{step.id}/put-off", {"until": code}).status_code == status
    assert _debrief_of(firm, interview.application_id).snoozed_until is None


@pytest.mark.parametrize(
    ("until", "missed", "expected"),
    [
        ("05T10:21", None, True),
        ("05T10:20", None, False),
        ("04T10:21", None, False),
        ("05T11:00", "05T11:00", False),
        ("05T10:59", "05T11:00", True),
    ],
)
def test_a_picked_time_is_ahead_and_in_time_for_the_task(until: str, missed: str | None, expected: bool) -> None:
    assert can_snooze_until(at(until), at("05T10:20"), at(missed) if missed else None) is expected


def test_a_picked_time_is_within_thirty_days() -> None:
    now = at("05T10:20")
    assert can_snooze_until(now + timedelta(days=30), now)
    assert not can_snooze_until(now + timedelta(days=30, minutes=1), now)


def test_a_candidate_picks_a_time_of_their_own_and_a_time_that_is_past_is_refused_at_its_field(
    firm: Firm, browse: Browse
) -> None:
    person = firm.candidate()
    interview = firm.interview(firm.application(person), starts_in=-timedelta(hours=2), people=("Dana",))
    own, step = browse(firm.account_of(person)), _debrief_of(firm, interview.application_id)
    tomorrow = (firm.now().astimezone(NEW_YORK) + timedelta(days=1)).date()
    path = f"/steps/{step.id}/put-off"
    refused = own.post(path, {"until": "pick", "on": "2020-01-01", "at": "08:00"})
    assert refused.status_code == 422
    assert "Pick a time that’s ahead" in refused.text
    assert own.post(path, {"until": "pick", "on": "", "at": "noon"}).status_code == 422
    assert own.post(path, {"until": "pick", "on": tomorrow.isoformat(), "at": "15:30"}).status_code == 302
    chosen = _debrief_of(firm, interview.application_id).snoozed_until
    assert chosen is not None
    assert chosen.astimezone(NEW_YORK).strftime("%H:%M") == "15:30"


def _debrief_of(firm: Firm, application_id: object) -> Step:
    query = select(Step).where(Step.application_id == application_id, Step.kind == "debrief")
    return firm.session.scalars(query.execution_options(populate_existing=True)).one()


def reminded(firm: Firm, now: datetime) -> list[str]:
    """The kinds of step that the agency's candidates are asked for, were it that moment."""
    reminders.enqueue_due_reminders(firm.session, now.astimezone(UTC))
    kinds = [ask.kind for ask in firm.session.scalars(select(ReminderItem).where(ReminderItem.dropped_at.is_(None)))]
    transaction.rollback(firm.session)
    return kinds
