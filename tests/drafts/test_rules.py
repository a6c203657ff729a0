"""What a draft leaves to be filled in, what is wrong with its fields, which template suits, what people are called."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.drafts.rules import (
    KINDS,
    MERGE_FIELDS,
    STAGES,
    field_faults,
    fill_merge_fields,
    find_placeholders,
    letter_faults,
    pick_template,
    placeholder_pattern_for_browsers,
    stage_of,
    values_allowed_in,
)

LEFT = (
    ("Dear {{ contact_name }}, [what you talked about]", ("{{ contact_name }}", "[what you talked about]")),
    ("____ and XXX and TK and <<name>>", ("____", "XXX", "TK", "<<name>>")),
    ("XXL, __init, a[\n], ATK and XX", ()),
    ("éXXX, XXXé, 5TK, TK.", ("TK",)),
    ("Dear {{ contact_name, thank you", ("{{ contact_name, thank you",)),
    ("Dear contact_name }}, thank you", ("}}",)),
    ("Dear <First Name>,", ("<First Name>",)),
    ("Dear {First Name} of «Company.Name»,", ("{First Name}", "«Company.Name»")),
    ("Write to <dana@acme.example> or see <https://acme.example>, I <3 it", ()),
    ("a < b and c > d, « bonjour »", ()),
    ("Dear {contact_name}, thank you {so} much", ("{contact_name}",)),
    ("{{ a }} {{ b }", ("{{ a }}", "{{ b }")),
    ("Dear Dana, thank you.", ()),
)


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("a field", "Dear {{ contact_first_name }},", "Dear Dana,"),
        ("without blanks", "Dear {{contact_first_name}},", "Dear Dana,"),
        ("one without a value stays", "at {{ employer }}", "at {{ employer }}"),
        ("so does one whose value is empty", "Call {{ my_phone }}", "Call {{ my_phone }}"),
        ("a value is never read as a field", "{{ my_name }}", "{{ contact_first_name }}"),
        ("nothing is evaluated", "{{ 7 * 7 }} {% if 1 %}", "{{ 7 * 7 }} {% if 1 %}"),
    ],
)
def test_fields_with_a_value_are_filled_in(case: str, text: str, expected: str) -> None:
    values = {"contact_first_name": "Dana", "my_name": "{{ contact_first_name }}", "my_phone": " "}
    assert fill_merge_fields(text, values) == expected, case


@pytest.mark.parametrize(("text", "expected"), LEFT)
def test_what_waits_to_be_replaced_is_found(text: str, expected: tuple[str, ...]) -> None:
    assert find_placeholders(text) == expected


def test_a_browser_finds_the_same() -> None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    script = """const [source, ...texts] = process.argv.slice(1);
        for (const text of texts) {
            const found = [...text.matchAll(new RegExp(source, "gu"))];
            console.log(JSON.stringify(found.map((one) => one[0])));
        }"""
    command = [str(node), "-e", script, placeholder_pattern_for_browsers(), *(text for text, _ in LEFT)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found = [tuple(json.loads(row)) for row in ran.stdout.splitlines()]
    assert found == [expected for _, expected in LEFT]


@pytest.mark.parametrize(
    ("case", "field", "text", "kind", "expected"),
    [
        ("every field is known", "body", " ".join(f"{{{{ {name} }}}}" for name in MERGE_FIELDS), None, []),
        ("one that is none", "body", "{{ salary }}", "thank", [("unknown", "{{ salary }}", None)]),
        ("one misspelled", "body", "{{ contact_fist_name }}", "thank", [
            ("unknown", "{{ contact_fist_name }}", "contact_first_name")]),
        ("one in capitals", "body", "{{ Employer }}", "thank", [("unknown", "{{ Employer }}", "employer")]),
        ("one with blanks", "body", "{{ contact name }}", "thank", [
            ("unknown", "{{ contact name }}", "contact_name")]),
        ("nothing between the braces", "body", "{{ }}", "thank", [("unknown", "{{ }}", None)]),
        ("never closed", "body", "Dear {{ contact_name,\nthank you", "thank", [
            ("half_open", "{{ contact_name,", "contact_name")]),
        ("never opened", "body", "Dear contact_name }},", "thank", [("half_open", "}}", None)]),
        ("one brace", "body", "at {employer}", "thank", [("half_open", "{employer}", "employer")]),
        ("one brace short", "body", "at {{ employer }.", "thank", [("half_open", "{{ employer }", "employer")]),
        ("other braces mean nothing", "body", "a {b} c", "thank", []),
        ("no interview in an answer", "body", "{{ interview_day }}", "answer", [
            ("misplaced", "{{ interview_day }}", None)]),
        ("in a thank-you", "body", "{{ interview_day }}", "thank", []),
        ("a decision only where it is asked for", "body", "{{ decision_day }}", "thank", [
            ("misplaced", "{{ decision_day }}", None)]),
        ("in a follow-up", "body", "{{ decision_day }}", "follow_up", []),
        ("no phone in a subject", "subject", "{{ my_phone }}", "thank", [("misplaced", "{{ my_phone }}", None)]),
        ("a name in a subject", "subject", "{{ contact_first_name }}", "thank", []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_field_is_told(
    case: str, field: str, text: str, kind: str | None, expected: list[tuple[str, str, str | None]]
) -> None:
    assert [(found.code, found.text, found.near) for found in field_faults(field, text, kind)] == expected, case


def test_a_field_without_a_value_for_this_person_is_told() -> None:
    values = {"my_name": "Ann Lee", "my_phone": " "}
    found = letter_faults("From {{ my_name }}", "Call {{ my_phone }} at {{ employer }}", "thank", values)
    assert [(row.field, row.code, row.text) for row in found] == [
        ("body", "no_value", "{{ my_phone }}"),
        ("body", "no_value", "{{ employer }}"),
    ]


def test_only_fields_that_belong_there_are_filled_in() -> None:
    values = {"interview_day": "Monday", "employer": "Acme", "elsewhere": "x"}
    assert values_allowed_in(values, "answer") == {"employer": "Acme"}
    assert values_allowed_in(values, "thank") == {"interview_day": "Monday", "employer": "Acme"}


@dataclass(frozen=True)
class Offer:
    name: str
    field_id: uuid.UUID | None = None
    stage: str | None = None


IT, HR = uuid.UUID(int=1), uuid.UUID(int=2)
BOTH, OF_FIELD, OF_STAGE, ANY = Offer("z", IT, "later"), Offer("y", IT), Offer("x", None, "later"), Offer("w")


@pytest.mark.parametrize(
    ("case", "offered", "expected"),
    [
        ("of the field and the stage", [ANY, OF_STAGE, OF_FIELD, BOTH], BOTH),
        ("else of the field", [ANY, OF_STAGE, OF_FIELD], OF_FIELD),
        ("else of the stage", [ANY, OF_STAGE], OF_STAGE),
        ("else for any", [ANY], ANY),
        ("of another field never", [Offer("a", HR)], None),
        ("of another stage never", [Offer("a", IT, "first"), ANY], ANY),
        ("of two by name", [Offer("b"), Offer("a")], Offer("a")),
        ("nothing offered", [], None),
    ],
)
def test_the_template_that_suits_best_is_taken(case: str, offered: list[Offer], expected: Offer | None) -> None:
    assert pick_template(offered, IT, "later") == expected, case


def test_without_a_field_or_a_stage_only_what_suits_any_is_taken() -> None:
    assert pick_template([BOTH, OF_FIELD, OF_STAGE, ANY], None, None) == ANY
    assert pick_template([BOTH, OF_FIELD, OF_STAGE], None, None) is None


@pytest.mark.parametrize(
    ("kind", "before", "decision", "expected"),
    [
        ("thank", 0, None, "first"),
        ("card", 2, None, "later"),
        ("follow_up", 1, "offer", "later"),
        ("answer", 1, "refusal", "refusal"),
        ("answer", 0, "offer", "offer"),
        ("answer", 0, "answer", None),
        ("answer", 0, None, None),
    ],
)
def test_the_stage_is_the_round_or_the_decision(
    kind: str, before: int, decision: str | None, expected: str | None
) -> None:
    assert stage_of(kind, before, decision) == expected
    assert expected in (None, *STAGES[kind])
    assert kind in KINDS


def test_many_faults_are_found_without_end() -> None:
    assert len(field_faults("body", "{{" * 10_000)) == 10_000
    assert len(find_placeholders("<<" * 10_000 + "[" * 200 + "x" * 300)) == 0
