"""The page of results, which is also what the overlay shows: for whom, of what, and with which commands."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.accounts.models import Account
from portal.candidates.models import Candidate
from portal.contacts.models import Employer
from portal.core import removal
from tests.factories.firm import Firm
from tests.fixtures.app import Browse

OVERLAY = {"HX-Request": "true"}
DANA = "Dana Ruiz <dana.secret@umbra.example>"


@pytest.fixture
def full(firm: Firm) -> Firm:
    """Amara Osei of the recruiter's office has an interview ahead at Umbra Foods, where Dana Ruiz is met."""
    application = firm.application(firm.candidate("Amara Osei"))
    employer = firm.session.scalars(select(Employer)).one()
    employer.name = "Umbra Foods"
    firm.interview(application, people=(DANA,))
    firm.commit()
    return firm


def results(browse: Browse, account: Account, text: str) -> BeautifulSoup:
    answer = browse(account).get("/search", query_string={"q": text}, headers=OVERLAY)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [" ".join(title.get_text().split()) for title in page.select(".search-title")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("osei", ["Amara Osei", "Amara Osei", "Move interview of Amara Osei", "New candidate “osei”"]),
        ("osie", ["Amara Osei", "Amara Osei", "Move interview of Amara Osei", "New candidate “osie”"]),
        ("umbra", ["Dana Ruiz", "Umbra Foods", "Amara Osei", "Move interview of Amara Osei", "New candidate “umbra”"]),
        ("dana.secret@", ["Dana Ruiz", "New candidate “dana.secret@”"]),
        ("ruiz amara", ["Amara Osei", "Move interview of Amara Osei", "New candidate “ruiz amara”"]),
        ("move interview of osie", ["Move interview of Amara Osei", "New candidate “move interview of osie”"]),
        ("new cand", ["New candidate"]),
        ("new interview", ["New interview", "New candidate “new interview”"]),
        ("import", ["Import", "New candidate “import”"]),
        ("zzzz", ["New candidate “zzzz”"]),
        ("", []),
    ],
)
def test_a_recruiter_finds_records_and_commands(full: Firm, browse: Browse, text: str, expected: list[str]) -> None:
    assert titles(results(browse, full.recruiter, text)) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("recruiter", ["Open", "Remind Amara", "Message", "New interview", "Add an application", "Open application"]),
        ("viewer", ["Open", "Open application"]),
    ],
)
def test_what_can_be_done_with_a_candidate_that_was_found(
    full: Firm, browse: Browse, who: str, expected: list[str]
) -> None:
    browser = browse(getattr(full, who))
    found = BeautifulSoup(browser.get("/search?q=amara", headers=OVERLAY).text, "html.parser")
    answer = browser.get(str(found.select(".search-actions")[0]["href"]), headers=OVERLAY)
    assert titles(BeautifulSoup(answer.text, "html.parser")) == expected


def test_each_kind_of_record_has_its_actions_and_no_other_has(full: Firm, browse: Browse) -> None:
    browser = browse(full.recruiter)
    found = [BeautifulSoup(browser.get(f"/search?q={text}").text, "html.parser") for text in ("amara", "umbra")]
    links = {str(link["href"]) for page in found for link in page.select(".search-actions")}
    assert len(links) == 4  # a candidate, a contact, an employer, and an interview
    for link in links:
        assert titles(BeautifulSoup(browser.get(link).text, "html.parser"))[0] == "Open"
    assert browser.get(f"/search/actions?record=candidate:{full.id}").status_code == 404
    for wrong in ("", "candidate:x", f"account:{full.owner.id}"):
        assert titles(BeautifulSoup(browser.get(f"/search/actions?record={wrong}").text, "html.parser")) == []


def test_the_page_without_scripts_has_the_same_results(full: Firm, browse: Browse) -> None:
    answer = browse(full.recruiter).get("/search?q=osie")
    page = BeautifulSoup(answer.text, "html.parser")
    assert titles(page) == titles(results(browse, full.recruiter, "osie"))
    assert page.select_one("h1") is not None


