"""`portal plan`: JSON in, JSON out, and one line that names the field."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.followups.fact_values import Malformed
from portal.followups.facts_json import parsed

INTERVIEW: dict[str, Any] = {
    "id": "i1",
    "recorded_at": "2026-03-01T15:00:00Z",
    "starts_at": "2026-03-05T10:00:00-05:00",
    "ends_at": "2026-03-05T16:00:00.9Z",
    "people": [{"id": "p1", "email": "dana@acme.example"}, {"id": "p2"}],
}
FACTS: dict[str, Any] = {"now": "2026-03-05T21:00:00Z", "time_zone": "America/New_York", "interviews": [INTERVIEW]}


def planned(text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "portal", "plan", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)


def test_facts_give_their_plan_with_a_reason_for_everything() -> None:
    answer = planned(json.dumps(FACTS))
    assert (answer.returncode, answer.stderr) == (0, "")
    made = json.loads(answer.stdout)
    assert made["process"]["state"] == "active"
    steps = [(row["kind"], row["person"], row["due_at"], row["state"]) for row in made["steps"]]
    assert steps == [
        ("prepare_draft", None, "2026-03-04T15:00:00Z", "missed"),
        ("collect_contacts", None, "2026-03-04T23:00:00Z", "missed"),
        ("debrief", None, "2026-03-05T16:30:00Z", "open"),
        ("thank", "p1", "2026-03-06T16:00:00Z", "open"),
        ("thank", "p2", "2026-03-06T16:00:00Z", "blocked"),
        ("follow_up", None, "2026-03-19T13:00:00Z", "upcoming"),
    ]
    assert all(row["reason"] for row in made["steps"])


def test_a_list_gives_a_list_and_a_file_is_as_good(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps([FACTS, FACTS]))
    command = [sys.executable, "-m", "portal", "plan", str(file)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert len(json.loads(answer.stdout)) == 2
    missing = subprocess.run([*command[:-1], "nowhere.json"], capture_output=True, text=True, timeout=60, check=False)
    assert missing.returncode == 2
    assert len(missing.stderr.splitlines()) == 1


MALFORMED: list[tuple[str | dict[str, Any], str]] = [
    ("{", "facts: "),
    ("7", "facts: "),
    ('{"now": "2026-03-05T21:00:00Z"}', "time_zone: "),
    ({"now": "2026-03-05T21:00:00"}, "now: "),
    ({"now": "2026-03-05 21:00:00Z"}, "now: "),
    ({"now": "2026-02-30T21:00:00Z"}, "now: "),
    ({"now": "1999-12-31T23:59:59Z"}, "now: "),
    ({"now": "2101-01-01T00:00:00Z"}, "now: "),
    ({"now": "2026-03-05T21:00:00+24:00"}, "now: "),
    ({"now": 5}, "now: "),
    ({"time_zone": "Mars/Olympus"}, "time_zone: "),
    ({"time_zone": "../UTC"}, "time_zone: "),
    ({"surprise": None}, "surprise: "),
    ({"holidays": [None]}, "holidays[0]: "),
    ({"holidays": ["2026-W10-1"]}, "holidays[0]: "),
    ({"holidays": {}}, "holidays: "),
    ({"policy": {"near_end_days": 1001}}, "policy.near_end_days: "),
    ({"policy": {"near_end_days": 7.0}}, "policy.near_end_days: "),
    ({"policy": {"near_end_days": True}}, "policy.near_end_days: "),
    ({"policy": {"other": 1}}, "policy.other: "),
    ({"process": {"pace": {"expected_days": 0}}}, "process.pace.expected_days: "),
    ({"process": {"pace": {"stage": "soon"}}}, "process.pace.stage: "),
    ({"process": {"pace": {"candidates_left": -1}}}, "process.pace.candidates_left: "),
    ({"process": {"pace": {"hires_right_away": "yes"}}}, "process.pace.hires_right_away: "),
    ({"interviews": [None]}, "interviews[0]: "),
    ({"interviews": [INTERVIEW, INTERVIEW]}, "interviews[1].id: "),
    ({"interviews": [INTERVIEW | {"ends_at": INTERVIEW["starts_at"]}]}, "interviews[0].ends_at: "),
    ({"interviews": [INTERVIEW | {"status": "done"}]}, "interviews[0].status: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": ""}]}]}, "interviews[0].people[0].id: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a"}, {"id": "a"}]}]}, "interviews[0].people[1].id: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a", "email": " "}]}]}, "interviews[0].people[0].email: "),
    ({"interviews": [{"id": "i1"}]}, "interviews[0].recorded_at: "),
    ('{"now": 1, "now": 2}', "now: "),
    ('{"now": NaN}', "facts: "),
    ("[" * 100_000, "facts: "),
]


def test_malformed_facts_name_the_field_in_one_line() -> None:
    for given, path in MALFORMED:
        text = given if isinstance(given, str) else json.dumps(FACTS | given)
        with pytest.raises(Malformed) as told:
            parsed(text)
        assert str(told.value).startswith(path), (text[:80], str(told.value))
        assert "\n" not in str(told.value)


def test_the_command_exits_2_with_that_line_alone() -> None:
    answer = planned(json.dumps([FACTS, FACTS | {"now": "never"}]))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("[1].now: ")
    assert len(answer.stderr.splitlines()) == 1
