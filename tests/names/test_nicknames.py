"""Which words are forms of one first name."""

import pytest

from portal.names.nicknames import are_forms_of_one_name, nicknames_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("elizabeth", "liz", True),
        ("liz", "beth", True),
        ("katherine", "catherine", True),
        ("sam", "samantha", True),
        ("samuel", "samantha", False),
        ("chris", "christine", True),
        ("christopher", "christine", False),
        ("dana", "diana", False),
    ],
)
def test_short_forms_and_spellings_of_one_name_go_together(one: str, other: str, same: bool) -> None:
    assert are_forms_of_one_name(one, other) is are_forms_of_one_name(other, one) is same


def test_a_short_form_has_no_short_forms_of_its_own() -> None:
    assert "bob" in nicknames_of("robert")
    assert nicknames_of("bob") == nicknames_of("dana") == frozenset()
