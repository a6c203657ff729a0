"""What a draft leaves to be filled in, and what people are called."""

import pytest

from portal.drafts.rules import MERGE_FIELDS, first_name, leftovers, merged, unknown_fields


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("a field", "Dear {{ contact_first_name }},", "Dear Dana,"),
        ("without blanks", "Dear {{contact_first_name}},", "Dear Dana,"),
        ("one without a value stays", "at {{ employer }}", "at {{ employer }}"),
        ("a value is never read as a field", "{{ my_name }}", "{{ contact_first_name }}"),
        ("nothing is evaluated", "{{ 7 * 7 }} {% if 1 %}", "{{ 7 * 7 }} {% if 1 %}"),
    ],
)
def test_fields_with_a_value_are_filled_in(case: str, text: str, expected: str) -> None:
    values = {"contact_first_name": "Dana", "my_name": "{{ contact_first_name }}"}
    assert merged(text, values) == expected, case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear {{ contact_name }}, [what you talked about]", ("{{ contact_name }}", "[what you talked about]")),
        ("____ and XXX and TK and <<name>>", ("____", "XXX", "TK", "<<name>>")),
        ("XXL, __init, a[\n], ATK and XX", ()),
        ("Dear Dana, thank you.", ()),
    ],
)
def test_what_waits_to_be_replaced_is_found(text: str, expected: tuple[str, ...]) -> None:
    assert leftovers(text) == expected


def test_a_field_that_will_never_have_a_value_is_named() -> None:
    assert unknown_fields("{{ employer }} {{ salary }} {{ my_phone }}") == ("salary",)
    assert unknown_fields(" ".join(f"{{{{ {name} }}}}" for name in MERGE_FIELDS)) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Ruiz", "Dana"),
        ("Dr. Dana Ruiz", "Dana"),
        ("prof Dr Dana", "Dana"),
        ("Mrs. Ruiz", "Ruiz"),
        ("Dr.", "Dr."),
        ("", ""),
    ],
)
def test_people_are_called_by_the_first_word_that_is_no_title(name: str, expected: str) -> None:
    assert first_name(name) == expected
