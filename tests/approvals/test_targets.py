"""By when a submitted note is reviewed: the agency's own number of business hours (docs/rules.md#approval)."""

from datetime import timedelta

import pytest

from portal.agencies import queries as agencies
from portal.approvals import actions, targets
from portal.approvals.targets import TargetChanges
from portal.followups.agency_time import load_calendar
from portal.followups.rules.working_time import working_time
from portal.policies import actions as policies
from portal.policies import queries as policy_queries
from portal.policies.values import current_values
from tests.approvals.test_actions import handed_in, written
from tests.factories.firm import Firm

NAME = "review_target_working_hours"


def decide_hours(firm: Firm, hours: int) -> None:
    profile = agencies.profile(firm.session)
    policies.save(firm.command(), profile, {**current_values(profile), NAME: hours})


@pytest.mark.parametrize("hours", [1, 2, 12])
def test_a_note_is_to_be_reviewed_within_the_agencys_business_hours(firm: Firm, hours: int) -> None:
    decide_hours(firm, hours)
    row = handed_in(firm, written(firm))
    calendar = load_calendar(firm.session, firm.recruiter.office_id, row.asked_at)
    assert working_time(row.asked_at, row.target_at, calendar) == timedelta(hours=hours)
    assert row.escalate_at is not None
    assert working_time(row.asked_at, row.escalate_at, calendar) == timedelta(hours=hours) / 2


def test_a_changed_number_moves_the_notes_that_wait_and_no_other(firm: Firm) -> None:
    waiting, decided = (handed_in(firm, written(firm)) for _ in range(2))
    actions.withdraw(firm.command(), decided)
    before, untouched = waiting.target_at, decided.target_at
    changes = targets.target_changes(firm.session, 40, firm.now())
    decide_hours(firm, 40)
    assert changes == TargetChanges(moved=1, past=0)
    assert waiting.target_at > before and waiting.escalate_at is not None and waiting.escalate_at < waiting.target_at
    assert (decided.target_at, decided.escalate_at) == (untouched, None)


def test_notes_that_only_a_shorter_goal_puts_in_the_past_are_counted_before_saving(firm: Firm) -> None:
    decide_hours(firm, 40)
    row = handed_in(firm, written(firm))
    before = row.target_at
    just_before = before - timedelta(minutes=1)
    assert targets.target_changes(firm.session, 1, just_before) == TargetChanges(moved=1, past=1)
    assert targets.target_changes(firm.session, 1, before) == TargetChanges(moved=1, past=0)
    assert targets.target_changes(firm.session, 40, just_before) == TargetChanges()
    assert row.target_at == before


def test_undoing_the_change_takes_the_goals_back(firm: Firm) -> None:
    row = handed_in(firm, written(firm))
    before = row.target_at, row.escalate_at
    decide_hours(firm, 7)
    last = policy_queries.last_change(firm.session)
    assert last is not None and last.changes == {NAME: [2, 7]}
    policies.undo(firm.command(), agencies.profile(firm.session), last.event_id)
    assert (row.target_at, row.escalate_at) == before
