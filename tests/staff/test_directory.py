"""The list of people: found by name or address, sorted by any column, without withdrawn invitations."""

import pytest

from portal.accounts.models import SecondFactor
from portal.core.command import OPERATOR
from portal.staff import directory, invitations
from tests.factories.firm import Firm


def names(rows: list[directory.DirectoryRow]) -> list[str]:
    return [row.account.name.partition(" ")[0] for row in rows]


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        ("name", "Olga Rita Stan Vera"),
        ("role", "Olga Rita Stan Vera"),
        ("candidates", "Olga Stan Vera Rita"),
        ("nonsense", "Olga Rita Stan Vera"),
    ],
)
def test_the_list_is_sorted_by_any_column_and_back(firm: Firm, column: str, ascending: str) -> None:
    firm.viewer.name = "Vera Viewer"
    firm.candidate("Ann Lee")
    rows = directory.load_directory(firm.session)
    assert names(directory.sorted_by(rows, column, descending=False)) == ascending.split()
    assert {*names(directory.sorted_by(rows, column, descending=True))} == {*ascending.split()}


@pytest.mark.parametrize("column", directory.SORT_KEYS)
def test_every_column_can_be_sorted_with_an_open_invitation_in_it(firm: Firm, column: str) -> None:
    invitations.invite(firm.command(by=OPERATOR), name=None, email="wes@x.example", role="viewer", office_id=None)
    rows = directory.load_directory(firm.session)
    down = directory.sorted_by(rows, column, descending=True)
    assert len(down) == len(rows) == 5


@pytest.mark.parametrize(
    ("words", "found"), [("rit", ["Rita"]), ("RECRUITER rita", ["Rita"]), ("rita stan", []), ("", 4)]
)
def test_people_are_found_by_parts_of_name_and_address(firm: Firm, words: str, found: list[str] | int) -> None:
    rows = directory.matching(directory.load_directory(firm.session), words)
    assert (len(rows) if isinstance(found, int) else names(rows)) == found


def test_only_a_second_factor_that_was_confirmed_counts(firm: Firm) -> None:
    for account, confirmed in ((firm.owner, firm.now()), (firm.viewer, None)):
        row = SecondFactor(account_id=account.id, seed=b"seed", started_at=firm.now(), confirmed_at=confirmed)
        firm.session.add(row)
    firm.session.flush()
    rows = directory.load_directory(firm.session)
    assert [row.account for row in rows if row.has_second_factor] == [firm.owner]


def test_a_withdrawn_invitation_is_not_listed(firm: Firm) -> None:
    command = firm.command(by=OPERATOR)
    made = invitations.invite(command, name=None, email="wes@x.example", role="viewer", office_id=None)
    assert made in [row.account for row in directory.load_directory(firm.session)]
    invitations.withdraw(command, made)
    assert made not in [row.account for row in directory.load_directory(firm.session)]
