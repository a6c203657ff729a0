"""Every row is checked again after a change of the mapping or the options."""

from portal.imports import actions, queries
from tests.factories.firm import Firm
from tests.imports.test_import_runs import as_owner, finish, upload


def test_checking_again_takes_back_decisions_and_finds_the_rows_of_one_file_that_are_the_same(firm: Firm) -> None:
    firm.candidate("Thomas Nguyen")
    firm.commit()
    text = "name,first,second\nTomas Nguyen,t@example.org,x@example.org\nAnn Lee,a@example.org,x@example.org\n"
    row = upload(firm, text)
    for column, verdicts in (("first", ["maybe", "new"]), ("second", ["maybe", "wrong"]), ("first", ["maybe", "new"])):
        actions.change_mapping(firm.command(by=as_owner(firm)), row, {"name": "name", column: "email"})
        firm.commit()
        finish(firm)
        found = firm.session.scalars(queries.rows_of(row.id).execution_options(populate_existing=True)).all()
        assert ([one.verdict for one in found], found[0].decision) == (verdicts, None)
        actions.decide(firm.command(by=as_owner(firm)), row, "new")
        firm.commit()
