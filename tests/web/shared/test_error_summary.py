"""What is wrong with a form: listed on top of the page with a link to each field, and the first field has the focus."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import update

from portal.cards import actions as cards
from portal.cards.models import Card
from portal.notes import actions as notes
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

BAD = {
    "candidate": ("/candidates/new", {"email": "x@@y"}, ("name", "email")),
    "employer": ("/employers/new", {"hr_email": "x@@y"}, ("name", "hr_email")),
    "interview": (
        "/applications/{application}/interviews/new",
        {"people": ";;;"},
        ("date", "starts", "ends", "people"),
    ),
    "interview, added person": ("/interviews/{ahead}/people", {"name": "Mo", "email": "x@@y"}, ("email",)),
    "meeting, added person": ("/interviews/{ahead}/meeting/people", {"email": "x@@y"}, ("name", "email")),
    "meeting, one of two people": (
        "/interviews/{ahead}/meeting/people/{person}",
        {"email": "x@@y"},
        ("email-{person}",),
    ),
    "address": ("/interviews/{held}/people/{met}/address", {"email": "x@@y"}, ("email",)),
    "debrief, first question": ("/interviews/{held}/debrief", {}, ("took_place",)),
    "debrief, details": ("/interviews/{held}/debrief/people/{met}/details", {"email": "x@@y"}, ("email",)),
    "card, posted": ("/notes/{note}/card/posting", {"on": ""}, ("on",)),
    "card, wishes": ("/notes/{note}/card", {"size": "huge"}, ("posted_by", "hand", "size", "fold", "cover")),
    "card, address": ("/notes/{note}/card/address", {"country_code": "US"}, ("street_address",)),
    "closing": ("/applications/{application}/closure", {}, ("closure-ahead",)),
    "account": ("/me/account", {"name": ";;;"}, ("name",)),
}


@pytest.fixture
def rita(browse: Browse, firm: Firm, ids: dict[str, str]) -> Browser:
    assert ids
    return browse(firm.recruiter)


@pytest.fixture
def ids(firm: Firm) -> dict[str, str]:
    """The ids of what the pages are of."""
    application = firm.application()
    ahead = firm.interview(application, people=("Dana Ruiz", "Lee Park"))
    held = firm.interview(application, starts_in=-timedelta(hours=5), people=("Kim Oaks",))
    thanked = firm.interview(application, starts_in=-timedelta(hours=9), people=("Mo Stone",))
    firm.debriefed(thanked)
    note = notes.begin(firm.command(), thanked.people[0], "thank", {})
    cards.choose_medium(firm.command(), note, "card")
    firm.session.execute(update(Card).values(posted_by="candidate"))
    firm.commit()
    rows = {"application": application, "ahead": ahead, "held": held, "note": note}
    people = {"person": ahead.people[1], "met": held.people[0]}
    return {name: str(row.id) for name, row in (rows | people).items()}


def focused(page: BeautifulSoup) -> list[Tag]:
    return [row for row in page.find_all(autofocus=True) if isinstance(row, Tag)]


@pytest.mark.parametrize("case", BAD)
def test_errors_are_listed_on_top_and_lead_to_their_fields(ids: dict[str, str], rita: Browser, case: str) -> None:
    path, sent, fields = BAD[case]
    answer = rita.post(path.format(**ids), sent)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    [summary] = page.select("#error-summary")
    main = page.select_one("main")
    assert main is not None and main.find(["h1", "form"]) in summary.find_all_next(), "nothing is above it"
    names = [name.format(**ids) for name in fields]
    linked = [str(link["href"])[1:] for link in summary.find_all("a")]
    assert set(names) <= set(linked)
    for name in linked:
        [field] = page.find_all(id=name)
        assert field.name == "div" or field["aria-invalid"] == "true", "a group of buttons has no such state"
        assert page.find(id=f"{name}-error") and f"{name}-error" in str(field["aria-describedby"]).split()
        assert all(fold.has_attr("open") for fold in field.find_parents("details")), "no fold hides it"
    [first] = focused(page)
    assert first["id"] in linked


def test_an_error_of_the_whole_form_takes_the_focus_itself(firm: Firm, browse: Browse) -> None:
    employer = firm.employer()
    candidate = firm.candidate()
    firm.commit()
    rita = browse(firm.recruiter)
    sent = {"employer_id": str(employer.id), "opening_title": "x" * 301}
    page = BeautifulSoup(rita.post(f"/candidates/{candidate.id}/applications/new", sent).text, "html.parser")
    assert [row["id"] for row in focused(page)] == ["opening_title"]
    assert not BeautifulSoup(rita.get("/candidates/new").text, "html.parser").select("#error-summary")
