"""Email or card, from the note's page to the post office, for the candidate and for the office."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.agencies import queries as agencies
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.interviews import queries as interviews
from portal.interviews.models import InterviewPerson
from portal.notes import actions as notes
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.factories.mailing_address import MAILING_ADDRESS
from tests.fixtures.app import Browse, Browser

TEXT = "Dear Dana,\n\nthank you for the hour in the test hall.\n\nKind regards\nAnn Lee"
ADDRESS = MAILING_ADDRESS | {"company_name": "Acme", "then": "save"}
WISHES = {"size": "us_a2", "fold": "flat", "hand": "printed", "cover": "envelope", "posted_by": "agency"}


@pytest.fixture
def note(firm: Firm) -> Note:
    """A thank-you to somebody met two hours ago."""
    return thank_you(firm)


def thank_you(firm: Firm, name: str = "Ann Lee", text: str = TEXT) -> Note:
    interview = firm.interview(
        firm.application(firm.candidate(name)), starts_in=-timedelta(hours=2), people=("Dana Ruiz <d@acme.example>",)
    )
    firm.debriefed(interview)
    made = notes.begin(firm.command(), interview.people[0], "thank", {})
    notes.save(firm.command(), made, "Thank you", text)
    return made


def addressed(browser: Browser, note_id: Any) -> str:
    """The note goes as a card to a known address; returns the card's page."""
    here = f"/notes/{note_id}/card"
    assert browser.post(f"/notes/{note_id}/medium", {"medium": "card"}).headers["Location"] == here
    assert browser.post(f"{here}/address", ADDRESS).status_code == 302
    return here


def candidates_browser(firm: Firm, browse: Browse, note: Note) -> Browser:
    return browse(firm.account_of(note.interview.application.candidate))


def test_the_note_says_what_is_suggested_and_a_press_keeps_what_was_typed(
    firm: Firm, browse: Browse, note: Note
) -> None:
    candidate = candidates_browser(firm, browse, note)
    page = candidate.get(f"/notes/{note.id}").text
    assert 'value="email" aria-pressed="true"' in page
    assert "There’s no mailing address, and an email arrives the same day." in page
    typed = {"medium": "card", "subject": "Thank you", "body": "typed a moment ago"}
    assert candidate.post(f"/notes/{note.id}/medium", typed).status_code == 302
    page = candidate.get(f"/notes/{note.id}").text
    assert 'value="card" aria-pressed="true"' in page
    assert "We’d suggest an email." in page
    assert "typed a moment ago" in page
    assert candidate.post(f"/notes/{note.id}/medium", {"medium": "email"}).status_code == 302
    assert 'value="email" aria-pressed="true"' in candidate.get(f"/notes/{note.id}").text
    assert candidate.get(f"/notes/{note.id}/card").status_code == 404


def test_a_candidate_has_a_card_posted_and_both_sides_see_it_until_it_is(
    firm: Firm, browse: Browse, note: Note
) -> None:
    candidate, recruiter = candidates_browser(firm, browse, note), browse(firm.recruiter)
    here = addressed(candidate, note.id)
    page = candidate.get(here).text
    assert "12 Main Street" in page
    assert "SPRINGFIELD, IL 62701" in page
    assert "In progress" in recruiter.get("/cards").text
    assert candidate.post(f"{here}/handing-over").status_code == 302
    assert "Waiting to be printed and mailed" in candidate.get(here).text
    assert "With the agency to mail since" in candidate.get("/notes").text
    assert "Ann Lee to Dana Ruiz" in recruiter.get("/cards").text
    assert "Card to Dana Ruiz, Acme" in recruiter.get("/today").text
    today = candidate.get("/today").text
    assert "Your agency will mail it" in today
    assert "Thank Dana Ruiz" not in today
    answer = recruiter.post("/cards/printing", {"note": str(note.id)})
    assert answer.status_code == 303
    sheets = recruiter.get(answer.headers["Location"])
    assert sheets.mimetype == "application/pdf"
    assert sheets.data.startswith(b"%PDF-")
    assert "Printed, not mailed yet" in candidate.get(here).text
    today = _today(firm)
    said = recruiter.post(f"{here}/posting", {"on": today}, page="/today", headers={"X-Row": "1"})
    assert said.status_code == 201 and f'action="{here}/posting/undo"' in said.text
    assert recruiter.post(f"{here}/posting/undo", page="/today", headers={"X-Row": "1"}).status_code == 204
    assert recruiter.post("/cards/posting", {"note": str(note.id), "on": today}).status_code == 302
    assert "should arrive between" in recruiter.get("/cards").text
    assert "Mailed on" in candidate.get(here).text
    assert _completion_means(firm, note) == "card"
    assert recruiter.post(f"{here}/posting/undo").status_code == 302
    assert _completion_means(firm, note) is None
    assert "Printed, not mailed yet" in candidate.get(here).text


