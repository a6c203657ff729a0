"""What a row would change of a record, and when someone has to be asked."""

import pytest

from portal.imports.rules import compare

HERE = {"email": "Caleb@example.org", "name": "Caleb Turner", "phone": "+1 212 555 0128", "field_id": None}


@pytest.mark.parametrize(
    ("given", "imported", "changes", "conflicts"),
    [
        ({"name": "Caleb Turner"}, {}, (), ()),
        ({"field_id": "7"}, {}, ("field_id",), ()),
        ({"name": "Kaleb Turner"}, {}, (), ("name",)),
        ({"name": "Kaleb Turner"}, {"name": "Caleb Turner"}, ("name",), ()),
        ({"name": "Kaleb Turner"}, {"name": "Kaleb Turner"}, (), ()),
        ({"name": "CALEB TURNER"}, {}, (), ()),
        ({"name": "Dr. Caleb Turner"}, {}, (), ()),
        ({"name": "Caleb Turner, PhD"}, {}, (), ()),
        ({"name": "Dr. Caleb Turner"}, {"name": "Caleb Turner"}, ("name",), ()),
        ({"phone": "(212) 555-0128"}, {}, (), ()),
        ({"email": "CALEB@EXAMPLE.ORG"}, {"email": "Caleb@example.org"}, (), ()),
        ({"phone": "(212) 555-0129"}, {}, (), ("phone",)),
        ({"phone": "12"}, {}, (), ("phone",)),
        ({"external_id": "C-1"}, {}, (), ()),
    ],
)
def test_only_what_someone_decided_here_is_asked_about(
    given: dict[str, str], imported: dict[str, str], changes: tuple[str, ...], conflicts: tuple[str, ...]
) -> None:
    assert compare(given, HERE, imported) == (changes, conflicts)
