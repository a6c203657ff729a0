"""Merge fields as labels in square brackets, both ways."""

import pytest

from portal.drafts.default_templates import DEFAULT_TEMPLATES
from portal.drafts.field_labels import (
    FIELD_LABELS,
    fault_values,
    misspelled_labels,
    read_labels,
    show_labels,
    split_at_labels,
)
from portal.drafts.rules import FIELDS, FieldFault

GERMAN = {"contact_first_name": "Vorname", "my_name": "mein Name"}


def test_every_merge_field_has_one_label_of_its_own() -> None:
    assert list(FIELD_LABELS) == list(FIELDS)
    assert len(set(FIELD_LABELS.values())) == len(FIELDS)


@pytest.mark.parametrize("body", [template.body for template in DEFAULT_TEMPLATES])
def test_a_shown_template_is_read_as_it_was(body: str) -> None:
    assert "{{" not in show_labels(body)
    assert read_labels(show_labels(body)) == body


@pytest.mark.parametrize(
    ("case", "typed", "expected"),
    [
        ("a label", "Dear [their first name],", "Dear {{ contact_first_name }},"),
        ("in other case and blanks", "at [ Company ]", "at {{ employer }}"),
        ("own words", "about [what you liked]", "about [what you liked]"),
        ("own words around a label", "[how [my name] is spelled]", "[how {{ my_name }} is spelled]"),
        ("over two lines", "[their first\nname]", "[their first\nname]"),
        ("a merge field", "{{ my_name }}", "{{ my_name }}"),
        ("never closed", "[my name", "[my name"),
    ],
)
def test_labels_are_read_as_merge_fields(case: str, typed: str, expected: str) -> None:
    assert read_labels(typed) == expected, case


def test_labels_are_read_in_the_language_of_the_page_and_in_english() -> None:
    assert show_labels("{{ my_name }}, {{ boss }}", GERMAN) == "[mein Name], {{ boss }}"
    assert read_labels("[Mein Name] [my name]", GERMAN) == "{{ my_name }} {{ my_name }}"


def test_a_text_is_split_at_its_labels() -> None:
    assert split_at_labels("Dear {{ contact_first_name }}, [own words]") == (
        ("Dear ", False),
        ("their first name", True),
        (", [own words]", False),
    )
    assert split_at_labels("") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear [their frist name]", [("their frist name", "contact_first_name")]),
        ("at [the company]", [("the company", "employer")]),
        ("Dear [their first name], about [what you liked] and [something you talked about]", []),
    ],
)
def test_words_that_are_almost_a_label_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(fault.text, fault.near) for fault in misspelled_labels("body", text)] == expected


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("{{ my_phone }}", None, {"text": "my phone number", "near": None}),
        ("{{ boss }}", None, {"text": "boss", "near": None}),
        ("{{ contact_fist_name }}", "contact_first_name", {"text": "contact_fist_name", "near": "their first name"}),
        ("{{ contact_name,", "contact_name", {"text": "contact_name,", "near": "their full name"}),
    ],
)
def test_a_fault_is_worded_with_labels(text: str, near: str | None, expected: dict[str, str | None]) -> None:
    assert fault_values(FieldFault("body", "unknown", text, near)) == expected


def test_many_brackets_are_read_without_end() -> None:
    assert read_labels("[" * 20_000 + "my name]" * 5_000).count("{{ my_name }}") == 1
