"""The pages of an import: the file, what it would do, decisions, the run, the report, and the undo."""

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.candidates.models import Candidate
from portal.imports.models import Import, ImportRow
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.imports.test_import_runs import finish

TEXT = (
    "Full Name,Mail,Mobile\nAnn Lee,ann@example.org,202-555-0143\nOla Berg,ola@example,\nTomas Nguyen,t@example.org,\n"
)


@pytest.fixture
def browser(firm: Firm, browse: Browse) -> Browser:
    firm.candidate("Thomas Nguyen")
    firm.commit()
    return browse(firm.recruiter)


def upload(firm: Firm, browser: Browser, text: str = TEXT) -> str:
    """Upload the file, let the job check it, and return the path of its page."""
    file = (BytesIO(text.encode()), "people.csv")
    answer = browser.post("/imports/new", {"kind": "candidates", "file": file, "recruiter_id": "", "office_id": ""})
    assert answer.status_code == 302, answer.text
    finish(firm)
    return answer.headers["Location"]


def words(page: str) -> str:
    """What the page says, on one line."""
    main = BeautifulSoup(page, "html.parser").select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_the_preview_counts_the_rows_by_verdict(firm: Firm, browser: Browser) -> None:
    page = browser.get(upload(firm, browser)).text
    assert "Import 1 row" in page
    assert "Thomas Nguyen ? similar name" in words(page)
    assert "Add the ending of the address, like ola@example.org." in page


def test_a_row_names_the_earlier_one_by_its_line_and_the_known_record_by_a_link(firm: Firm, browser: Browser) -> None:
    titled = "Everyone,,\n,,\n" + TEXT + "Ann Again,ANN@example.org,\n"
    page = browser.get(upload(firm, browser, titled)).text
    assert "Row 4 is about the same one." in page
    thomas = firm.session.scalars(select(Candidate.id).where(Candidate.name == "Thomas Nguyen")).one()
    assert f'href="/candidates/{thomas}"' in page


def test_a_row_that_someone_changed_here_says_which_details(firm: Firm, browser: Browser) -> None:
    thomas = firm.session.scalars(select(Candidate).where(Candidate.name == "Thomas Nguyen")).one()
    text = f"Full Name,Mail,Mobile\nThom Nguyen,{thomas.email},\n"
    assert "Thomas Nguyen ? changed here: name" in words(browser.get(upload(firm, browser, text)).text)


