"""Every list can be downloaded as it is filtered, as CSV and as a workbook; no value runs as a formula."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.contacts.details import ContactDetails
from portal.contacts.models import ContactRequest
from portal.core import listing
from portal.interviews import contact_info
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from portal.openings.rules import CALL_ME
from portal.reminders import candidate_invitations
from portal.web.exports.lists import LISTS
from portal.web.shared import responses
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


@pytest.fixture
def many(firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """An owner whose lists have more rows than a page, and some that each filter leaves out."""
    for module in (responses, listing):
        monkeypatch.setattr(module, "PAGE_SIZE", 1)
    for number in range(5):
        application = firm.application(firm.candidate(f"Ann Lee{number}"))
        firm.interview(application, starts_in=timedelta(days=1 + number), people=(f"Dana Ruiz{number}", "Lee Park"))
        over = firm.interview(application, starts_in=-timedelta(days=1 + number), people=(f"Bo Met{number}",))
        firm.debriefed(over)
        candidate_invitations.invite(firm.command(), firm.candidate(f"Cy Orr{number}", accepted=False))
        until = firm.now().date() + timedelta(days=9 if number < 3 else -9)
        field = agencies.job_fields(firm.session)[0]
        job = openings.create(firm.command(), OpeningDetails(f"Job {number}", field.id, until))
        if number < 3:
            openings.respond(firm.command(), job, application.candidate, CALL_ME, today=firm.now().date())
    for asked in firm.session.scalars(select(ContactRequest).limit(3)).all():
        contact_info.provide_details(
            firm.command(), asked.contact, ContactDetails(asked.contact.name, None, "a@b.example")
        )
    firm.commit()
    return browse(firm.owner)


def listed(browser: Browser, path: str) -> list[str]:
    """What each row of the list says, on all of its pages."""
    found: list[str] = []
    following: str | None = path
    while following:
        page = BeautifulSoup(browser.get(following).text, "html.parser")
        found += [" ".join(row.get_text(" ").split()) for row in page.select("main .rows > .row, main tbody tr")]
        more = page.select_one("main nav[aria-label=Pages] a")
        following = str(more["href"]) if more else None
    return found


@pytest.mark.parametrize(
    ("path", "name", "column"),
    [
        ("/candidates", "candidates", 0),
        ("/candidates?q=lee", "candidates", 0),
        ("/applications", "applications", 0),
        ("/applications?sort=employer&order=down", "applications", 1),
        ("/interviews?sort=candidate", "interviews", 0),
        ("/contacts?info=none&sort=employer", "contacts", 0),
        ("/contact-requests?claimed=no_one&sort=contact", "contact-requests", 0),
        ("/employers", "employers", 0),
        ("/employers?q=acme", "employers", 0),
        ("/contacts", "contacts", 0),
        ("/contacts?q=met", "contacts", 0),
        ("/interviews", "interviews", 0),
        ("/interviews?when=past", "interviews", 0),
        ("/openings", "jobs", 0),
        ("/openings?when=past", "jobs", 0),
        ("/contact-requests", "contact-requests", 0),
        ("/contact-requests?when=closed", "contact-requests", 0),
        ("/interests", "interests", 0),
        ("/mail?group=waiting", "email-log", 2),
    ],
)
def test_what_is_exported_is_what_the_page_lists(many: Browser, path: str, name: str, column: int) -> None:
    """Row for row and in one order, under the same filter, in both forms, by the links of the page."""
    query = "".join(path.partition("?")[1:])
    rows = rows_of(many, f"/exports/{name}.csv{query}")
    shown = listed(many, path)
    assert len(shown) == len(rows) - 1 > 1
    assert [text for text, row in zip(shown, rows[1:], strict=True) if row[column] not in text] == []
    book = load_workbook(BytesIO(many.get(f"/exports/{name}.xlsx{query}").data))
    assert [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)] == rows
    links = BeautifulSoup(many.get(path).text, "html.parser").select('main a[href^="/exports/"]')
    assert [link["href"] for link in links] == [f"/exports/{name}.{end}{query}" for end in ("csv", "xlsx")]


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
