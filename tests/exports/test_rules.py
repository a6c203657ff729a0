"""What an export writes is no formula to a spreadsheet, and reads back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.exports.rules import defuse, format_people, parse_people, restore

NAMES = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1).filter(
    lambda name: name == " ".join(name.split())
)


@pytest.mark.parametrize("value", ["=1+1", "+1 202 555 0143", "-2", "@SUM(A1)", "\t=1", "'=1", "\r=1", "\n=1"])
def test_what_begins_like_a_formula_is_text(value: str) -> None:
    assert defuse(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Ann Lee", "a=b", "O'Hara", "'tis", "''"])
def test_everything_else_stays_as_it_is(value: str) -> None:
    assert defuse(value) == value


@given(st.text(st.sampled_from("'=+-@\t\r\nab")))
def test_what_was_defused_reads_back(value: str) -> None:
    assert restore(defuse(value)) == value


def test_people_are_written_as_names_with_addresses() -> None:
    assert format_people([("Dana Ruiz", "dana@acme.example"), ("Lee", None)]) == "Dana Ruiz <dana@acme.example>; Lee"
    assert format_people([("Ruiz; Dana", None)]) == '"Ruiz; Dana"'
    assert parse_people(" Dana Ruiz<dana@acme.example> ;Lee;") == [("Dana Ruiz", "dana@acme.example"), ("Lee", None)]
    assert parse_people("") == []


@given(st.lists(st.tuples(NAMES, st.sampled_from([None, "a@x.example"]))))
def test_people_read_back(people: list[tuple[str, str | None]]) -> None:
    assert parse_people(format_people(people)) == people


@pytest.mark.parametrize("text", ["<<", 'Dana "Ruiz', "Dana <a@x.example"])
def test_what_is_no_list_of_people_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_people(text)
