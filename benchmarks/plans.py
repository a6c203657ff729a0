"""Plans per second: the rules alone, and `portal plan` with everything around it."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.measuring import line, rates
from portal.followups.facts_json import parse_facts
from portal.followups.rules.plan import plan

NOW = datetime(2026, 3, 12, 15, tzinfo=UTC)
ZONES = ("America/New_York", "America/Chicago", "Europe/Berlin", "Asia/Tokyo")
HOLIDAYS = ["2026-02-16", "2026-05-25", "2026-07-03"]
COPY = "import json, sys; json.dump(json.load(sys.stdin), sys.stdout, indent=1)"
"""What any program does that reads facts and writes as much again."""


def run(cases: int = 1000, rounds: int = 7) -> Iterator[str]:
    """The lines of this benchmark."""
    rows = [_case(random.Random(number)) for number in range(cases)]
    texts, all_of_them = [json.dumps(row) for row in rows], json.dumps(rows)
    facts = parse_facts(all_of_them)
    assert isinstance(facts, list)
    steps = sum(len(plan(row).steps) for row in facts)
    yield f"plans: {cases:,} applications, {len(all_of_them) // 1000:,} kB of facts, {steps:,} steps; {rounds} rounds"
    found = rates(
        {
            "plan": lambda: len([plan(row) for row in facts]),
            "json": lambda: len([json.loads(text) for text in texts]),
            "command": lambda: _piped(["-m", "portal", "plan", "-"], all_of_them, cases),
            "copy": lambda: _piped(["-c", COPY], all_of_them, cases),
        },
        rounds,
    )
    yield line("facts to plan", found["plan"], found["json"], f"json.loads of the same facts, {found['json']:,.0f}/s")
    yield line(
        f"`portal plan`, {cases:,} cases in one start",
        found["command"],
        found["copy"],
        f"Python started to copy the same JSON, {found['copy']:,.0f}/s",
    )


def _piped(command: list[str], text: str, cases: int) -> int:
    subprocess.run([sys.executable, *command], input=text.encode(), stdout=subprocess.DEVNULL, check=True)
    return cases


def _case(chance: random.Random) -> dict[str, Any]:
    """An application of one to three rounds around now, as far as its candidate has come."""
    first = NOW - timedelta(days=chance.randrange(-7, 40), hours=chance.randrange(8))
    rounds = [_interview(chance, number, first + timedelta(days=9 * number)) for number in range(chance.randint(1, 3))]
    return {
        "now": _text(NOW),
        "time_zone": chance.choice(ZONES),
        "holidays": HOLIDAYS,
        "general_draft_at": _text(first - timedelta(days=2)) if chance.random() < 0.7 else None,
        "application": {
            "pace": chance.choice(({}, {"stage": "near_end"}, {"candidates_left": 4}, {"expected_days": 10}))
        },
        "interviews": rounds,
    }


def _interview(chance: random.Random, number: int, starts: datetime) -> dict[str, Any]:
    ends = starts + timedelta(hours=1)
    told = ends + timedelta(hours=1) if ends + timedelta(hours=1) < NOW and chance.random() < 0.7 else None
    return {
        "id": f"i{number}",
        "recorded_at": _text(starts - timedelta(days=5)),
        "starts_at": _text(starts),
        "ends_at": _text(ends),
        "status": chance.choice(("planned",) * 9 + ("cancelled",)),
        "debriefed_at": _text(told) if told else None,
        "people": [_person(chance, person, told) for person in range(chance.randint(1, 3))],
    }


def _person(chance: random.Random, number: int, told: datetime | None) -> dict[str, Any]:
    known = chance.random() < 0.8
    thanked = told + timedelta(hours=2) if told and known and told + timedelta(hours=2) < NOW else None
    return {
        "id": f"p{number}",
        "met": True if told else None,
        "email": f"person{number}@employer.example" if known else None,
        "thanked_at": _text(thanked) if thanked and chance.random() < 0.8 else None,
    }


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
