"""The report's pages: the figures of a period and an office, what explains them, and their lists."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.insight import queries
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEOPLE = ("Dana Ruiz <dana@acme.example>", "Lee Park", "Kim Hall")


def _held(firm: Firm, *people: str) -> None:
    firm.interview(firm.application(firm.candidate("Ann Lee")), starts_in=-50 * HOUR, people=people)
    firm.commit()


def figures(html: str) -> dict[str, str]:
    """What each figure says, by its title."""
    page = BeautifulSoup(html, "lxml")
    titles, numbers = page.select(".insight-figure h2"), page.select(".insight-number")
    said = [" ".join(number.get_text().split()) for number in numbers]
    return dict(zip([title.get_text() for title in titles], said, strict=True))


def test_a_figure_says_its_share_and_of_how_many(firm: Firm, browse: Browse) -> None:
    _held(firm, *PEOPLE[:2])
    page = browse(firm.recruiter).get("/insight").text
    said = figures(page)
    assert said["Thanked within 24 hours"] == "0% 0 of 2 people met"
    assert said["Contacts complete before the interview"] == "0% 0 of 1 interview"
    assert said["Follow-ups on time"] == "– No follow-ups were planned for this period."
    assert len(said) == page.count("How is this counted?") == 6
    assert "in New York time" in page


def test_a_chart_has_its_numbers_as_a_table(firm: Firm, browse: Browse) -> None:
    _held(firm, *PEOPLE)
    page = BeautifulSoup(browse(firm.owner).get("/insight").text, "lxml")
    first = page.select(".insight-figure")[0]
    assert len(first.select("svg[role=img][aria-label*='in the table below']")) == 1
    assert [row.select("td")[1].get_text() for row in first.select("tbody tr")][-1] == "0 of 3 people met"
    assert len(first.select("tbody tr")) == len(first.select("svg g")) == 4


def test_the_list_has_each_row_once_and_those_not_met_first(
    firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    _held(firm, *PEOPLE)
    browser = browse(firm.recruiter)
    first = browser.get("/insight/thanked").text
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    rest = browser.get(following[1].replace("&amp;", "&")).text
    assert (first.count("Not thanked"), rest.count("Not thanked")) == (2, 1)
    assert {name for name in ("Dana Ruiz", "Lee Park", "Kim Hall") if name in first + rest} == {
        "Dana Ruiz",
        "Lee Park",
        "Kim Hall",
    }
    assert re.search(r'class="row-link" href="/interviews/[0-9a-f-]{36}">Ann Lee', first)
    assert 'rel="next"' not in rest


@pytest.mark.parametrize("figure", ["contacts", "requests", "follow-ups", "heard-with-thank-yous"])
def test_each_figure_has_a_list(firm: Firm, browse: Browse, figure: str) -> None:
    assert browse(firm.viewer).get(f"/insight/{figure}").status_code == 200


def test_the_report_is_of_the_dates_and_the_office_that_are_asked_for(firm: Firm, browse: Browse) -> None:
    _held(firm, *PEOPLE)
    browser, today = browse(firm.owner), firm.now().date()
    ago = today - DAY * 9
    for query, counted in (
        (f"from={ago}&until={today}", True),
        (f"from={ago}&until={ago}", False),
        (f"from={ago}&until={today}&office={firm.stranger.office_id}", False),
        (f"from={ago}&until={today}&office={firm.recruiter.office_id}", True),
    ):
        said = figures(browser.get(f"/insight?period=custom&{query}").text)["Thanked within 24 hours"]
        assert ("of 3 people met" in said) is counted, query


@pytest.mark.parametrize(
    "query",
    [
        "period=custom&from=2026-05-05&until=2026-05-04",
        "period=custom&from=never&until=",
        "period=custom&from=1000-01-01&until=2026-05-04",
        "period=custom&from=9999-12-31&until=9999-12-31",
        "period=nonsense&office=7&after=1~x~y",
        "after=0~2026-01-01T00:00:00%2B00:00~00000000-0000-0000-0000-000000000000",
    ],
)
def test_an_address_that_means_nothing_shows_the_last_4_weeks(firm: Firm, browse: Browse, query: str) -> None:
    browser = browse(firm.owner)
    for path in ("/insight", "/insight/thanked", "/insight/requests"):
        answer = browser.get(f"{path}?{query}")
        assert answer.status_code == 200
    assert ("Enter a first day" in browser.get(f"/insight?{query}").text) is query.startswith("period=custom")
