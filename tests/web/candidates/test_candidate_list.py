"""The list of candidates: what its address filters and sorts by, its pages, and how tall its rows are."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.agencies import queries as agencies
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core import listing
from portal.interviews import contact_info
from portal.notes import actions as notes
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
def test_each_filter_is_a_chip_that_opens_its_choices_and_takes_it_away(firm: Firm, browse: Browse) -> None:
    browser = browse(firm.owner)
    html = browser.get(f"/candidates?recruiter={firm.recruiter.id}&recruiter=me&late=now&sort=due").text
    page = BeautifulSoup(html, "html.parser")
    chips = {chip.summary.text: chip for chip in page.select(".chip-on") if chip.summary}
    assert set(chips) == {"Planned for: Overdue", "Recruiter: Rita Recruiter, me"}
    without = {said: str(chip.select("a")[-1]["href"]) for said, chip in chips.items()}
    assert (
        without["Planned for: Overdue"] == f"/candidates?recruiter={firm.recruiter.id}&recruiter=me&sort=due&order=up"
    )
    assert without["Recruiter: Rita Recruiter, me"] == "/candidates?late=now&sort=due&order=up"
    form = chips["Planned for: Overdue"].form
    assert form is not None
    assert [box["value"] for box in form.select(".filter-options input[checked]")] == ["now"]
    kept = [(field["name"], field["value"]) for field in form.select("input[type=hidden], input[hidden][checked]")]
    assert kept == [("recruiter", str(firm.recruiter.id)), ("recruiter", "me"), ("sort", "due"), ("order", "up")]
    assert 'aria-sort="ascending"' in html and "order=down" in html
    assert 'name="unreminded"' in browser.get("/candidates?filter=open").text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?task=prepare_draft&task=debrief", ["Late", "Soon"]),
        ("?state=placed&state=under_way", ["Idle", "Late", "Soon"]),
        ("?interview=week&interview=next", ["Soon"]),
        ("?sort=recruiter", ["Late", "Soon", "Idle"]),
        ("?sort=recruiter&order=down", ["Idle", "Soon", "Late"]),
        ("?sort=field&order=down", ["Soon", "Late", "Idle"]),
        ("?sort=office", ["Idle", "Late", "Soon"]),
    ],
)
def test_one_of_several_values_is_enough_and_names_sort_within_a_field(
    firm: Firm, people: dict[str, Candidate], browse: Browse, query: str, names: list[str]
) -> None:
    assert len(people) == len(listed(browse(firm.owner)))
    assert listed(browse(firm.owner), query) == names


@pytest.mark.usefixtures("people")
def test_a_value_that_means_nothing_is_left_out_and_named(firm: Firm, browse: Browse) -> None:
    page = browse(firm.owner).get("/candidates?state=nonsense&recruiter=nobody&from=2026-99-01").text
    assert page.count("isn’t a filter of this list, so it’s left out.") == 3
    assert "“State: nonsense”" in page


@pytest.mark.parametrize("sort", ["name", "due", "heard", "field", "office", "recruiter"])
def test_the_pages_of_the_list_hold_everyone_once(
    firm: Firm, people: dict[str, Candidate], browse: Browse, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
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
    monkeypatch.setattr(listing, "COUNTED", 2)
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


def test_contact_info_that_is_not_available_is_not_asked_for_as_the_next_task(firm: Firm, browse: Browse) -> None:
    """The follow-up is being sent, so that the request is what is left to do."""
    interview = firm.interview(firm.application(firm.candidate("Ann Lee")), starts_in=-4 * HOUR, people=("Lee Park",))
    firm.debriefed(interview)
    follow_up = notes.begin(firm.command(), interview.people[0], "follow_up", {})
    follow_up.submitted_at = firm.now()
    firm.commit()
    assert "Get contact info for Lee Park" in browse(firm.owner).get("/candidates").text
    request = firm.session.scalars(select(ContactRequest)).one()
    contact_info.mark_not_available(firm.command(), request, "not_given_out")
    firm.commit()
    page = browse(firm.owner).get("/candidates").text
    assert "Reach Lee Park another way" in page and "Get contact info for" not in page