def test_a_candidate_posts_a_card_written_by_hand(firm: Firm, browse: Browse, note: Note) -> None:
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    chosen = WISHES | {"hand": "by_hand", "posted_by": "candidate"}
    assert candidate.post(here, chosen).status_code == 302
    page = candidate.get(here).text
    assert "Write this by hand" in page and "The envelope" in page
    assert candidate.post(f"{here}/posting", {"on": "2999-01-01"}).status_code == 422
    answer = candidate.post(f"{here}/posting", {"on": "2001-01-01"})
    assert answer.status_code == 422
    assert "That date is before the interview. Enter a later one." in answer.text
    assert candidate.post(f"{here}/posting", {"on": ""}).status_code == 422
    assert candidate.post(f"{here}/posting", {"on": _today(firm)}).status_code == 302
    assert _completion_means(firm, note) == "card"
    refused = candidate.post(f"/notes/{note.id}/medium", {"medium": "email"})
    assert refused.status_code == 409
    assert "This card is marked as mailed." in refused.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear [name], thank you", "Replace “[name]” with your own words"),
        ("word " * 900, "words too many for this size"),
        ("Thank you 😀", "We can’t print this: 😀 (grinning face)"),
        ("\u093f" * 2400, "This text can’t be printed"),
        ("", "Write the note first."),
    ],
)
def test_what_cannot_be_printed_says_why_before_anything_is_printed(
    firm: Firm, browse: Browse, text: str, words: str
) -> None:
    note = thank_you(firm, text=text)
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    assert words in candidate.get(here).text
    for verb in ("handing-over", "printing"):
        assert candidate.post(f"{here}/{verb}").status_code == 409
    assert candidate.get(f"/notes/{note.id}/card.pdf").status_code == 409


def test_a_sign_without_type_is_named_at_its_field_while_the_card_is_to_be_printed(firm: Firm, browse: Browse) -> None:
    note, told = thank_you(firm, text="Thank you 😀"), "We can’t print this: 😀 (grinning face)"
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    assert told in candidate.get(f"/notes/{note.id}").text
    refused = candidate.post(here, WISHES | {"sender": "王伟"})
    assert "We can’t print: 王 (cjk unified ideograph-738b)" in refused.text
    candidate.post(here, WISHES | {"hand": "by_hand", "posted_by": "candidate"})
    assert told not in candidate.get(f"/notes/{note.id}").text