def test_the_rows_left_out_come_as_a_file_to_fix_and_import(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    browser.post(f"{path}/run")
    finish(firm)
    rows = list(csv.reader(StringIO(browser.get(f"{path}/left-out.csv").text)))
    assert rows == [
        ["Full Name", "Mail", "Mobile", "Problem"],
        ["Ola Berg", "ola@example", "", "Add the ending of the address, like ola@example.org."],
        ["Tomas Nguyen", "t@example.org", "", ""],
    ]
    page = words(browser.get(path).text)
    assert "Download 2 rows to fix" in page
    assert "Row 3 Ola Berg Add the ending of the address, like ola@example.org." in page


def test_an_undo_lists_by_name_what_stays(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    browser.post(f"{path}/run")
    finish(firm)
    firm.application(firm.session.scalars(select(Candidate).where(Candidate.name == "Ann Lee")).one())
    firm.commit()
    assert "Ann Lee something else uses it now" in words(browser.get(f"{path}/undo").text)
    browser.post(f"{path}/undo")
    finish(firm)
    page = words(browser.get(path).text)
    assert "Ann Lee something else uses it now" in page


def test_a_broken_cell_is_edited_in_place(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    page = browser.post(
        f"{path}/rows/2/cell", {"column": "Mail", "text": "ola@example.org"}, follow_redirects=True
    ).text
    assert "Import 2 rows" in page


def test_a_column_is_mapped_in_the_head_of_the_table_and_kept(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    browser.post(f"{path}/mapping", {"column-0": "name", "column-1": "email", "column-2": ""})
    finish(firm)
    assert "Columns not used: Mobile." in browser.get(path).text
    again = upload(firm, browser)
    assert "Columns not used: Mobile." in browser.get(again).text


def test_a_long_cell_is_kept_whole_when_it_is_edited(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    browser.post(f"{path}/rows/2/cell", {"column": "Mail", "text": "x" * 5000})
    kept = firm.session.scalars(select(ImportRow).where(ImportRow.number == 2)).one()
    firm.session.refresh(kept)
    assert kept.cells[1] == "x" * 5000


def test_two_columns_for_one_detail_are_refused(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    answer = browser.post(f"{path}/mapping", {"column-0": "name", "column-1": "name", "column-2": ""})
    assert answer.status_code == 409
    assert "Two columns are used for" in answer.text


def test_a_possible_duplicate_waits_for_a_decision_that_can_be_undone(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    assert "Import 2 rows" in browser.post(f"{path}/rows/3/decision", {"decision": "new"}, follow_redirects=True).text
    assert "Import 1 row" in browser.post(f"{path}/rows/3/decision", {"decision": ""}, follow_redirects=True).text
    assert "Import 2 rows" in browser.post(f"{path}/decisions", {"decision": "new"}, follow_redirects=True).text


def test_the_run_its_report_and_its_undo(firm: Firm, browser: Browser) -> None:
    path = upload(firm, browser)
    browser.post(f"{path}/run")
    finish(firm)
    assert "Undo import" in browser.get(path).text
    report = browser.get(f"{path}/report.csv").text.splitlines()
    assert report[0] == "row,verdict,field,problem,id"
    assert report[2].startswith("2,wrong,email,")
    assert "This removes 1 candidate." in browser.get(f"{path}/undo").text
    assert firm.session.scalars(select(Candidate).where(Candidate.name == "Ann Lee")).all()
    browser.post(f"{path}/undo")
    finish(firm)
    assert not firm.session.scalars(select(Candidate).where(Candidate.name == "Ann Lee")).all()
    assert "Undone" in browser.get(path).text


def test_a_row_says_that_it_adds_tags_and_the_undo_counts_them(firm: Firm, browser: Browser) -> None:
    candidate = firm.candidate("Ann Lee")
    firm.commit()
    path = upload(firm, browser, f"name,email,tags\nAnn Lee,{candidate.email},Nights; Days\n")
    assert "changes tags" in words(browser.get(path).text)
    browser.post(f"{path}/run")
    finish(firm)
    assert "2 tags on candidates" in words(browser.get(f"{path}/undo").text)
    browser.post(f"{path}/undo")
    finish(firm)
    assert "2 tags on candidates" in words(browser.get(path).text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a .csv or .xlsx file."),
        (b"\x89PNG\r\n\x1a\n\x00", "This isn’t a table."),
        (b"name,email\n", "This file has column names but no rows."),
        (b"\n", "This file is empty."),
        (b"%PDF-1.7\n\x00\x01", "This isn’t a table."),
        (b"\x89PNG\r\n\x1a\n\x00" * 10_000, "This isn’t a table."),
        (b"name," * 100_000, "A line in this file is too long."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "This is an old Excel file (.xls)."),
    ],
    ids=["none", "a small image", "no rows", "empty", "a PDF", "an image", "many columns", "old Excel"],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(browser: Browser, content: bytes, sentence: str) -> None:
    file = (BytesIO(content), "people.csv" if content else "")
    answer = browser.post("/imports/new", {"kind": "candidates", "file": file, "recruiter_id": "", "office_id": ""})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_file_of_other_things_asks_which_column_is_which(firm: Firm, browser: Browser) -> None:
    page = browser.get(upload(firm, browser, "Color,Size\nred,4\n")).text
    assert "Choose which column holds: Name, Email." in page
    assert "Import 1 row" not in page


def test_another_row_is_named_by_its_line_in_the_file(firm: Firm, browser: Browser) -> None:
    page = browser.get(upload(firm, browser, "name,email\nAnn Lee,a@example.org\nBo Lee,A@example.org\n")).text
    assert "Row 2 is about the same one. Delete one of the two." in page


def large(last: str = "") -> str:
    """A table that is too large to be read while a person waits."""
    return "name,email\n" + "".join(f"Ann Number{n},ann{n}@example.org\n" for n in range(1200)) + last


def choose(browser: Browser, text: str, name: str = "people.csv", **form: str) -> TestResponse:
    file = (BytesIO(text.encode()), name)
    return browser.post(
        "/imports/new", {"kind": "candidates", "file": file, "recruiter_id": "", "office_id": "", **form}
    )


def test_a_large_file_shows_how_far_it_is_read(firm: Firm, browser: Browser) -> None:
    path = choose(browser, large()).headers["Location"]
    page = browser.get(path).text
    assert "Reading people.csv" in page
    assert "0 rows read" in page
    finish(firm)
    assert "Import 1,200 rows" in browser.get(path).text


def test_reading_can_be_stopped(firm: Firm, browser: Browser) -> None:
    path = choose(browser, large()).headers["Location"]
    assert "Nothing was imported from it." in browser.post(f"{path}/removal", follow_redirects=True).text
    assert browser.get(path).status_code == 404
    finish(firm)
    assert firm.session.scalars(select(Import)).all() == []


def test_what_is_wrong_amid_a_large_file_is_said_where_another_is_chosen(firm: Firm, browser: Browser) -> None:
    path = choose(browser, large("x," * 300)).headers["Location"]
    finish(firm)
    page = browser.get(path).text
    assert "Line 1202 has more than 200 columns. Check its quotation marks." in page
    assert 'action="/imports/new"' in page
    assert "people.csv couldn’t be read. Nothing was imported." in page
    assert "Couldn’t be read" in browser.get("/imports").text


def test_the_same_form_twice_makes_one_import(firm: Firm, browser: Browser) -> None:
    token = {"form_token": "0" * 32}
    first = choose(browser, large(), **token)
    again = choose(browser, large(), **token)
    assert first.headers["Location"] == again.headers["Location"]
    assert choose(browser, large(), "others.csv", **token).status_code == 409
    assert len(firm.session.scalars(select(Import)).all()) == 1


def test_a_discarded_import_leaves_nothing(firm: Firm, browser: Browser) -> None:
    browser.post(f"{upload(firm, browser)}/removal")
    finish(firm)
    firm.session.expire_all()
    assert firm.session.scalars(select(ImportRow)).all() == []
    assert firm.session.scalars(select(Import)).all() == []


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ({"column": "Nothing", "text": "x"}, 409),
        ({"column": "Mail", "text": "x" * 40_000}, 409),
        ({"column": "Mail", "text": "a\x00b"}, 400),
    ],
)
def test_a_cell_that_cannot_be_saved_is_refused(
    firm: Firm, browser: Browser, cell: dict[str, str], status: int
) -> None:
    path = upload(firm, browser)
    assert browser.post(f"{path}/rows/2/cell", cell).status_code == status
    firm.session.expire_all()
    kept = firm.session.scalars(select(ImportRow.cells).where(ImportRow.number == 2)).one()
    assert kept == ["Ola Berg", "ola@example", ""]
