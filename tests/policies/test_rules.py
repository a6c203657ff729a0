"""What a policy changes in a plan (docs/rules.md#policies)."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.followups.rules.facts import Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import ENDED_STATES, next_change_at, plan
from portal.followups.rules.policy import NUMBERS, PLAN_NUMBERS, Policy
from portal.policies.rules import Impact, apply_policy, longest_extension
from tests.followups.test_plan import OFFICE
from tests.followups.test_plan_properties import known
from tests.reminders.test_rules import NEW_YORK, at

POLICIES = st.builds(Policy, **{name: st.integers(NUMBERS[name].least, NUMBERS[name].most) for name in PLAN_NUMBERS})
HELD = InterviewFacts(
    "i",
    at("01T10:00"),
    at("05T10:00"),
    at("05T11:00"),
    debriefed_at=at("05T12:00"),
    contacts_collected_at=at("04T12:00"),
    people=(PersonFacts("dana", True, "dana@acme.example"),),
)
THANKED = replace(HELD, people=(replace(HELD.people[0], thanked_at=at("05T13:00")),))
SENT = replace(THANKED, follow_up_sent_at=at("19T10:00"))


def facts(now: str, interview: InterviewFacts) -> Facts:
    return Facts(at(now), NEW_YORK, OFFICE, general_draft_at=at("01T10:00"), interviews=(interview,))


@pytest.mark.parametrize(
    ("case", "now", "interview", "policy", "expected"),
    [
        ("nothing changes", "05T15:00", HELD, Policy(), Impact()),
        ("earlier, and still on time", "05T15:00", HELD, Policy(thank_within_hours=12), Impact(earlier=1)),
        ("later", "05T15:00", HELD, Policy(thank_within_hours=48), Impact(later=1)),
        ("late at once", "06T10:00", HELD, Policy(thank_within_hours=12), Impact(late=1)),
        ("late before and after", "06T12:00", HELD, Policy(thank_within_hours=12), Impact(earlier=1)),
        ("no longer late", "06T12:00", HELD, Policy(thank_within_hours=48), Impact(later=1)),
        ("expired", "15T12:00", HELD, Policy(lapses_after_days=7), Impact(expires=1)),
        ("done stays done", "06T10:00", THANKED, Policy(thank_within_hours=12), Impact()),
        ("an upcoming follow-up", "06T10:00", THANKED, Policy(unknown_days=7), Impact(earlier=1)),
        ("closed without follow-up", "27T10:00", THANKED, Policy(lapses_after_days=7), Impact(closes=1)),
        ("closed after the follow-up", "29T10:00", SENT, Policy(close_by_itself_after_days=2), Impact(closes=1)),
    ],
)
def test_a_policy_changes(case: str, now: str, interview: InterviewFacts, policy: Policy, expected: Impact) -> None:
    assert apply_policy("a", facts(now, interview), policy)[0] == expected, case


def test_an_application_closed_without_follow_up_comes_back_with_its_task() -> None:
    late = at("05T12:00") + timedelta(days=29)
    lapsed = replace(facts("05T12:00", THANKED), now=late)
    assert plan(lapsed).state == "lapsed"
    impact, changes = apply_policy("a", lapsed, Policy(lapses_after_days=30))
    assert (impact.reopens, impact.returns, impact.moved) == (1, 1, 0)
    assert [(row.kind, row.outcome) for row in changes] == [("follow_up", "returns")]


@given(known(), POLICIES)
@settings(max_examples=150, deadline=None)
def test_the_counts_are_those_of_the_two_plans(given_facts: Facts, policy: Policy) -> None:
    impact, changes = apply_policy("a", given_facts, policy)
    before, after = plan(given_facts), plan(replace(given_facts, policy=policy))
    assert sum(asdict(impact).values()) - impact.closes - impact.reopens == len(changes)
    assert impact.closes == (before.state not in ENDED_STATES and after.state in ENDED_STATES)
    due = {(row.kind, row.interview, row.person): row.due_at for row in after.steps}
    assert all(due[row.kind, row.interview, row.person] == row.due for row in changes)
    if policy == given_facts.policy:
        assert impact == Impact()


@given(known(), POLICIES, POLICIES, st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_an_application_that_lapsed_longer_ago_than_the_extension_stays_closed(
    given_facts: Facts, old: Policy, new: Policy, days: int
) -> None:
    facts_then = replace(given_facts, policy=old, now=given_facts.now + timedelta(days=days))
    before = plan(facts_then)
    missed = next((row.missed_from for row in before.steps if row.kind == "follow_up" and row.state == "missed"), None)
    if before.state != "lapsed" or missed is None or missed > facts_then.now - longest_extension(old, new):
        return
    assert apply_policy("a", facts_then, new)[0].reopens == 0
    assert next_change_at(facts_then, before) is None
