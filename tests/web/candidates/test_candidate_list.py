"""The list of candidates: what its address filters and sorts by, its pages, and how tall its rows are."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest

from portal.agencies import queries as agencies
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.summaries import candidate_list
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = re.compile(r'class="row-link" href="/candidates/[^"]+">([^<]+)<')


@pytest.fixture
def people(firm: Firm) -> dict[str, Candidate]:
    """Late: debrief open for days. Soon: an interview tomorrow, contact info missing. Idle: nothing at all."""
    made = {name: firm.candidate(f"{name} Ames") for name in ("Late", "Soon", "Idle")}
    late = firm.interview(firm.application(made["Late"]), starts_in=-4 * DAY, people=("Dana Ruiz <dana@acme.example>",))
    late.recorded_at -= 9 * DAY
    firm.interview(firm.application(made["Soon"]), starts_in=DAY, people=("Lee Park",))
    made["Idle"].recruiter_id, made["Idle"].office_id = firm.stranger.id, firm.stranger.office_id
    made["Soon"].field_id = agencies.job_fields(firm.session)[0].id
    candidates.suppress_reminders(firm.command(), made["Idle"], "placed")
    firm.commit()
    return made


def listed(browser: Browser, query: str = "") -> list[str]:
    page = browser.get(f"/candidates{query}")
    assert page.status_code == 200
    return [name.partition(" ")[0] for name in NAMES.findall(page.text)]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Idle", "Late", "Soon"]),
        ("?order=down", ["Soon", "Late", "Idle"]),
        ("?sort=due", ["Late", "Soon", "Idle"]),
        ("?late=now", ["Late"]),
        ("?late=day", ["Late"]),
        ("?task=prepare_draft", ["Soon"]),
        ("?state=placed", ["Idle"]),
        ("?state=under_way", ["Late", "Soon"]),
        ("?missing=1", ["Soon"]),
        ("?unreminded=1", ["Idle", "Late", "Soon"]),
        ("?employer=nobody", []),
        ("?q=soon", ["Soon"]),
        ("?state=nonsense&field=7&late=x&from=never&sort=age", ["Idle", "Late", "Soon"]),
    ],
)
def test_the_address_filters_and_sorts_the_list(firm: Firm, browse: Browse, query: str, names: list[str]) -> None:
    assert listed(browse(firm.owner), query) == names


def test_the_list_is_filtered_by_what_a_candidate_belongs_to(
    firm: Firm, people: dict[str, Candidate], browse: Browse
) -> None:
    browser, soon = browse(firm.owner), people["Soon"]
    assert listed(browser, f"?field={soon.field_id}") == ["Soon"]
    assert listed(browser, f"?office={firm.stranger.office_id}") == ["Idle"]
    assert listed(browser, f"?recruiter={firm.recruiter.id}&sort=due") == ["Late", "Soon"]
    tomorrow = (firm.now() + DAY).date()
    assert listed(browser, f"?from={tomorrow}&until={tomorrow + DAY}") == ["Soon"]


@pytest.mark.usefixtures("people")
def test_each_filter_is_a_chip_that_takes_it_away(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    html = browser.get(f"/candidates?recruiter={firm.recruiter.id}&late=now&sort=due").text
    assert "Recruiter: Rita Recruiter" in html
    assert f'href="/candidates?recruiter={firm.recruiter.id}&amp;sort=due"' in html
    assert 'href="/candidates?late=now&amp;sort=due"' in html
    assert 'aria-sort="ascending"' in html and "order=down" in html
    assert 'name="unreminded"' in browser.get("/candidates?filter=open").text


@pytest.mark.parametrize("sort", ["name", "due", "heard"])
def test_the_pages_of_the_list_hold_everyone_once(
    firm: Firm, people: dict[str, Candidate], browse: Browse, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(candidate_list, "PAGE_SIZE", 2)
    browser, order = browse(firm.owner), "down" if sort == "heard" else ""
    html = browser.get(f"/candidates?sort={sort}&order={order}").text
    following = re.search(r'href="([^"]+)" rel="next"', html)
    assert following is not None
    rest = browser.get(following[1].replace("&amp;", "&")).text
    assert len(NAMES.findall(html)) == 2
    assert {*NAMES.findall(html), *NAMES.findall(rest)} == {person.name for person in people.values()}
    assert 'rel="next"' not in rest


@pytest.mark.usefixtures("people")
def test_a_recruiter_sees_their_own_and_the_count_says_how_many(
    firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert listed(browse(firm.stranger)) == ["Idle"]
    assert "3 candidates" in browse(firm.owner).get("/candidates").text
    monkeypatch.setattr(candidate_list, "COUNTED", 2)
    assert "2+ candidates" in browse(firm.owner).get("/candidates").text


@pytest.mark.usefixtures("people")
def test_the_export_has_the_rows_of_the_list(firm: Firm, browse: Browse) -> None:
    answer = browse(firm.owner).get("/exports/candidates.csv?state=under_way&sort=due").text
    assert [row["Name"] for row in csv.DictReader(StringIO(answer))] == ["Late Ames", "Soon Ames"]


@pytest.mark.usefixtures("people")
def test_the_height_of_rows_is_remembered(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    assert "list-comfortable" not in browser.get("/candidates").text
    for view in ("comfortable", "comfortable", "huge"):
        assert browser.post("/me/list-view", {"view": view}, page="/candidates").status_code == 302
    assert "list-comfortable" in browse(firm.owner).get("/candidates").text
    assert "list-comfortable" not in browse(firm.recruiter).get("/candidates").text
