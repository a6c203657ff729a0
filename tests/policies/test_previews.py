"""A preview’s numbers are what saving then does, whatever the histories (docs/rules.md#policies)."""

import random
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.applications.models import Application
from portal.core import transaction
from portal.core.command import Actor, Command
from portal.followups import recalculation
from portal.followups.models import PENDING_STATES, Step
from portal.interviews import actions as interviews
from portal.jobs.work import WORK
from portal.policies import actions, previews, queries
from portal.policies.rules import Impact
from portal.policies.values import current_values, stored_policy
from tests.factories.firm import Firm

PEOPLE = ("Dana Ruiz <dana@acme.example>", "Lee Park", "Kim Hall <kim@acme.example>")
CHANGES: list[dict[str, Any]] = [
    {"thank_within_hours": 12},
    {"thank_within_hours": 72, "debrief_delay_minutes": 0},
    {"lapses_after_days": 2},
    {"lapses_after_days": 60},
    {"unknown_days": 3, "min_working_days_after_thanks": 0},
    {"unknown_days": 40, "close_asks_after_days": 1},
    {"close_asks_after_days": 2, "close_by_itself_after_days": 1},
    {"contact_target_working_hours": 1, "collect_lead_hours": 20, "draft_lead_hours": 100},
]


def owner(firm: Firm) -> Command:
    return firm.command(by=Actor("account", firm.owner.id, "owner"))


def with_histories(firm: Firm, seed: int) -> None:
    """Interviews ahead and behind, some debriefed, thanked, or followed up, at moments that chance chooses."""
    chance = random.Random(seed)
    for _ in range(14):
        people = tuple(chance.sample(PEOPLE, chance.randint(1, 3)))
        interview = firm.interview(starts_in=timedelta(hours=chance.randint(-40 * 24, 8 * 24)), people=people)
        interview.recorded_at = interview.starts_at - timedelta(days=2)
        if interview.ends_at < firm.now() and chance.random() < 0.7:
            _acted_on(firm, interview, chance)
    firm.commit()
    firm.session.expire_all()


def _acted_on(firm: Firm, interview: Any, chance: random.Random) -> None:
    later = min(firm.now(), interview.ends_at + timedelta(hours=chance.randint(1, 40)))
    firm.debriefed(interview)
    for person in interview.people:
        if chance.random() < 0.5:
            interviews.complete_step(firm.command(), interview, "thank", means="told", at=later, person=person)
    if chance.random() < 0.4:
        at = min(firm.now(), later + timedelta(days=chance.randint(3, 14)))
        interviews.complete_step(firm.command(), interview, "follow_up", means="told", at=at)


def stored(firm: Firm) -> tuple[dict[Any, Any], dict[Any, str]]:
    """Every step with its state, due time, and lateness; every application with its state."""
    firm.session.expire_all()
    now = firm.now()
    steps = {
        (row.application_id, row.kind, row.interview_id, row.person_id): (row.state, row.due_at, row.is_late(now))
        for row in firm.session.scalars(select(Step))
    }
    return steps, {row.id: row.state for row in firm.session.scalars(select(Application))}


def observed(before: Any, after: Any) -> Impact:
    """The counts, from what the database held before and after saving."""
    (steps, states), (now_steps, now_states) = before, after
    open_states = ("active", "closing")
    closed = {key for key, state in states.items() if state in open_states and now_states[key] not in open_states}
    counts = dict.fromkeys(asdict(Impact()), 0)
    counts["closes"] = len(closed)
    counts["reopens"] = sum(state == "lapsed" and now_states[key] in open_states for key, state in states.items())
    for key, (state, due, late) in steps.items():
        if key[0] in closed or key not in now_steps:
            continue
        then_state, then_due, then_late = now_steps[key]
        if state == "missed" and then_state in PENDING_STATES:
            counts["returns"] += 1
        elif state in PENDING_STATES and then_state == "missed":
            counts["expires"] += 1
        elif state in PENDING_STATES and then_state in PENDING_STATES and then_due != due:
            counts["late" if then_late and not late else "earlier" if then_due < due else "later"] += 1
    return Impact(**counts)


def finished(command: Command, values: dict[str, Any]) -> Impact:
    profile = agencies.profile(command.session)
    for _ in range(50):
        row = previews.advance(command, profile, stored_policy(values))
        if row.is_finished:
            return previews.impact_of(row)
    raise AssertionError("the preview never ends")


@pytest.mark.parametrize("at_once", [0, 100])
@pytest.mark.parametrize("change", CHANGES, ids="-".join)
def test_saving_does_what_the_preview_showed(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], at_once: int
) -> None:
    monkeypatch.setattr(recalculation, "AT_ONCE", at_once)
    monkeypatch.setattr(previews, "BATCH", 5)
    with_histories(firm, CHANGES.index(change))
    command = owner(firm)
    profile = agencies.profile(command.session)
    before, wanted = stored(firm), {**current_values(profile), **change}
    shown = finished(command, wanted)
    saved = actions.save(command, profile, wanted)
    assert (set(saved.changed), saved.is_replanning) == (set(change), at_once == 0)
    transaction.commit(command.session, command.now)
    _replanned(firm, command)
    assert observed(before, stored(firm)) == shown
    assert shown != Impact() or "contact_target_working_hours" in change


def _replanned(firm: Firm, command: Command) -> None:
    while WORK["plan"].batch(firm.session, command.now):
        transaction.commit(firm.session, command.now)
    assert queries.waiting_to_replan(firm.session, command.now) == 0


def test_a_preview_changes_no_plan_and_lists_the_late_tasks_first(firm: Firm) -> None:
    with_histories(firm, 3)
    before, command = stored(firm), owner(firm)
    profile = agencies.profile(command.session)
    wanted = {**current_values(profile), "thank_within_hours": 1, "unknown_days": 90}
    finished(command, wanted)
    row = queries.preview_of(command.session, firm.owner.id)
    assert row is not None
    outcomes = [change.outcome for change in previews.task_changes(row)]
    assert outcomes == sorted(outcomes, key=["late", "expires", "earlier", "later", "returns"].index)
    firm.commit()
    assert (stored(firm), profile.policy) == (before, {})


def test_another_policy_begins_another_preview(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "BATCH", 5)
    with_histories(firm, 1)
    command = owner(firm)
    profile = agencies.profile(command.session)
    wanted = current_values(profile)
    first = previews.advance(command, profile, stored_policy({**wanted, "unknown_days": 5}))
    assert (first.checked, first.is_finished, first.total) == (5, False, first.total)
    again = previews.advance(command, profile, stored_policy({**wanted, "unknown_days": 5}))
    assert again.checked == 10
    other = previews.advance(command, profile, stored_policy({**wanted, "unknown_days": 6}))
    assert (other.checked, other.id) == (5, first.id)


def test_only_numbers_of_reminders_plan_nothing(firm: Firm) -> None:
    with_histories(firm, 1)
    command = owner(firm)
    profile = agencies.profile(command.session)
    wanted = {**current_values(profile), "late_reminder_hours": 48}
    row = previews.advance(command, profile, stored_policy(wanted))
    assert (row.total, row.checked, row.is_finished, previews.impact_of(row)) == (0, 0, True, Impact())
