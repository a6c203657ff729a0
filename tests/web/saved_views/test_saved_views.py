"""Saved views of lists: tabs with counts, one's own and shared ones, renamed, deleted, and brought back."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.core import listing
from portal.saved_views.models import SavedView
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

LATE = {"list_name": "candidates", "name": "Late ones", "query": "late=now&state=nonsense&sort=due&order=up"}


def tabs(browser: Browser, path: str = "/candidates") -> dict[str, str]:
    """The tabs of a list with their counts; the current one is marked."""
    page = BeautifulSoup(browser.get(path).text, "html.parser")
    found = {}
    for tab in page.select("a[data-view]"):
        label = " ".join(str(tab.find(string=True, recursive=False)).split())
        count = "".join(each.text for each in tab.select(".count"))
        found[label + ("*" if tab.get("aria-current") else "")] = count
    return found


@pytest.fixture
def saved(firm: Firm, browse: Browse) -> SavedView:
    """A view of the recruiter's own."""
    for name in ("Ann Lee", "Cy Orr"):
        firm.candidate(name)
    firm.commit()
    assert browse(firm.recruiter).post("/views", LATE).status_code == 302
    return firm.session.scalars(select(SavedView)).one()


def test_every_list_has_views_with_their_counts(firm: Firm, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ann Lee", "Cy Orr", "Di Poe"):
        firm.candidate(name)
    firm.commit()
    everyone = {"Needs me": "0", "Interviewing this week": "0", "Never reminded": "3", "Available": "0"}
    assert tabs(browse(firm.recruiter)) == {"All*": "3"} | everyone
    monkeypatch.setattr(listing, "COUNTED", 2)
    assert tabs(browse(firm.recruiter))["Never reminded"] == "2+"
    assert "Never reminded*" in tabs(browse(firm.recruiter), "/candidates?unreminded=1")


def test_a_saved_view_keeps_what_its_list_knows_and_is_ones_own(firm: Firm, saved: SavedView, browse: Browse) -> None:
    assert saved.query == "late=now&sort=due&order=up"
    assert tabs(browse(firm.recruiter), f"/candidates?{saved.query}")["Late ones*"] == "0"
    assert "Late ones" not in tabs(browse(firm.owner))
    assert browse(firm.owner).get(f"/views/{saved.id}").status_code == 404


def test_saving_under_the_same_name_saves_the_view_anew(firm: Firm, saved: SavedView, browse: Browse) -> None:
    browse(firm.recruiter).post("/views", LATE | {"name": "late ONES", "query": "unreminded=1"})
    firm.session.refresh(saved)
    assert (saved.name, saved.query) == ("late ONES", "unreminded=1")
    assert len(firm.session.scalars(select(SavedView)).all()) == 1


def test_a_shared_view_is_everyones_and_its_me_is_whoever_reads(firm: Firm, saved: SavedView, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    recruiter.post("/views", LATE | {"name": "Mine", "query": "recruiter=me", "is_shared": "y"})
    assert tabs(recruiter)["Mine"] == "2"
    theirs = tabs(browse(firm.owner))
    assert theirs["Mine"] == "0" and "Late ones" not in theirs
    shared = firm.session.scalars(select(SavedView).where(SavedView.id != saved.id)).one()
    assert browse(firm.owner).get(f"/views/{shared.id}").status_code == 200
    assert browse(firm.stranger).get(f"/views/{shared.id}").status_code == 404


def test_who_only_reads_keeps_views_of_their_own_and_shares_none(firm: Firm, browse: Browse) -> None:
    reader = browse(firm.viewer)
    reader.post("/views", LATE | {"is_shared": "y"})
    assert not firm.session.scalars(select(SavedView)).one().is_shared
    assert "Share with everyone" not in reader.get("/candidates").text


def test_a_view_is_renamed_and_a_taken_name_is_refused_at_its_field(
    firm: Firm, saved: SavedView, browse: Browse
) -> None:
    recruiter = browse(firm.recruiter)
    recruiter.post("/views", LATE | {"name": "Others"})
    taken = recruiter.post(f"/views/{saved.id}", {"name": "others"})
    assert taken.status_code == 422 and "You already have a view called others." in taken.text
    recruiter.post(f"/views/{saved.id}", {"name": "Overdue"})
    assert "Overdue" in tabs(recruiter)


def test_a_deleted_view_can_be_brought_back(firm: Firm, saved: SavedView, browse: Browse) -> None:
    recruiter = browse(firm.recruiter)
    gone = recruiter.post(f"/views/{saved.id}/deletion", follow_redirects=True).text
    assert "Deleted the view Late ones." in gone and "Late ones" not in tabs(recruiter)
    undo = re.search(r'action="(/views/[^"]+/restoration)"', gone)
    assert undo is not None
    recruiter.post(undo[1])
    assert "Late ones" in tabs(recruiter)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 41}, {"list_name": "nothing"}])
def test_a_view_without_a_name_or_a_list_is_not_saved(firm: Firm, browse: Browse, wrong: dict[str, str]) -> None:
    said = browse(firm.recruiter).post("/views", LATE | wrong, follow_redirects=True)
    assert "The view wasn’t saved." in said.text
    assert firm.session.scalars(select(SavedView)).all() == []
