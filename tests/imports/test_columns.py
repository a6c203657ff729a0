"""Which column of a file is which, by its name and its values."""

import pytest

from portal.imports.columns import guess_mapping

OPENCATS = ("candidateID", "lastName", "firstName", "phoneHome", "phoneCell", "email1", "keySkills")


@pytest.mark.parametrize(
    ("columns", "row", "mapping"),
    [
        (
            OPENCATS,
            ("7", "Lee", "Ann", "202-555-0100", "202-555-0143", "ann@example.org", "welding"),
            {
                "candidateID": "external_id",
                "lastName": "last_name",
                "firstName": "first_name",
                "phoneCell": "phone",
                "email1": "email",
            },
        ),
        (("Name", "A", "B"), ("Ann Lee", "ann@example.org", "x"), {"Name": "name", "A": "email"}),
    ],
    ids=["OpenCATS", "values"],
)
def test_columns_are_recognized(columns: tuple[str, ...], row: tuple[str, ...], mapping: dict[str, str]) -> None:
    assert guess_mapping("candidates", columns, [row]) == mapping
