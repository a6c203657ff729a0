"""Parses facts from JSON, and serializes a plan to JSON (docs/rules.md#facts)."""

import json
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from portal.applications.rules import STAGES, Pace
from portal.followups import facts_parsing as values
from portal.followups.facts_parsing import MalformedFacts, Parser
from portal.followups.reasons import word_reason
from portal.followups.rules.facts import STATUSES, Facts, InterviewFacts, PersonFacts
from portal.followups.rules.plan import Plan
from portal.followups.rules.policy import NUMBERS, PLAN_LEAST, PLAN_MOST, PLAN_NUMBERS, Policy
from portal.followups.rules.working_time import BusinessCalendar


def parse_facts(text: str) -> Facts | list[Facts]:
    """Return the facts in a JSON text, of one application or a list of many; raise `MalformedFacts`."""
    try:
        value = json.loads(text, object_pairs_hook=_read_pairs, parse_constant=float, parse_int=_read_integer)
    except RecursionError as error:
        raise MalformedFacts("", "nested too deeply") from error
    except ValueError as error:
        raise MalformedFacts("", f"no JSON: {' '.join(str(error).split())}") from error
    if isinstance(value, list):
        return [_facts(row, f"[{place}]") for place, row in enumerate(value)]
    return _facts(value, "")


