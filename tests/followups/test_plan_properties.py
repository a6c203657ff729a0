"""What holds of every plan, whatever the facts."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.rules import Pace
from portal.followups.reasons import word_reason
from portal.followups.rules.facts import STATUSES, Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import next_change_at, plan
from portal.followups.rules.policy import Policy
from portal.followups.rules.working_time import DEFAULT_WEEK, BusinessCalendar, Week

START = datetime(2026, 3, 1, tzinfo=UTC)
ZONES = [
    ZoneInfo(name) for name in ("America/New_York", "Pacific/Chatham", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia")
]

WEEKS: list[Week] = [DEFAULT_WEEK, (None, None, None, None, None, (time(7), time(9)), (time(14), time(23)))]

moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
maybe = st.none() | moments
days = st.integers(0, 60).map(lambda count: date(2026, 3, 1) + timedelta(days=count))
paces = st.builds(
    Pace,
    st.none() | days,
    st.none() | st.integers(1, 30),
    st.sampled_from([None, "near_end", "way_to_go"]),
    st.none() | st.integers(0, 3),
    st.none() | st.booleans(),
)
people = st.builds(
    PersonFacts,
    st.sampled_from("pqr"),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, "a@b.example"]),
    st.booleans(),
    maybe,
    maybe,
    maybe,
    maybe,
    st.booleans(),
)


@st.composite
def interviews(draw: st.DrawFn, identity: str) -> InterviewFacts:
    starts = draw(moments)
    listed = draw(st.lists(people, max_size=3, unique_by=lambda row: row.id))
    return InterviewFacts(
        identity,
        draw(moments),
        starts,
        starts + timedelta(minutes=draw(st.integers(1, 300))),
        draw(st.sampled_from(STATUSES)),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        draw(paces),
        tuple(listed),
    )


@st.composite
def known(draw: st.DrawFn) -> Facts:
    rounds = tuple(draw(interviews(name)) for name in draw(st.sampled_from(["", "a", "ab", "abc"])))
    policy = draw(
        st.just(Policy())
        | st.builds(Policy, **{row.name: st.sampled_from([0, 1, row.default, 1000]) for row in fields(Policy)})
    )
    return Facts(
        draw(moments),
        draw(st.sampled_from(ZONES)),
        BusinessCalendar(
            frozenset(draw(st.lists(days, max_size=5))), draw(st.sampled_from(WEEKS)), draw(st.sampled_from(ZONES))
        ),
        policy,
        draw(maybe),
        draw(paces),
        draw(maybe),
        draw(maybe),
        rounds,
    )


@settings(max_examples=150, deadline=None)
@given(known())
def test_a_plan_is_one_plan_sorted_and_worded(facts: Facts) -> None:
    made = plan(facts)
    assert plan(facts) == made
    assert list(made.steps) == sorted(made.steps, key=lambda step: step.order)
    assert len({(step.kind, step.interview, step.person) for step in made.steps}) == len(made.steps)
    assert all(word_reason(step.reason) for step in made.steps)
    assert word_reason(made.reason)


@settings(max_examples=150, deadline=None)
@given(known())
def test_an_ended_application_has_nothing_to_do(facts: Facts) -> None:
    made = plan(facts)
    standing = {step.state for step in made.steps} & {"open", "blocked", "upcoming"}
    assert made.state in ("active", "closing") or not standing


@settings(max_examples=100, deadline=None)
@given(known(), st.integers(0, 60 * 24 * 40))
def test_what_is_done_stays_done(facts: Facts, minutes: int) -> None:
    done = {(step.kind, step.interview, step.person) for step in plan(facts).steps if step.state == "done"}
    later = plan(replace(facts, now=facts.now + timedelta(minutes=minutes)))
    still = {(step.kind, step.interview, step.person): step.state for step in later.steps}
    moved = {key for key in done if key[0] in ("prepare_draft", "close")}
    assert all(still[key] == "done" for key in done - moved)


@settings(max_examples=100, deadline=None)
@given(known(), st.integers(0, 60 * 24 * 40))
def test_nothing_changes_before_the_next_change(facts: Facts, minutes: int) -> None:
    made = plan(facts)
    change = next_change_at(facts, made)
    moment = facts.now + timedelta(minutes=minutes)
    if change is None or moment < change:
        assert plan(replace(facts, now=moment)) == made
    else:
        assert plan(replace(facts, now=change)) != made
