"""Where a note begins: its letter is shown before anything is saved, and the first words or any button begin it."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from portal.interviews.models import Interview
from portal.notes import actions as notes
from portal.notes import queries
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser
from tests.web.page_forms import forms_on

TYPED = "Dear Dana,\n\nThank you for your time. The night shift is what I know best."


@pytest.fixture
def interview(firm: Firm) -> Interview:
    people = ("Dana Ruiz <d@acme.example>", "Lee Park <l@acme.example>")
    held: Interview = firm.interview(starts_in=-timedelta(hours=2), people=people)
    firm.debriefed(held)
    held.people[0].personal_detail = "Sails on Sundays"
    firm.commit()
    return held


@pytest.fixture
def own(firm: Firm, browse: Browse, interview: Interview) -> Browser:
    return browse(firm.account_of(interview.application.candidate))


def here(interview: Interview) -> str:
    return f"/interviews/{interview.id}/people/{interview.people[0].id}"


def begun(firm: Firm, interview: Interview) -> list[Note]:
    firm.session.expire_all()
    return list(queries.notes_of_interviews(firm.session, [interview.id]))


def form(own: Browser, interview: Interview) -> dict[str, str]:
    """The fields of the letter, without a button."""
    found = next(one.fields for one in forms_on(own, [f"{here(interview)}/note"]) if one.path.endswith("/thank"))
    return {name: value for name, value in found.items() if name not in ("medium", "then")}


def sent_on(own: Browser, interview: Interview, values: dict[str, str]) -> TestResponse:
    """Send the form, and send it on to the note as a browser does."""
    answer = own.post(f"{here(interview)}/thank", values)
    assert answer.status_code == 307
    return own.post(answer.headers["Location"], values)


def test_the_letter_is_shown_as_it_would_begin_and_nothing_is_saved(
    firm: Firm, own: Browser, interview: Interview
) -> None:
    page = own.get(f"{here(interview)}/note")
    assert "It was nice to hear that you sail on Sundays." in page.text
    assert "Read and send" in page.text
    assert begun(firm, interview) == []


def test_what_was_typed_is_in_the_note_that_a_button_begins(firm: Firm, own: Browser, interview: Interview) -> None:
    sent = form(own, interview) | {"body": TYPED, "then": "read"}
    answer = sent_on(own, interview, sent)
    assert answer.headers["Location"].endswith("/sending")
    assert "The night shift is what I know best." in own.get(answer.headers["Location"]).text
    assert [note.body for note in begun(firm, interview)] == [TYPED]


def test_saving_while_typing_begins_one_note(firm: Firm, own: Browser, interview: Interview) -> None:
    sent = form(own, interview) | {"autosave": "1"}
    for text in ("Dear Dana,", TYPED):
        assert sent_on(own, interview, sent | {"body": text}).status_code == 204
    assert [note.body for note in begun(firm, interview)] == [TYPED]


def test_a_card_is_chosen_before_anything_is_typed(firm: Firm, own: Browser, interview: Interview) -> None:
    answer = sent_on(own, interview, form(own, interview) | {"medium": "card"})
    assert answer.headers["Location"].endswith("/card")
    assert [note.medium for note in begun(firm, interview)] == ["card"]


def test_a_note_begun_and_written_elsewhere_meanwhile_is_not_lost(
    firm: Firm, own: Browser, interview: Interview
) -> None:
    sent = form(own, interview) | {"body": TYPED, "then": "read"}
    elsewhere = notes.begin(firm.command(), interview.people[0], "thank", {})
    notes.save(firm.command(), elsewhere, "Thank you", "Dear Dana,\n\nI wrote this on my phone.")
    firm.commit()
    answer = sent_on(own, interview, sent)
    assert answer.status_code == 409
    assert "I wrote this on my phone." in answer.text and "what I know best" in answer.text
    assert [note.body for note in begun(firm, interview)] == ["Dear Dana,\n\nI wrote this on my phone."]