def serialize_plan(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON data: moments in UTC with `Z`, reasons in English."""
    return {
        "application": {"state": plan.state, "reason": word_reason(plan.reason)},
        "steps": [
            {
                "kind": step.kind,
                "interview": step.interview,
                "person": step.person,
                "due_at": step.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "state": step.state,
                "reason": word_reason(step.reason),
            }
            for step in plan.steps
        ],
    }


class _RepeatedKey(dict[str, Any]):
    """A JSON object in which `key` occurs twice; its reader knows the path and reports it."""

    def __init__(self, found: dict[str, Any], key: str) -> None:
        super().__init__(found)
        self.key = key


def _read_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    times = Counter(key for key, _ in pairs)
    return _RepeatedKey(found, next(key for key in times if times[key] > 1))


_MOST_DIGITS = 40
"""Digits of a whole number that are read: no rule distinguishes longer numbers."""


def _read_integer(digits: str) -> int:
    return int(digits[:_MOST_DIGITS])


class _ObjectReader:
    """Reads one JSON object; each key may occur once, and must be a known one."""

    def __init__(self, value: Any, path: str, known: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise MalformedFacts(path, "has to be an object")
        if isinstance(value, _RepeatedKey):
            raise MalformedFacts(values.join_path(path, value.key), "stands twice")
        for key in value:
            if key not in known:
                raise MalformedFacts(values.join_path(path, key), "is not known")
        self._value, self._path = value, path

    def read(self, key: str, how: Parser, default: Any = None) -> Any:
        """Return the value of an optional key; null is the same as absent."""
        value = self._value.get(key)
        return default if value is None else how(value, values.join_path(self._path, key))

    def need(self, key: str, how: Parser) -> Any:
        """Return the value of a required key; raise `MalformedFacts` if it is missing."""
        if self._value.get(key) is None:
            raise MalformedFacts(values.join_path(self._path, key), "is required")
        return how(self._value[key], values.join_path(self._path, key))


_FACTS = (
    "now", "time_zone", "agency_time_zone", "holidays", "policy", "general_draft_at", "application", "interviews"
)  # fmt: skip
_APPLICATION = ("pace", "heard_back_at", "closed_at")
_INTERVIEW = (
    "id", "recorded_at", "starts_at", "ends_at", "status", "status_changed_at", "contacts_collected_at",
    "debriefed_at", "pace", "follow_up_sent_at", "people", "imported",
)  # fmt: skip
_PERSON = (
    "id", "met", "email", "postal_address", "reachable_at", "contact_requested_at", "thanked_at",
    "search_ended_at", "not_available"
)  # fmt: skip
_PACE = tuple(row.name for row in fields(Pace))


def _facts(value: Any, path: str) -> Facts:
    facts = _ObjectReader(value, path, _FACTS)
    now = facts.need("now", values.parse_instant)
    zone = facts.need("time_zone", values.parse_zone)
    pace, heard_back_at, closed_at = facts.read("application", _application, (Pace(), None, None))
    return Facts(
        now=now,
        zone=zone,
        calendar=BusinessCalendar(
            frozenset(facts.read("holidays", values.list_of(values.parse_date), ())),
            zone=facts.read("agency_time_zone", values.parse_zone, zone),
        ),
        policy=facts.read("policy", _policy, Policy()),
        general_draft_at=facts.read("general_draft_at", values.parse_instant),
        pace=pace,
        heard_back_at=heard_back_at,
        closed_at=closed_at,
        interviews=tuple(facts.read("interviews", values.unique_list_of(_interview), ())),
    )


def _application(value: Any, path: str) -> tuple[Pace, datetime | None, datetime | None]:
    application = _ObjectReader(value, path, _APPLICATION)
    heard_back_at, closed_at = (
        application.read("heard_back_at", values.parse_instant),
        application.read("closed_at", values.parse_instant),
    )
    return application.read("pace", _pace, Pace()), heard_back_at, closed_at


def _interview(value: Any, path: str) -> InterviewFacts:
    row = _ObjectReader(value, path, _INTERVIEW)
    interview = InterviewFacts(
        id=row.need("id", values.parse_id),
        recorded_at=row.need("recorded_at", values.parse_instant),
        starts_at=row.need("starts_at", values.parse_instant),
        ends_at=row.need("ends_at", values.parse_instant),
        status=row.read("status", values.one_of(STATUSES), "planned"),
        status_changed_at=row.read("status_changed_at", values.parse_instant),
        contacts_collected_at=row.read("contacts_collected_at", values.parse_instant),
        debriefed_at=row.read("debriefed_at", values.parse_instant),
        follow_up_sent_at=row.read("follow_up_sent_at", values.parse_instant),
        pace=row.read("pace", _pace, Pace()),
        people=tuple(row.read("people", values.unique_list_of(_person), ())),
        imported=row.read("imported", values.parse_bool, False),
    )
    if interview.ends_at <= interview.starts_at:
        raise MalformedFacts(values.join_path(path, "ends_at"), "has to be later than starts_at")
    return interview


def _person(value: Any, path: str) -> PersonFacts:
    row = _ObjectReader(value, path, _PERSON)
    return PersonFacts(
        id=row.need("id", values.parse_id),
        met=row.read("met", values.parse_bool),
        email=row.read("email", values.parse_non_blank),
        postal_address=row.read("postal_address", values.parse_bool, False),
        reachable_at=row.read("reachable_at", values.parse_instant),
        contact_requested_at=row.read("contact_requested_at", values.parse_instant),
        search_ended_at=row.read("search_ended_at", values.parse_instant),
        not_available=row.read("not_available", values.parse_bool, False),
        thanked_at=row.read("thanked_at", values.parse_instant),
    )


def _pace(value: Any, path: str) -> Pace:
    pace = _ObjectReader(value, path, _PACE)
    return Pace(
        decision_on=pace.read("decision_on", values.parse_date),
        expected_days=pace.read("expected_days", values.integer_between(1, 365)),
        stage=pace.read("stage", values.one_of(STAGES)),
        candidates_left=pace.read("candidates_left", values.integer_between(0, None)),
        hires_right_away=pace.read("hires_right_away", values.parse_bool),
    )


def _policy(value: Any, path: str) -> Policy:
    policy, number = _ObjectReader(value, path, PLAN_NUMBERS), values.integer_between(PLAN_LEAST, PLAN_MOST)
    return Policy(**{name: policy.read(name, number, NUMBERS[name].default) for name in PLAN_NUMBERS})