def test_a_text_too_long_names_the_sizes_that_have_room(firm: Firm, browse: Browse) -> None:
    note = thank_you(firm, text="a fair word " * 187)
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    assert candidate.post(here, WISHES | {"size": "us_a2"}).status_code == 302
    page = candidate.get(here).text
    assert "words too many for this size" in page
    assert "US A7 (7 × 5 in)" in page.split("words too many.")[1].split("It fits on:")[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"postal_code": "1"}, "This doesn’t match the format used in that country."),
        ({"city": ""}, "Fill this in."),
        ({"country_code": "XX"}, "Not a valid choice"),
        ({"street_address": "a\nb\nc\nd"}, "more lines than fit on an envelope"),
        ({"street_address": "x" * 200}, "Keep each line to 90 characters."),
        ({"name": "a\x00b"}, "a character we can’t save"),
        ({"name": "王伟"}, "We can’t print: 王 (cjk unified ideograph-738b), 伟 (cjk unified ideograph-4f1f)"),
    ],
)
def test_a_wrong_address_is_told_at_its_field_and_kept_as_typed(
    firm: Firm, browse: Browse, note: Note, wrong: dict[str, str], words: str
) -> None:
    candidate = candidates_browser(firm, browse, note)
    candidate.post(f"/notes/{note.id}/medium", {"medium": "card"})
    answer = candidate.post(f"/notes/{note.id}/card/address", ADDRESS | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "12 Main Street" in answer.text or "street_address" in wrong


def test_another_countrys_form_keeps_what_was_typed(firm: Firm, browse: Browse, note: Note) -> None:
    candidate = candidates_browser(firm, browse, note)
    candidate.post(f"/notes/{note.id}/medium", {"medium": "card"})
    answer = candidate.post(f"/notes/{note.id}/card/address", ADDRESS | {"country_code": "DE", "then": "country"})
    assert answer.status_code == 200
    assert "12 Main Street" in answer.text
    assert 'name="country_area"' not in answer.text
    assert 'name="postal_code"' in candidate.get(f"/notes/{note.id}/card/address?country=JP").text
    assert candidate.get(f"/notes/{note.id}/card/address?country=../x").status_code == 200


def test_the_employers_address_is_offered_where_the_persons_is_not_known(
    firm: Firm, browse: Browse, note: Note
) -> None:
    employer = note.interview.application.employer
    details = EmployerDetails(employer.name, postal_address="1 Mill Lane\nSpringfield, IL 62701")
    contacts.update_employer(firm.command(), employer, details)
    candidate = candidates_browser(firm, browse, note)
    candidate.post(f"/notes/{note.id}/medium", {"medium": "card"})
    assert "1 Mill Lane" in candidate.get(f"/notes/{note.id}/card").text
    form = candidate.get(f"/notes/{note.id}/card/address").text
    assert 'value="Springfield"' in form
    assert 'value="62701"' in form
    assert f'value="{employer.name}"' in form


def test_what_is_shown_is_each_page_of_what_is_printed(firm: Firm, browse: Browse, note: Note) -> None:
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    candidate.post(here, WISHES | {"fold": "folded", "cover": "label"})
    page = candidate.get(here).text
    assert page.count("/card/pages/") == page.count(' width="935" height="1210"') == 3
    for number in (1, 2, 3):
        picture = candidate.get(f"{here}/pages/{number}.png")
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert candidate.get(f"{here}/pages/4.png").status_code == 404
    assert candidate.get(f"{here}/pages/0.png").status_code == 404


def test_an_agency_may_decide_that_it_posts_no_cards(firm: Firm, browse: Browse, note: Note) -> None:
    agencies.profile(firm.session).posts_cards = False
    candidate = candidates_browser(firm, browse, note)
    here = addressed(candidate, note.id)
    page = candidate.get(here).text
    assert "prints and mails it" not in page
    assert "I’ll mail it myself" in page
    assert candidate.post(here, WISHES).status_code == 422
    assert candidate.post(f"{here}/handing-over").status_code == 409
    assert "Candidates mail these themselves" in browse(firm.recruiter).get("/cards").text


def test_many_cards_are_chosen_printed_and_posted_at_once(firm: Firm, browse: Browse, note: Note) -> None:
    more = [note, *(thank_you(firm, name) for name in ("Bob Moss", "Cleo Hart"))]
    recruiter = browse(firm.recruiter)
    chosen = [str(one.id) for one in more]
    for note_id in chosen:
        here = addressed(recruiter, note_id)
        assert recruiter.post(f"{here}/handing-over").status_code == 302
    answer = recruiter.post("/cards/printing", {"note": chosen})
    assert recruiter.get(answer.headers["Location"]).status_code == 200
    assert recruiter.post("/cards/posting", {"note": chosen[:2], "on": ""}).text.count('" checked>') == 2
    assert recruiter.post("/cards/posting", {"note": chosen, "on": _today(firm)}).status_code == 302
    assert [_completion_means(firm, one) for one in more] == ["card"] * 3


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 409), ({"note": "nonsense"}, 409), ({"note": "0198f7f7-0000-7000-8000-000000000000"}, 404)],
)
def test_a_choice_of_no_card_is_answered_with_words(
    firm: Firm, browse: Browse, sent: dict[str, str], status: int
) -> None:
    recruiter = browse(firm.recruiter)
    for verb in ("printing", "posting"):
        assert recruiter.post(f"/cards/{verb}", {"on": "2026-03-02", **sent}).status_code == status
    assert recruiter.get("/cards/sheets.pdf", query_string=sent).status_code == (404 if status == 404 else 302)


def test_a_second_follow_up_goes_by_e_mail(firm: Firm, browse: Browse, note: Note) -> None:
    person: InterviewPerson = note.person
    follow_up = notes.begin(firm.command(), person, "follow_up", {})
    candidate = candidates_browser(firm, browse, note)
    assert "Send as" not in candidate.get(f"/notes/{follow_up.id}").text
    assert candidate.post(f"/notes/{follow_up.id}/medium", {"medium": "card"}).status_code == 409


def _today(firm: Firm) -> str:
    return firm.now().astimezone(ZoneInfo("America/New_York")).date().isoformat()


def _completion_means(firm: Firm, note: Note) -> str | None:
    firm.session.expire_all()
    done = interviews.find_completion(firm.session, note.interview_id, "thank", note.person_id)
    return done.means if done else None


def test_where_no_postal_address_is_known_a_candidate_can_ask_their_recruiter(
    firm: Firm, browse: Browse, note: Note
) -> None:
    candidate = candidates_browser(firm, browse, note)
    candidate.post(f"/notes/{note.id}/medium", {"medium": "card"})
    page = candidate.get(f"/notes/{note.id}/card").text
    assert f"mailto:{firm.recruiter.email}?subject=" in page
    assert f"mailto:{firm.recruiter.email}" not in browse(firm.recruiter).get(f"/notes/{note.id}/card").text
