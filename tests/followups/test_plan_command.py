"""`portal plan`: JSON in, JSON out, and one line that names the field."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from portal.followups.facts_json import parse_facts, serialize_plan
from portal.followups.facts_parsing import MalformedFacts
from portal.followups.rules.facts import Facts
from portal.followups.rules.plan import plan
from portal.followups.rules.policy import Policy

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
    assert made["application"]["state"] == "active"
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


SAME_SECOND = INTERVIEW | {"starts_at": "2026-03-05T16:00:00.1Z", "ends_at": "2026-03-05T16:00:00.9Z"}
ZONED = '{"now": "2026-03-05T21:00:00Z", "time_zone": "UTC", %s}'

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
    ({"application": {"pace": {"expected_days": 0}}}, "application.pace.expected_days: "),
    ({"application": {"pace": {"stage": "soon"}}}, "application.pace.stage: "),
    ({"application": {"pace": {"candidates_left": -1}}}, "application.pace.candidates_left: "),
    ({"application": {"pace": {"hires_right_away": "yes"}}}, "application.pace.hires_right_away: "),
    ({"interviews": [None]}, "interviews[0]: "),
    ({"interviews": [INTERVIEW, INTERVIEW]}, "interviews[1].id: "),
    ({"interviews": [INTERVIEW | {"ends_at": INTERVIEW["starts_at"]}]}, "interviews[0].ends_at: "),
    ({"interviews": [INTERVIEW | {"status": "done"}]}, "interviews[0].status: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": ""}]}]}, "interviews[0].people[0].id: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a"}, {"id": "a"}]}]}, "interviews[0].people[1].id: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a", "email": " "}]}]}, "interviews[0].people[0].email: "),
    ({"interviews": [{"id": "i1"}]}, "interviews[0].recorded_at: "),
    ({"application": {"surprise": 1}}, "application.surprise: "),
    ({"application": {"pace": {"surprise": 1}}}, "application.pace.surprise: "),
    ({"application": {"pace": {"expected_days": 366}}}, "application.pace.expected_days: "),
    ({"application": {"pace": {"expected_days": 1e2}}}, "application.pace.expected_days: "),
    ({"application": {"pace": {"candidates_left": False}}}, "application.pace.candidates_left: "),
    ({"application": {"pace": {"hires_right_away": 1}}}, "application.pace.hires_right_away: "),
    ({"application": {"pace": {"decision_on": "2101-01-01"}}}, "application.pace.decision_on: "),
    ({"application": {"pace": {"decision_on": "2026-02-29"}}}, "application.pace.decision_on: "),
    ({"application": {"pace": {"decision_on": "2026-3-5"}}}, "application.pace.decision_on: "),
    ({"application": {"closed_at": "2026-03-05"}}, "application.closed_at: "),
    ({"application": []}, "application: "),
    ({"policy": 7}, "policy: "),
    ({"policy": {"near_end_days": -1}}, "policy.near_end_days: "),
    ({"holidays": ["1999-12-31"]}, "holidays[0]: "),
    ({"holidays": ["2026-05-25", "2026-05-25T00:00:00Z"]}, "holidays[1]: "),
    ({"time_zone": None}, "time_zone: "),
    ({"time_zone": ""}, "time_zone: "),
    ({"time_zone": "america/new_york"}, "time_zone: "),
    ({"time_zone": "localtime"}, "time_zone: "),
    ({"time_zone": "posixrules"}, "time_zone: "),
    ({"time_zone": "posix/UTC"}, "time_zone: "),
    ({"time_zone": "UTC\0"}, "time_zone: "),
    ({"agency_time_zone": "EDT"}, "agency_time_zone: "),
    ({"now": None}, "now: "),
    ({"now": "2026-03-05T21:00:00Z\n"}, "now: "),
    ({"now": "2026-03-05T21:00Z"}, "now: "),
    ({"now": "2026-03-05T24:00:00Z"}, "now: "),
    ({"now": "2026-03-05T21:00:00.Z"}, "now: "),
    ({"now": "2026-03-05T21:00:00+0500"}, "now: "),
    ({"now": "2026-03-05T21:00:00+05:60"}, "now: "),
    ({"now": "2026-03-05T21:00:60Z"}, "now: "),
    ({"now": "2026-12-31T23:59:61Z"}, "now: "),
    ({"now": "\uff12026-03-05T21:00:00Z"}, "now: "),
    ({"now": "0000-01-01T00:00:00Z"}, "now: "),
    ({"now": "0001-01-01T00:00:00+23:59"}, "now: "),
    ({"now": "9999-12-31T23:59:59-23:59"}, "now: "),
    ({"now": "2100-12-31T23:59:59-00:01"}, "now: "),
    ({"now": "2100-12-31T23:59:60Z"}, "now: "),
    ({"now": "2000-01-01T00:59:59+01:00"}, "now: "),
    ({"general_draft_at": True}, "general_draft_at: "),
    ({"interviews": {}}, "interviews: "),
    ({"interviews": [INTERVIEW | {"surprise": 1}]}, "interviews[0].surprise: "),
    ({"interviews": [INTERVIEW | {"id": 1}]}, "interviews[0].id: "),
    ({"interviews": [INTERVIEW | {"id": None}]}, "interviews[0].id: "),
    ({"interviews": [INTERVIEW | {"status": "Planned"}]}, "interviews[0].status: "),
    ({"interviews": [INTERVIEW | {"status": ["planned"]}]}, "interviews[0].status: "),
    ({"interviews": [INTERVIEW | {"pace": {"stage": 1}}]}, "interviews[0].pace.stage: "),
    ({"interviews": [INTERVIEW | {"people": [None]}]}, "interviews[0].people[0]: "),
    ({"interviews": [INTERVIEW | {"people": [{}]}]}, "interviews[0].people[0].id: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a", "x": 1}]}]}, "interviews[0].people[0].x: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a", "met": 1}]}]}, "interviews[0].people[0].met: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a", "email": ""}]}]}, "interviews[0].people[0].email: "),
    ({"interviews": [INTERVIEW | {"people": [{"id": "a", "email": 5}]}]}, "interviews[0].people[0].email: "),
    (
        {"interviews": [INTERVIEW | {"people": [{"id": "a", "postal_address": "12 Main"}]}]},
        "interviews[0].people[0].postal_address: ",
    ),
    ({"interviews": [SAME_SECOND]}, "interviews[0].ends_at: "),
    ('{"now": 1, "now": 2}', "now: "),
    (ZONED % '"policy": {"near_end_days": 7, "near_end_days": 7}', "policy.near_end_days: "),
    (ZONED % '"interviews": [{"id": "a", "id": "a"}]', "interviews[0].id: "),
    (ZONED % '"policy": {"near_end_days": NaN}', "policy.near_end_days: "),
    (ZONED % '"policy": {"near_end_days": -Infinity}', "policy.near_end_days: "),
    (ZONED % '"policy": {"near_end_days": 1e999}', "policy.near_end_days: "),
    (ZONED % f'"policy": {{"near_end_days": {"7" * 5000}}}', "policy.near_end_days: "),
    (ZONED % f'"policy": {{"near_end_days": -{"7" * 5000}}}', "policy.near_end_days: "),
    (ZONED % '"": 1', "facts: "),
    (ZONED % '"\\ud800\\n": 1', "??: "),
    ('{"now": NaN}', "now: "),
    ("NaN", "facts: "),
    ("", "facts: "),
    ("null", "facts: "),
    ("{} {}", "facts: "),
    ("\ufeff{}", "facts: "),
    ("[7]", "[0]: "),
    ("[[]]", "[0]: "),
    ("[" * 100_000, "facts: "),
    ('{"now": ' + "[" * 500 + "]" * 500 + "}", "now: "),
]


def test_malformed_facts_name_the_field_in_one_line() -> None:
    for given, path in MALFORMED:
        text = given if isinstance(given, str) else json.dumps(FACTS | given)
        with pytest.raises(MalformedFacts) as told:
            parse_facts(text)
        assert str(told.value).startswith(path), (text[:80], str(told.value))
        assert "\n" not in str(told.value)


def test_the_command_exits_2_with_that_line_alone() -> None:
    answer = planned(json.dumps([FACTS, FACTS | {"now": "never"}]))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("[1].now: ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("given", [b"", b"\xff{}", b"\xef\xbb\xbf{}", b"7", b"{}", b"[{}]"])
def test_whatever_is_no_facts_is_one_line_and_no_plan(given: bytes) -> None:
    command = [sys.executable, "-m", "portal", "plan", "-"]
    answer = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr.count(b"\n")) == (2, b"", 1)


def test_a_directory_is_no_file_of_facts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "portal", "plan", str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (answer.returncode, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)


LAST_DAY = INTERVIEW | {
    "recorded_at": "2100-12-31T22:00:00Z", "starts_at": "2100-12-31T22:00:00Z", "ends_at": "2100-12-31T23:59:59Z",
    "debriefed_at": "2100-12-31T23:59:59Z", "follow_up_sent_at": "2100-12-31T23:59:59Z",
}  # fmt: skip
FIRST_DAY = INTERVIEW | {
    "recorded_at": "2000-01-01T00:00:00Z", "starts_at": "2000-01-01T00:00:00Z", "ends_at": "2000-01-01T00:00:01Z"
}  # fmt: skip
LONGEST = dict.fromkeys((row.name for row in fields(Policy)), 1000)
SHORTEST = dict.fromkeys(LONGEST, 0)


@pytest.mark.parametrize("policy", [LONGEST, SHORTEST])
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati", "Pacific/Apia", "America/Havana"])
@pytest.mark.parametrize(
    ("case", "changes"),
    [
        ("the last moment", {"now": "2100-12-31T23:59:59Z", "interviews": [LAST_DAY]}),
        ("the first", {"now": "2000-01-01T00:00:00Z", "interviews": [FIRST_DAY]}),
        ("both", {"interviews": [FIRST_DAY, LAST_DAY | {"id": "i2"}]}),
        ("no interview", {"interviews": None, "application": None, "policy": None, "holidays": None}),
        ("the last second of a month may be a leap second", {"now": "2016-12-31T23:59:60Z"}),
        ("small letters, and an offset to the west of the first year", {"now": "1999-12-31t20:00:00.5-05:00"}),
        ("ids of signs that no page shows", {"interviews": [INTERVIEW | {"id": "\ud800\n"}]}),
        ("a number of any length", {"application": {"pace": {"candidates_left": 10**4000}}}),
    ],
)
def test_facts_at_the_edge_of_what_may_be_have_their_plan(
    case: str, changes: dict[str, Any], zone: str, policy: dict[str, int]
) -> None:
    facts = parse_facts(json.dumps(FACTS | {"time_zone": zone, "policy": policy} | changes))
    assert isinstance(facts, Facts)
    made = serialize_plan(plan(facts))
    assert made == serialize_plan(plan(facts)), case
    assert json.dumps(made).isascii()


def test_a_number_with_more_digits_than_python_reads_is_a_number() -> None:
    facts = parse_facts(ZONED % f'"application": {{"pace": {{"candidates_left": {"7" * 5000}}}}}')
    assert isinstance(facts, Facts)
    assert facts.pace.candidates_left is not None
    assert facts.pace.candidates_left > 1
