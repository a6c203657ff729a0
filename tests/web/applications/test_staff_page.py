"""An application's page for staff: titled by both names, what helps most on top, rounds as sections, facts in place."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag

from portal.web.shared.next_action import ADD_CONTACT_INFO, CALL, EMAIL, OPEN, REMIND, REVIEW, best_help
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

AGO = -timedelta(hours=3)
MET = ("Dana Ruiz <dana@acme.example>", "Lee Park")


def page(browser: Browser, application_id: object, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(browser.get(f"/applications/{application_id}{query}").text, "lxml")


def words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


@pytest.mark.parametrize(
    ("kind", "state", "review", "reminded", "phone", "helps"),
    [
        ("request_contact", "open", False, False, True, ADD_CONTACT_INFO),
        ("thank", "blocked", False, True, True, ADD_CONTACT_INFO),
        ("thank", "open", True, True, True, REVIEW),
        ("thank", "open", False, True, True, CALL),
        ("thank", "open", False, True, False, EMAIL),
        ("thank", "open", False, False, True, REMIND),
        ("debrief", "open", False, True, True, CALL),
        ("follow_up", "upcoming", False, True, True, OPEN),
        ("close", "open", False, True, True, OPEN),
    ],
)
def test_what_helps_most(kind: str, state: str, review: bool, reminded: bool, phone: bool, helps: str) -> None:
    found = best_help(kind, state, has_note_to_review=review, was_reminded=reminded, has_phone=phone)
    assert found == helps


def test_the_page_names_candidate_and_employer_and_never_calls_the_candidate_you(firm: Firm, browse: Browse) -> None:
    application = firm.application(firm.candidate("Aaron Blake"))
    firm.debriefed(firm.interview(application, starts_in=AGO, people=MET))
    found = page(browse(firm.recruiter), application.id, "?history=shown")
    assert words(found.h1) == f"Aaron Blake · {application.employer.name}"
    said = words(found.main).replace("thank-you", "").replace("Thank-you", "")
    assert " you" not in said.lower()


def test_a_round_shows_its_debrief_and_each_person_with_one_thing_to_do(firm: Firm, browse: Browse) -> None:
    application = firm.application()
    firm.debriefed(firm.interview(application, starts_in=AGO, people=MET))
    firm.interview(application, starts_in=timedelta(days=2), people=("Kim Hall",))
    second, first = page(browse(firm.recruiter), application.id).select("details.round")
    assert words(second.h2) == "Round 2"
    assert "Scheduled" in words(second.summary)
    assert words(first.h2) == "Round 1"
    assert "Debrief done" in words(first)
    dana, lee = first.select("li.round-person")[:2]
    assert "Dana Ruiz" in words(dana)
    assert "To thank, planned for" in words(dana)
    assert [words(link) for link in dana.select("a")] == ["Write note : Dana Ruiz"]
    assert "Waiting for contact info" in words(lee)
    assert [words(link) for link in lee.select("a")] == ["Add contact info : Lee Park"]


def test_a_round_with_nothing_left_folds_to_its_head(firm: Firm, browse: Browse) -> None:
    application = firm.application()
    held = firm.interview(application, starts_in=AGO, people=MET[:1])
    firm.debriefed(held)
    firm.interview(application, starts_in=timedelta(days=2))
    recruiter = browse(firm.recruiter)
    person = held.people[0].id
    recruiter.post(f"/interviews/{held.id}/people/{person}/thank/told", {"means": "card"})
    ahead, done = page(recruiter, application.id).select("details.round")
    assert "Thanked 1 of 1" in words(done.summary)
    assert not done.has_attr("open")
    assert ahead.has_attr("open")


def test_history_is_one_line_until_it_is_asked_for(firm: Firm, browse: Browse) -> None:
    interview = firm.interview(starts_in=AGO, people=MET)
    recruiter = browse(firm.recruiter)
    folded = page(recruiter, interview.application_id).select_one("#timeline")
    assert "Interview added for" not in words(folded)
    shown = page(recruiter, interview.application_id, "?history=shown").select_one("#timeline")
    assert "Interview added for" in words(shown)


def test_one_fact_is_changed_in_place_and_the_others_stay(firm: Firm, browse: Browse) -> None:
    application = firm.application()
    application.candidates_left, application.stage = 4, "near_end"
    firm.commit()
    recruiter = browse(firm.recruiter)
    form = page(recruiter, application.id).select_one("details.chip-drop form[action$='/edit']")
    assert form is not None
    sent = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    answer = recruiter.post(str(form["action"]), sent | {"opening_title": "Night nurse"})
    assert answer.headers["Location"] == f"/applications/{application.id}"
    firm.session.expire_all()
    assert (application.opening_title, application.candidates_left, application.stage) == ("Night nurse", 4, "near_end")


def test_a_viewer_sees_the_page_without_anything_to_press_in_it(firm: Firm, browse: Browse) -> None:
    application = firm.application()
    firm.debriefed(firm.interview(application, starts_in=AGO, people=MET))
    found = page(browse(firm.viewer), application.id)
    assert found.main is not None
    assert found.main.select("form") == []
    assert "Add contact info" not in words(found.main)
