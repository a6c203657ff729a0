"""The lists of staff besides that of candidates: what their addresses filter and sort by, and their views."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from portal.agencies import queries as agencies
from portal.contacts.models import ContactRequest
from portal.core import listing
from portal.interviews import actions as interviews
from portal.openings import actions as openings
from portal.openings.actions import OpeningDetails
from portal.openings.rules import CALL_ME, NOT_FOR_ME, PUT_FORWARD
from portal.summaries.models import ApplicationSummary
from portal.web.saved_views.pages import PAGES
from portal.web.shared import lists
from portal.web.shared.list_filters import SEVERAL, ListFilter
from portal.web.shared.lists import ListPage
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

DAY = timedelta(days=1)
PATH_OF = {"jobs": "/openings"}
PATHS = ("/applications", "/interviews", "/contacts", "/contact-requests", "/employers", "/openings", "/interests")


def listed(browser: Browser, path: str) -> list[str]:
    """The names of the rows, each what its row leads to."""
    page = browser.get(path)
    assert page.status_code == 200, path
    return [link.text for link in BeautifulSoup(page.text, "html.parser").select("td .row-link")]


@pytest.fixture
def work(firm: Firm) -> Firm:
    """Ann met Lee, whose contact info is missing; Cy, of another recruiter, meets Dana tomorrow."""
    ann, cy = firm.candidate("Ann Lee"), firm.candidate("Cy Orr")
    cy.recruiter_id, cy.office_id = firm.stranger.id, firm.stranger.office_id
    held = firm.interview(firm.application(ann), starts_in=-DAY, people=("Lee Park",))
    firm.debriefed(held)
    firm.interview(firm.application(cy), starts_in=DAY, people=("Dana Ruiz <dana@acme.example>",))
    missed = firm.interview(firm.application(cy), starts_in=-3 * DAY, people=("Bo Met",))
    interviews.set_status(firm.command(), missed, "no_show", None)
    one, other = agencies.job_fields(firm.session)[:2]
    today = firm.now().date()
    nurse, driver, _clerk = (
        openings.create(firm.command(), OpeningDetails(title, field.id, today + days * DAY))
        for title, field, days in (("Nurse", one, 9), ("Driver", other, 20), ("Clerk", one, -9))
    )
    for who, opening, kind in ((cy, nurse, CALL_ME), (ann, nurse, PUT_FORWARD), (cy, driver, NOT_FOR_ME)):
        openings.respond(firm.command(), opening, who, kind, today=today)
    openings.mark_handled(firm.command(), openings.respond(firm.command(), driver, ann, CALL_ME, today=today))
    firm.commit()
    return firm


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/applications?sort=candidate", ["Ann Lee", "Cy Orr", "Cy Orr"]),
        ("/applications?sort=candidate&order=down", ["Cy Orr", "Cy Orr", "Ann Lee"]),
        ("/applications?unthanked=1", ["Ann Lee"]),
        ("/applications?missing=1", ["Ann Lee"]),
        ("/applications?offer=1", []),
        ("/applications?state=closed&state=lapsed", []),
        ("/applications?recruiter=me", []),
        ("/applications?q=ann", ["Ann Lee"]),
        ("/interviews", ["Cy Orr"]),
        ("/interviews?when=past", ["Ann Lee", "Cy Orr"]),
        ("/interviews?when=past&status=no_show", ["Cy Orr"]),
        ("/interviews?when=past&sort=candidate&order=down", ["Cy Orr", "Ann Lee"]),
        ("/contacts", ["Bo Met", "Dana Ruiz", "Lee Park"]),
        ("/contacts?info=known", ["Dana Ruiz"]),
        ("/contacts?info=none&order=down", ["Lee Park", "Bo Met"]),
        ("/contacts?info=guess&info=mail&info=hr", []),
        ("/contacts?employer=nobody", []),
        ("/contact-requests", ["Lee Park"]),
        ("/contact-requests?claimed=no_one", ["Lee Park"]),
        ("/contact-requests?claimed=me&claimed=others", []),
        ("/contact-requests?late=1", []),
        ("/contact-requests?when=closed", []),
        ("/openings", ["Nurse", "Driver"]),
        ("/openings?sort=title", ["Driver", "Nurse"]),
        ("/openings?when=past", ["Clerk"]),
        ("/openings?when=never", ["Nurse", "Driver"]),
        ("/interests", ["Cy Orr", "Ann Lee"]),
        ("/interests?sort=candidate", ["Ann Lee", "Cy Orr"]),
        ("/interests?kind=call_me", ["Cy Orr"]),
        ("/interests?recruiter=me", []),
        ("/interests?employer=nobody", []),
        ("/interests?when=handled", ["Ann Lee"]),
    ],
)
def test_the_address_filters_and_sorts_a_list(work: Firm, browse: Browse, path: str, names: list[str]) -> None:
    assert listed(browse(work.owner), path) == names


@pytest.mark.parametrize("path", ["/applications", "/interviews?when=past", "/contact-requests", "/interests"])
def test_a_recruiter_lists_only_what_they_see(work: Firm, browse: Browse, path: str) -> None:
    everything, mine = listed(browse(work.owner), path), listed(browse(work.recruiter), path)
    assert set(mine) <= {"Ann Lee", "Lee Park"} and set(mine) <= set(everything)
    assert "Ann Lee" not in listed(browse(work.stranger), path)


def test_a_list_is_filtered_by_recruiter_office_field_and_employer(work: Firm, browse: Browse) -> None:
    owner, office = browse(work.owner), work.stranger.office_id
    for path in ("/applications", "/interviews"):
        assert set(listed(owner, f"{path}?recruiter={work.stranger.id}")) == {"Cy Orr"}
        assert set(listed(owner, f"{path}?office={office}")) == {"Cy Orr"}
    assert listed(owner, f"/contact-requests?recruiter={work.recruiter.id}") == ["Lee Park"]
    assert listed(owner, f"/openings?field={agencies.job_fields(work.session)[1].id}") == ["Driver"]
    assert listed(owner, f"/interests?office={office}") == ["Cy Orr"]
    assert listed(owner, f"/interests?field={agencies.job_fields(work.session)[1].id}") == []
    asked = work.session.query(ContactRequest).one()
    employer = asked.contact.employer.name
    assert listed(owner, f"/contact-requests?employer={employer.upper()}") == ["Lee Park"]
    assert "Ann Lee" in listed(owner, f"/applications?employer={employer}")
    assert listed(owner, "/employers?no_hr=1") == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_view_and_order_of_a_list_is_shown_and_counted(work: Firm, browse: Browse, page: ListPage) -> None:
    name, keys = page.name, page.listing.sort_keys
    path = PATH_OF.get(name, f"/{name}")
    owner = browse(work.owner)
    first = BeautifulSoup(owner.get(path).text, "html.parser")
    for tab in first.select("a[data-view]"):
        shown = BeautifulSoup(owner.get(str(tab["href"])).text, "html.parser")
        count = "".join(each.text for each in tab.select(".count"))
        assert shown.select_one("a[data-view][aria-current]").text == tab.text  # type: ignore[union-attr]
        assert len(shown.select("tbody tr")) == int(count), tab.text
    for key in keys:
        for order in ("up", "down"):
            assert owner.get(f"{path}?sort={key}&order={order}").status_code == 200


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_form_or_chip_of_a_list_keeps_the_rest_of_its_address(work: Firm, browse: Browse, page: ListPage) -> None:
    usual = {(order.key, order.descending) for order in page.order.values()}
    orders = [(key, descending) for key in page.listing.sort_keys for descending in (True, False)]
    key, descending = next(order for order in orders if order not in usual)
    asked = [("sort", key), ("order", "down" if descending else "up"), *([("q", "an")] if page.search else [])]
    asked += [(row.name, value) for row in page.filters for value in some_values(work, row)]
    path = f"{PATH_OF.get(page.name, '/' + page.name)}?{urlencode(asked)}"
    for more in ("", "&filter=open"):
        shown = BeautifulSoup(browse(work.owner).get(path + more).text, "html.parser")
        forms = shown.select(".list-page form[method=get]")
        assert len(forms) >= bool(page.search) + bool(more)
        for form in forms:
            assert set(sent_by(form)) == set(asked), form
        for link in shown.select(".chip-x"):
            kept = parse_qsl(urlsplit(str(link["href"])).query)
            dropped = {name for name, _value in set(asked) - set(kept)}
            assert len(dropped) == 1 and dropped <= {row.name for row in page.filters}


def some_values(work: Firm, row: ListFilter) -> list[str]:
    """Values of the filter that mean something, not its usual one."""
    if row.load:
        return [str(found.id) for found in row.load(work.session)][:2]
    if row.choices:
        return [*row.choices][-2:] if row.kind == SEVERAL else [*row.choices][-1:]
    return [{"flag": "1", "day": "2026-12-01", "text": "Acme"}[row.kind]]


def sent_by(form: Tag) -> Iterator[tuple[str, str]]:
    """What a browser sends with the form as it stands, without what is empty."""
    for field in form.select("input[name], select[name]"):
        if field.name == "select":
            yield str(field["name"]), str(field.select("option[selected]")[0]["value"])
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            yield str(field["name"]), str(field["value"])


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_of_a_list_hold_every_row_once(
    work: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    owner = browse(work.owner)
    everything = listed(owner, path)
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    found: list[str] = []
    following: str | None = path
    while following:
        found += listed(owner, following)
        more = BeautifulSoup(owner.get(following).text, "html.parser").select_one("a[rel=next]")
        following = str(more["href"]) if more else None
    assert found == everything


@pytest.mark.parametrize("path", PATHS)
def test_no_address_of_a_list_breaks_it(work: Firm, browse: Browse, path: str) -> None:
    assert work
    owner = browse(work.owner)
    for query in (
        "sort=nothing&order=sideways&after=x~y",
        "after=2026-99-99~00000000-0000-0000-0000-000000000000",
        "after=%00~00000000-0000-0000-0000-000000000000",
        "recruiter=x&field=%00&state=%ff&from=0000-00-00&employer=%00&when=%00&info=1&claimed=2&kind=3&late=4",
        "filter=open&deleted_view=x",
    ):
        assert owner.get(f"{path}?{query}").status_code == 200, query


def test_the_summary_of_a_list_and_its_rows_agree(work: Firm, browse: Browse) -> None:
    page = browse(work.owner).get("/applications").text
    assert f"{work.session.query(ApplicationSummary).count()} applications" in page


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_long_list_is_sorted_only_by_what_an_index_answers(
    work: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch, page: ListPage
) -> None:
    monkeypatch.setattr(listing, "COUNTED", 1)
    monkeypatch.setattr(lists, "COUNTED", 1)
    owner, path = browse(work.owner), PATH_OF.get(page.name, f"/{page.name}")
    for name, key in page.listing.sort_keys.items():
        shown = BeautifulSoup(owner.get(f"{path}?sort={name}").text, "html.parser")
        assert shown.select("tbody tr"), name
        assert ("This list is too long to sort by" in shown.text) == key.for_short_lists
        assert bool(shown.select(f"th.col-{name} a.sort")) != key.for_short_lists or name == "no_answer"
