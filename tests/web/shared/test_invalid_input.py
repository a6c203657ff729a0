"""What cannot be true is refused where it is entered, in one sentence that says how to fix it."""

from datetime import timedelta
from io import BytesIO

import pytest

from portal.interviews.models import Interview
from tests.factories.firm import PASSWORD, Firm
from tests.fixtures.app import Browse, Browser
from tests.web.notes.test_sending import words_of

NEW = "another good long password"


@pytest.fixture
def recruiter(firm: Firm, browse: Browse) -> Browser:
    return browse(firm.recruiter)


def held(firm: Firm) -> Interview:
    made = firm.interview(starts_in=-timedelta(hours=2), people=("Dana Ruiz", "Lee Park <lee@acme.example>"))
    firm.commit()
    return made


def status_of(firm: Firm, interview: Interview) -> tuple[str, str | None]:
    firm.session.expire_all()
    return interview.status, interview.no_show_by


def test_no_one_has_missed_an_interview_that_is_still_ahead(firm: Firm, recruiter: Browser) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    firm.commit()
    path = f"/interviews/{interview.id}"
    assert "Someone didn’t show up" not in recruiter.get(path).text
    answer = recruiter.post(f"{path}/status", {"status": "no_show", "no_show_by": "candidate"})
    assert answer.status_code == 422
    assert "This interview hasn’t started yet" in answer.text
    for took_place in ("held", "no_show"):
        told = recruiter.post(f"{path}/debrief", {"took_place": took_place, "no_show_by": "candidate"})
        assert told.status_code == 409
        assert "isn’t over yet" in told.text
    assert status_of(firm, interview) == ("planned", None)


def test_a_no_show_says_who_it_was(firm: Firm, browse: Browse, recruiter: Browser) -> None:
    interview = held(firm)
    path = f"/interviews/{interview.id}"
    assert "Who didn’t show up?" in recruiter.get(path).text
    answer = recruiter.post(f"{path}/status", {"status": "no_show"})
    assert answer.status_code == 422
    assert "Choose who didn’t show up." in answer.text
    assert recruiter.post(f"{path}/status", {"status": "no_show", "no_show_by": "me"}).status_code == 422
    assert status_of(firm, interview) == ("planned", None)
    assert recruiter.post(f"{path}/status", {"status": "no_show", "no_show_by": "candidate"}).status_code == 302
    assert status_of(firm, interview) == ("no_show", "candidate")
    assert "Ann Lee didn’t show up" in recruiter.get(path).text
    own = browse(firm.account_of(interview.application.candidate))
    own.post(f"{path}/status", {"status": "planned"})
    assert status_of(firm, interview) == ("planned", None)
    assert "I couldn’t make it" in own.get(path).text


def test_a_decision_comes_no_earlier_than_its_interview(firm: Firm, recruiter: Browser) -> None:
    interview = held(firm)
    firm.debriefed(interview)
    firm.commit()
    day = interview.starts_at.date()
    early, later = (day - timedelta(days=3)).isoformat(), (day + timedelta(days=3)).isoformat()
    path = f"/interviews/{interview.id}/debrief/pace"
    refused = recruiter.post(path, {"decision_on": early})
    assert refused.status_code == 422
    assert "Enter a date on or after the interview" in refused.text
    assert recruiter.post(path, {"decision_on": later}).status_code == 302
    edit, known = (
        f"/applications/{interview.application_id}/edit",
        {"opening_title": "Engineer", "stage": "", "hires_right_away": ""},
    )
    refused = recruiter.post(edit, known | {"decision_on": early})
    assert refused.status_code == 422
    assert "Enter a date on or after the interview" in refused.text
    assert recruiter.post(edit, known | {"decision_on": later}).status_code == 302


@pytest.mark.parametrize("number", ["9999999999", "-1", "10001"])
def test_how_many_candidates_there_may_be_is_said(firm: Firm, recruiter: Browser, number: str) -> None:
    interview = held(firm)
    answer = recruiter.post(f"/interviews/{interview.id}/debrief/pace", {"candidates_left": number})
    assert answer.status_code == 422
    assert "Enter a number from 0 to 10,000." in answer.text


def test_a_photo_of_a_kind_we_cannot_read_has_one_error(firm: Firm, recruiter: Browser) -> None:
    interview = held(firm)
    path = f"/interviews/{interview.id}/debrief"
    person = next(row for row in interview.people if row.contact.email is None)
    recruiter.post(path, {"took_place": "held"})
    recruiter.post(f"{path}/people", {"met": [str(person.id)]})
    given = {"file": (BytesIO(b"\x00\x00\x00\x20ftypunknown"), "card.avif", "image/avif"), "then": "read"}
    page = recruiter.post(f"{path}/people/{person.id}/details", given)
    assert page.status_code == 422
    assert "contact card." not in words_of(page.text).partition("Choose a photo")[0][-200:]
    assert page.text.count("Choose a photo that’s a JPEG, PNG, or WebP.") == 2, "in the summary and at the field"


def test_an_empty_add_says_what_to_enter(firm: Firm, recruiter: Browser) -> None:
    interview = held(firm)
    path = f"/interviews/{interview.id}/debrief"
    recruiter.post(path, {"took_place": "held"})
    met = [str(row.id) for row in interview.people]
    for then, words in (("add", "Enter a name to add."), ("read", "Choose a file to read.")):
        answer = recruiter.post(f"{path}/people", {"met": met, "adding": " ", "then": then})
        assert answer.status_code == 422
        assert words in answer.text
    answer = recruiter.post(f"{path}/people", {"met": met, "adding": "Kim Soto", "then": "add"}, follow_redirects=True)
    assert "Kim Soto" in answer.text
    person = next(row for row in interview.people if row.contact.email is None)
    answer = recruiter.post(f"{path}/people/{person.id}/details", {"then": "read"})
    assert answer.status_code == 422
    assert "Choose a file, or paste a text to read." in answer.text


def test_the_current_password_is_no_new_one_and_its_page_can_be_reloaded(firm: Firm, recruiter: Browser) -> None:
    same = {"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    answer = recruiter.post("/me/password", same)
    assert answer.status_code == 422
    assert "Choose a password that’s different from your current one." in answer.text
    assert recruiter.get("/me/password").headers["Location"] == "/me/account"
    changed = recruiter.post("/me/password", same | {"password": NEW, "again": NEW})
    assert changed.status_code == 302
    assert firm.recruiter.email in recruiter.get("/me/account").text


def test_the_address_of_any_refused_form_leads_to_its_page(firm: Firm, recruiter: Browser) -> None:
    interview = held(firm)
    path = f"/interviews/{interview.id}"
    for form in ("people", "status"):
        assert recruiter.get(f"{path}/{form}").headers["Location"] == path
    assert recruiter.get(f"{path}/meeting/people").headers["Location"] == f"{path}/meeting"
    assert recruiter.get("/nowhere/at/all").status_code == 404
