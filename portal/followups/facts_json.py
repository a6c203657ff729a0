"""Facts as JSON tells them, and a plan as JSON (docs/rules.md#facts)."""

import json
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from portal.followups import fact_values as values
from portal.followups.fact_values import Malformed, Read
from portal.followups.reasons import worded
from portal.followups.rules.facts import STATUSES, Facts, InterviewFacts, PersonFacts, Policy
from portal.followups.rules.plan import Plan
from portal.processes.rules import STAGES, Pace


def parsed(text: str) -> Facts | list[Facts]:
    """The facts of a JSON text: of one process, or a list of those of many; raises `Malformed`."""
    try:
        value = json.loads(text, object_pairs_hook=_pairs, parse_constant=float, parse_int=_whole)
    except RecursionError as error:
        raise Malformed("", "nested too deeply") from error
    except ValueError as error:
        raise Malformed("", f"no JSON: {' '.join(str(error).split())}") from error
    if isinstance(value, list):
        return [_facts(row, f"[{place}]") for place, row in enumerate(value)]
    return _facts(value, "")


def shown(plan: Plan) -> dict[str, Any]:
    """A plan as JSON: instants in UTC with `Z`, reasons in English."""
    return {
        "process": {"state": plan.state, "reason": worded(plan.reason)},
        "steps": [
            {
                "kind": step.kind,
                "interview": step.interview,
                "person": step.person,
                "due_at": step.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "state": step.state,
                "reason": worded(step.reason),
            }
            for step in plan.steps
        ],
    }


class _Repeating(dict[str, Any]):
    """An object in which `key` stands twice; whoever reads it knows its path, and says so."""

    def __init__(self, found: dict[str, Any], key: str) -> None:
        super().__init__(found)
        self.key = key


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    times = Counter(key for key, _ in pairs)
    return _Repeating(found, next(key for key in times if times[key] > 1))


_MOST_DIGITS = 40
"""No rule tells a whole number longer than this from another one."""


def _whole(digits: str) -> int:
    return int(digits[:_MOST_DIGITS])


class _Object:
    """One JSON object being read: each key once, and none that is not known."""

    def __init__(self, value: Any, path: str, known: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise Malformed(path, "has to be an object")
        if isinstance(value, _Repeating):
            raise Malformed(values.join(path, value.key), "stands twice")
        for key in value:
            if key not in known:
                raise Malformed(values.join(path, key), "is not known")
        self._value, self._path = value, path

    def read(self, key: str, how: Read, default: Any = None) -> Any:
        """The value of an optional key; null is the same as absent."""
        value = self._value.get(key)
        return default if value is None else how(value, values.join(self._path, key))

    def need(self, key: str, how: Read) -> Any:
        """The value of a required key."""
        if self._value.get(key) is None:
            raise Malformed(values.join(self._path, key), "is required")
        return how(self._value[key], values.join(self._path, key))


_FACTS = (
    "now", "time_zone", "agency_time_zone", "holidays", "policy", "general_draft_at", "process", "interviews"
)  # fmt: skip
_PROCESS = ("pace", "heard_back_at", "closed_at")
_INTERVIEW = (
    "id", "recorded_at", "starts_at", "ends_at", "status", "status_changed_at", "contacts_collected_at",
    "debriefed_at", "pace", "follow_up_sent_at", "people",
)  # fmt: skip
_PERSON = (
    "id", "met", "email", "postal_address", "reachable_at", "contact_requested_at", "thanked_at",
    "search_ended_at", "not_available"
)  # fmt: skip
_POLICY = tuple(row.name for row in fields(Policy))
_PACE = tuple(row.name for row in fields(Pace))


def _facts(value: Any, path: str) -> Facts:
    facts = _Object(value, path, _FACTS)
    now = facts.need("now", values.instant)
    zone = facts.need("time_zone", values.zone)
    pace, heard_back_at, closed_at = facts.read("process", _process, (Pace(), None, None))
    return Facts(
        now=now,
        zone=zone,
        agency_zone=facts.read("agency_time_zone", values.zone, zone),
        holidays=frozenset(facts.read("holidays", values.rows(values.day), ())),
        policy=facts.read("policy", _policy, Policy()),
        general_draft_at=facts.read("general_draft_at", values.instant),
        pace=pace,
        heard_back_at=heard_back_at,
        closed_at=closed_at,
        interviews=tuple(facts.read("interviews", values.unique(_interview), ())),
    )


def _process(value: Any, path: str) -> tuple[Pace, datetime | None, datetime | None]:
    process = _Object(value, path, _PROCESS)
    heard_back_at, closed_at = process.read("heard_back_at", values.instant), process.read("closed_at", values.instant)
    return process.read("pace", _pace, Pace()), heard_back_at, closed_at


def _interview(value: Any, path: str) -> InterviewFacts:
    row = _Object(value, path, _INTERVIEW)
    interview = InterviewFacts(
        id=row.need("id", values.identity),
        recorded_at=row.need("recorded_at", values.instant),
        starts_at=row.need("starts_at", values.instant),
        ends_at=row.need("ends_at", values.instant),
        status=row.read("status", values.one_of(STATUSES), "planned"),
        status_changed_at=row.read("status_changed_at", values.instant),
        contacts_collected_at=row.read("contacts_collected_at", values.instant),
        debriefed_at=row.read("debriefed_at", values.instant),
        follow_up_sent_at=row.read("follow_up_sent_at", values.instant),
        pace=row.read("pace", _pace, Pace()),
        people=tuple(row.read("people", values.unique(_person), ())),
    )
    if interview.ends_at <= interview.starts_at:
        raise Malformed(values.join(path, "ends_at"), "has to be later than starts_at")
    return interview


def _person(value: Any, path: str) -> PersonFacts:
    row = _Object(value, path, _PERSON)
    return PersonFacts(
        id=row.need("id", values.identity),
        met=row.read("met", values.truth),
        email=row.read("email", values.not_blank),
        postal_address=row.read("postal_address", values.truth, False),
        reachable_at=row.read("reachable_at", values.instant),
        contact_requested_at=row.read("contact_requested_at", values.instant),
        search_ended_at=row.read("search_ended_at", values.instant),
        not_available=row.read("not_available", values.truth, False),
        thanked_at=row.read("thanked_at", values.instant),
    )


def _pace(value: Any, path: str) -> Pace:
    pace = _Object(value, path, _PACE)
    return Pace(
        decision_on=pace.read("decision_on", values.day),
        expected_days=pace.read("expected_days", values.whole(1, 365)),
        stage=pace.read("stage", values.one_of(STAGES)),
        candidates_left=pace.read("candidates_left", values.whole(0, None)),
        hires_right_away=pace.read("hires_right_away", values.truth),
    )


def _policy(value: Any, path: str) -> Policy:
    policy = _Object(value, path, _POLICY)
    default = Policy()
    return Policy(**{name: policy.read(name, values.whole(0, 1000), getattr(default, name)) for name in _POLICY})