def test_the_letters_that_were_typed_are_marked(full: Firm, browse: Browse) -> None:
    marked = {text: results(browse, full.recruiter, text).mark.get_text() for text in ("ose", "AMA", "osie")}  # type: ignore[union-attr]
    assert marked == {"ose": "Ose", "AMA": "Ama", "osie": "Osei"}


def test_what_was_tried_is_said_where_nothing_is_found(full: Firm, browse: Browse) -> None:
    page = results(browse, full.recruiter, "zzzz")
    assert "No results for “zzzz”" in page.get_text()
    assert page.select_one(".search-results")["data-said"] == "Nothing found"  # type: ignore[index]


def test_a_new_candidate_begins_with_what_was_typed(full: Firm, browse: Browse) -> None:
    recruiter = browse(full.recruiter)
    for text, field in (("Ilse Brandt", "name"), ("ilse@example.org", "email")):
        link = results(browse, full.recruiter, text).select(".search-row")[-1]
        page = BeautifulSoup(recruiter.get(str(link["href"])).text, "html.parser")
        assert page.select_one(f"input[name={field}]")["value"] == text  # type: ignore[index]


def test_an_owner_is_led_to_the_settings_and_a_recruiter_is_not(full: Firm, browse: Browse) -> None:
    assert "Business hours" in titles(results(browse, full.owner, "business hours"))
    assert titles(results(browse, full.recruiter, "business hours")) == ["New candidate “business hours”"]


def test_who_only_reads_is_offered_no_command_that_changes(full: Firm, browse: Browse) -> None:
    assert titles(results(browse, full.viewer, "osei")) == ["Amara Osei", "Amara Osei"]


def test_who_sees_their_own_candidates_finds_no_others_nor_their_interviews(full: Firm, browse: Browse) -> None:
    stranger = browse(full.stranger)
    stranger.post("/me/scope", {"scope": "own"})
    for text in ("osei", "umbra", "ruiz", "amara"):
        answer = stranger.get("/search", query_string={"q": text}, headers=OVERLAY)
        assert "Amara" not in answer.text
    candidate = full.session.scalars(select(Candidate)).one()
    opened = stranger.get("/search/opened", query_string={"record": f"candidate:{candidate.id}"})
    assert "Amara" not in opened.text


def test_a_candidate_has_no_search(full: Firm, browse: Browse) -> None:
    candidate = browse(full.account_of(full.session.scalars(select(Candidate)).one()))
    assert candidate.get("/search?q=dana").status_code == 403
    assert 'id="search"' not in candidate.get("/today").text


def test_the_records_opened_last_are_shown_as_they_are_now(full: Firm, browse: Browse) -> None:
    candidate, employer = (full.session.scalars(select(model)).one() for model in (Candidate, Employer))
    recruiter = browse(full.recruiter)
    named = [f"employer:{employer.id}", f"candidate:{candidate.id}", "nothing:1", "candidate:x", "candidate"]
    page = recruiter.get("/search/opened", query_string={"record": named})
    assert titles(BeautifulSoup(page.text, "html.parser")) == ["Umbra Foods", "Amara Osei"]
    assert (
        f'<meta name="record" content="candidate:{candidate.id}">' in recruiter.get(f"/candidates/{candidate.id}").text
    )
    removal.delete_with_dependents(full.session, Candidate, [candidate.id])
    full.commit()
    page = recruiter.get("/search/opened", query_string={"record": named})
    assert titles(BeautifulSoup(page.text, "html.parser")) == ["Umbra Foods"]


@pytest.mark.parametrize(
    "text",
    ["a" * 5000, "😀😀", "\x00", "%", "_%", "' or 1=1 --", "<script>", "\ud7ff", "١٢٣", "move", "-" * 90, "1" * 99],
)
def test_whatever_is_typed_is_answered(full: Firm, browse: Browse, text: str) -> None:
    answer = browse(full.recruiter).get("/search", query_string={"q": text}, headers=OVERLAY)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
