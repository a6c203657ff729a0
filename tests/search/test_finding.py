"""What a recruiter finds by what they type."""

import pytest

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.search import queries
from tests.factories.firm import Firm

NAMES = ("Amara Osei", "Josie Okoro", "Mehmet Şatō", "Seán O’Brien", "Grace Liu")


@pytest.fixture
def full(firm: Firm) -> Firm:
    """An agency with some people whose names are easily misspelled."""
    made = {name: firm.candidate(name) for name in NAMES}
    made["Amara Osei"].phone = "+1 (202) 555-0143"
    firm.commit()
    return firm


def found(
    firm: Firm, text: str, kind: str = "candidate", account: Account | None = None, scope: str = "agency"
) -> list[str]:
    viewer = accounts.viewer_as(account or firm.recruiter, scope)
    return [hit.title for hit in queries.find(firm.session, viewer, text).hits if hit.kind == kind]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("am", ["Amara Osei"]),
        ("osei", ["Amara Osei"]),
        ("OSEI amara", ["Amara Osei"]),
        ("osie", ["Amara Osei", "Josie Okoro"]),
        ("sato", ["Mehmet Şatō"]),
        ("Şatō", ["Mehmet Şatō"]),
        ("obrien", ["Seán O’Brien"]),
        ("o'brien sean", ["Seán O’Brien"]),
        ("202 555", ["Amara Osei"]),
        ("(202) 555-0143", ["Amara Osei"]),
        ("0012025550143", ["Amara Osei"]),
        ("5550143", ["Amara Osei"]),
        ("amara.osei", ["Amara Osei"]),
        ("osei@", ["Amara Osei"]),
        ("armara", ["Amara Osei"]),
        ("maara", ["Amara Osei"]),
        ("x", []),
        ("", []),
        ("zzzzzz", []),
        ("%", []),
        ("am%", ["Amara Osei"]),
        ("_", []),
        ("a\x00mara", ["Amara Osei"]),
        ("😀", []),
        ("amara " * 500, ["Amara Osei"]),
    ],
)
def test_a_candidate_is_found_by_what_is_typed(full: Firm, typed: str, expected: list[str]) -> None:
    assert found(full, typed) == expected
