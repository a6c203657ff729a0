"""What was recorded, worked into a thank-you's sentences, and marked until its writer looked at it."""

from datetime import timedelta

import pytest

from portal.core.errors import ActionRefused
from portal.drafts import actions as drafts
from portal.interviews.models import InterviewPerson
from portal.notes import actions, initial_text, worked_in
from portal.notes.models import Note
from portal.notes.worked_in import AddedWords
from tests.factories.firm import Firm

MERGE = {"contact_first_name": "Dana", "employer": "Acme", "my_name": "Ann Lee", "opening": "Welder"}
TOLD = {
    "talked_about": "the new lab\nhow they forecast",
    "personal_detail": "Sails on Sundays",
    "clarify": "start in May",
}
LAB = "I enjoyed our conversation about the new lab, and I’ve been thinking about it since."
SAILING = "It was nice to hear that you sail on Sundays."

GERMAN = "Sehr geehrte Frau Ruiz, vielen Dank für das Gespräch, ich habe mich sehr über die Zeit mit Ihnen gefreut."


def met(firm: Firm, **told: str) -> InterviewPerson:
    interview = firm.interview(firm.application(firm.candidate()), starts_in=-timedelta(hours=3), people=("Dana Ruiz",))
    person: InterviewPerson = interview.people[0]
    for name, text in told.items():
        setattr(person, name, text)
    firm.session.flush()
    return person


def begun(firm: Firm, **told: str) -> Note:
    return actions.begin(firm.command(), met(firm, **(told or TOLD)), "thank", MERGE)


def marked(firm: Firm, note: Note) -> list[str]:
    return [row.sentence for row in worked_in.load(firm.session, note, note.body).marked]


def unused(firm: Firm, note: Note) -> list[str]:
    return [fact.text for fact in worked_in.load(firm.session, note, note.body).unused]


def save(firm: Firm, note: Note, body: str) -> None:
    actions.save(firm.command(), note, note.subject, body)


def test_a_thank_you_begins_with_what_was_recorded_and_offers_the_rest(firm: Firm) -> None:
    note = begun(firm)
    assert f"{LAB} {SAILING}" in note.body
    assert "[" not in note.body
    assert marked(firm, note) == [LAB, SAILING]
    assert unused(firm, note) == ["how they forecast", "start in May"]


def test_a_mark_holds_while_its_sentence_is_unchanged(firm: Firm) -> None:
    note = begun(firm)
    save(firm, note, note.body.replace("Dear Dana", "Hi Dana").replace(LAB, LAB.replace("new", "new, bright")))
    assert marked(firm, note) == [SAILING]
    save(firm, note, note.body.replace(SAILING, ""))
    assert marked(firm, note) == []
    assert unused(firm, note) == ["how they forecast", "Sails on Sundays", "start in May"]


def test_a_sentence_that_was_looked_at_is_marked_no_longer(firm: Firm) -> None:
    note = begun(firm)
    first, second = worked_in.load(firm.session, note, note.body).marked
    worked_in.keep(firm.command(), first)
    worked_in.keep(firm.command(), first)
    assert marked(firm, note) == [second.sentence]
    assert unused(firm, note) == ["how they forecast", "start in May"]


def test_a_fact_becomes_a_sentence_or_stays_as_typed(firm: Firm) -> None:
    note = begun(firm)
    keys = {fact.text: worked_in.fact_key(fact) for fact in worked_in.recorded_facts(note.person)}
    made = worked_in.add_sentence(firm.command(), note, keys["how they forecast"], note.body).text
    assert made == "I enjoyed talking with you about how you forecast."
    assert made not in marked(firm, note)
    save(firm, note, f"{note.body} {made}")
    assert made in marked(firm, note)
    typed = worked_in.add_sentence(firm.command(), note, keys["start in May"], note.body)
    assert typed == AddedWords("start in May", is_built=False)
    assert len(marked(firm, note)) == 3
    with pytest.raises(ActionRefused):
        worked_in.add_sentence(firm.command(), note, "0" * 16, note.body)


def test_nothing_is_worked_into_a_note_in_another_language(firm: Firm) -> None:
    interview = met(firm, **TOLD).interview
    drafts.save_general_draft(firm.command(), interview.application.candidate_id, "Danke", GERMAN, ready=True)
    note = actions.begin(firm.command(), interview.people[0], "thank", MERGE)
    assert note.body == GERMAN
    assert marked(firm, note) == []
    key = worked_in.fact_key(worked_in.recorded_facts(note.person)[0])
    assert worked_in.add_sentence(firm.command(), note, key, note.body).text == "the new lab"


def test_the_second_note_after_an_interview_says_it_differently(firm: Firm) -> None:
    interview = firm.interview(
        firm.application(firm.candidate()), starts_in=-timedelta(hours=3), people=("Dana Ruiz", "Lee Park")
    )
    for person in interview.people:
        person.personal_detail = "Sails on Sundays"
    notes = [actions.begin(firm.command(), person, "thank", MERGE) for person in interview.people]
    assert [marked(firm, note) for note in notes] == [[SAILING], ["I liked hearing that you sail on Sundays."]]


def test_a_card_has_the_sentences_too(firm: Firm) -> None:
    note = begun(firm)
    initial_text.apply_card_template(firm.command(), note, MERGE)
    assert SAILING in note.body
    assert marked(firm, note)[0].startswith("I enjoyed talking with you about the new lab, and I’d love to be part")


@pytest.mark.parametrize("kind", ["follow_up", "answer"])
def test_only_thank_yous_have_facts(firm: Firm, kind: str) -> None:
    note = actions.begin(firm.command(), met(firm, **TOLD), kind, MERGE)
    assert (marked(firm, note), unused(firm, note)) == ([], [])
