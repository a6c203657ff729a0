"""Built sentences on the page of a note: listed, kept, taken out, and built from one more fact."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.interviews.models import Interview
from portal.notes import actions as notes
from portal.notes import worked_in
from portal.notes.models import Note
from tests.factories.firm import Firm
from tests.fixtures.app import Browse, Browser

PART = {"HX-Request": "true"}
SAILING = "It was nice to hear that you sail on Sundays."
PLANNING = "I enjoyed talking with you about how you plan."


@pytest.fixture
def note(firm: Firm) -> Note:
    people = ("Dana Ruiz <d@acme.example>",)
    interview: Interview = firm.interview(starts_in=-timedelta(hours=2), people=people)
    interview.people[0].talked_about = "the new lab\nhow they plan"
    interview.people[0].personal_detail = "Sails on Sundays"
    interview.people[0].met = True
    return notes.begin(firm.command(), interview.people[0], "thank", {})


@pytest.fixture
def own(firm: Firm, browse: Browse, note: Note) -> Browser:
    return browse(firm.account_of(note.interview.application.candidate))


def row_of(firm: Firm, note: Note, sentence: str) -> str:
    rows = worked_in.sentences_of(firm.session, note.id)
    return next(str(row.id) for row in rows if row.sentence == sentence)


def key_of(note: Note, fact: str) -> str:
    return next(worked_in.fact_key(one) for one in worked_in.recorded_facts(note.person) if one.text == fact)


def answer(own: Browser, note: Note, headers: dict[str, str] | None = None, **pressed: str) -> BeautifulSoup:
    values = {"subject": note.subject, "body": note.body, **pressed}
    page = own.post(f"/notes/{note.id}/sentences", values, headers=headers or {})
    assert page.status_code in (200, 302), page.text
    return BeautifulSoup(page.text, "html.parser")


def listed(page: BeautifulSoup) -> list[str]:
    return [str(item["data-sentence"]) for item in page.select("[data-sentence]")]


def test_the_page_lists_built_sentences_and_offers_the_other_facts(own: Browser, note: Note) -> None:
    page = BeautifulSoup(own.get(f"/notes/{note.id}").text, "html.parser")
    assert listed(page)[-1] == SAILING
    assert "2 sentences from what you shared" in page.text
    assert {chip.text.strip() for chip in page.select("[data-add-fact]")} == {"how they plan"}


def test_a_sentence_that_looks_right_is_listed_no_longer(firm: Firm, own: Browser, note: Note) -> None:
    before = note.body
    page = answer(own, note, PART, keep=row_of(firm, note, SAILING))
    assert SAILING not in listed(page)
    answer(own, note, keep=row_of(firm, note, SAILING))
    assert note.body == before


def test_a_sentence_is_taken_out_without_a_script_and_its_fact_is_offered_again(
    firm: Firm, own: Browser, note: Note
) -> None:
    answer(own, note, take_out=row_of(firm, note, SAILING))
    firm.session.refresh(note)
    assert SAILING not in note.body
    page = BeautifulSoup(own.get(f"/notes/{note.id}").text, "html.parser")
    assert "Sails on Sundays" in {chip.text.strip() for chip in page.select("[data-add-fact]")}


def test_a_fact_becomes_a_sentence_that_the_script_puts_in(own: Browser, note: Note) -> None:
    before = note.body
    page = answer(own, note, PART, add=key_of(note, "how they plan"))
    (found,) = page.select("[data-worked-in]")
    assert (found["data-added"], found["data-is-built"]) == (PLANNING, "yes")
    assert PLANNING in listed(page)
    assert not page.select("[data-add-fact]")
    assert note.body == before


def test_a_fact_becomes_a_sentence_of_the_note_without_a_script(firm: Firm, own: Browser, note: Note) -> None:
    answer(own, note, add=key_of(note, "how they plan"))
    firm.session.refresh(note)
    assert PLANNING in note.body


@pytest.mark.parametrize("pressed", [{"keep": "x"}, {"take_out": "0" * 36}])
def test_a_sentence_that_is_gone_is_not_found(own: Browser, note: Note, pressed: dict[str, str]) -> None:
    assert own.post(f"/notes/{note.id}/sentences", {"subject": "s", "body": "b", **pressed}).status_code == 404


def test_a_fact_that_is_gone_is_refused_and_nothing_is_lost(own: Browser, note: Note) -> None:
    page = own.post(f"/notes/{note.id}/sentences", {"subject": "s", "body": "typed", "add": "x"})
    assert page.status_code == 422
    assert "typed" in page.text


def test_reading_it_names_the_sentences_that_were_not_looked_at(firm: Firm, own: Browser, note: Note) -> None:
    page = own.get(f"/notes/{note.id}/sending").text
    assert "We wrote this sentence from your words." in page
    for row in worked_in.sentences_of(firm.session, note.id):
        answer(own, note, PART, keep=str(row.id))
    assert "We wrote this sentence from your words." not in own.get(f"/notes/{note.id}/sending").text
