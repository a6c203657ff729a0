"""When a contact can be reached, since when, and when two names are one."""

from datetime import UTC, datetime

import pytest

from portal.contacts.details import ContactDetails
from portal.contacts.rules import care_of_address, is_reachable, name_key, reachable_since

MONDAY, TUESDAY = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("email", "address", "expected"),
    [
        ("dana@acme.example", None, True),
        (None, "12 Main Street", True),
        ("dana@acme.example", "12 Main Street", True),
        (None, None, False),
        ("", " \n", False),
    ],
)
def test_a_note_gets_there_by_mail_or_by_post(email: str | None, address: str | None, expected: bool) -> None:
    assert is_reachable(email, address) is expected


@pytest.mark.parametrize(
    ("case", "was", "details", "expected"),
    [
        ("now, for the first time", None, ContactDetails("Dana", email="dana@acme.example"), TUESDAY),
        ("as before", MONDAY, ContactDetails("Dana", postal_address="12 Main Street"), MONDAY),
        ("no longer", MONDAY, ContactDetails("Dana"), None),
        ("never", None, ContactDetails("Dana", phone="+1 212 555 0100"), None),
    ],
)
def test_since_when_a_contact_can_be_reached(
    case: str, was: datetime | None, details: ContactDetails, expected: datetime | None
) -> None:
    assert reachable_since(was, details, TUESDAY) == expected, case


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dana Ruiz", "  dana   RUIZ ", True),
        ("Jos\u00e9", "Jose\u0301", True),
        ("Stra\u00dfe", "STRASSE", True),
        ("Dana Ruiz", "Dana Ruis", False),
    ],
)
def test_two_spellings_of_one_name_are_equal(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("12 Main Street\nAlbany, NY 12207", "c/o Acme Corp\n12 Main Street\nAlbany, NY 12207"),
        ("ACME  corp\n12 Main Street", "c/o ACME  corp\n12 Main Street"),
        ("Acme Corp", "c/o Acme Corp"),
    ],
)
def test_the_companys_address_is_care_of_it_and_names_it_once(address: str, expected: str) -> None:
    assert care_of_address("Acme Corp", address) == expected
