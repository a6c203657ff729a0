"""Every list can be downloaded as it is filtered, as CSV and as a workbook; no value runs as a formula."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from portal.web.exports.lists import LISTS
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser


@pytest.fixture
def recruiter(firm: Firm, browse: Browse) -> Browser:
    firm.interview(
        firm.application(firm.candidate("Ann Lee")), starts_in=timedelta(days=1), people=("Dana Ruiz <d@acme.example>",)
    )
    firm.candidate("-Ann Formula")
    firm.commit()
    return browse(firm.recruiter)


def rows_of(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return list(csv.reader(StringIO(answer.text)))


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_a_line_of_columns_and_its_rows(recruiter: Browser, name: str) -> None:
    rows = rows_of(recruiter, f"/exports/{name}.csv")
    assert rows[0] == [str(label) for label, _cell in LISTS[name].columns]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_list_exports_what_its_filter_shows(recruiter: Browser) -> None:
    assert [row[0] for row in rows_of(recruiter, "/exports/candidates.csv?q=lee")][1:] == ["Ann Lee"]
    assert len(rows_of(recruiter, "/exports/interviews.csv")) == 2
    assert len(rows_of(recruiter, "/exports/interviews.csv?when=past")) == 1


def test_a_formula_is_defused_in_both_forms(recruiter: Browser) -> None:
    assert "'-Ann Formula" in {row[0] for row in rows_of(recruiter, "/exports/candidates.csv")}
    book = load_workbook(BytesIO(recruiter.get("/exports/candidates.xlsx").data))
    assert "'-Ann Formula" in {row[0] for row in book.worksheets[0].iter_rows(values_only=True)}


def test_a_stranger_exports_only_what_they_see(recruiter: Browser, firm: Firm, browse: Browse) -> None:
    assert len(rows_of(recruiter, "/exports/candidates.csv")) == 3
    assert len(rows_of(browse(firm.stranger), "/exports/candidates.csv")) == 1


def test_a_list_that_does_not_exist_is_not_found(recruiter: Browser) -> None:
    assert recruiter.get("/exports/secrets.csv").status_code == 404


def test_the_page_links_to_its_export_with_its_filter(recruiter: Browser) -> None:
    assert "/exports/candidates.csv?q=lee" in recruiter.get("/candidates?q=lee").text
