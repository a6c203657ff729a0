"""A note read against its application: names, own words, the conversation, the other notes; and what holds it back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.details import ContactDetails
from portal.core import tenancy
from portal.core.command import Command
from portal.core.errors import ActionRefused
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.interviews.models import Interview, InterviewPerson
from portal.notes import actions as notes
from portal.notes import corrections, manual_sending, queries
from portal.notes.actions import NoteNotReady
from portal.notes.models import Note
from portal.notes.review import Review, earlier_notes, review_note
from portal.proofreading import actions as proofreading
from portal.proofreading import queries as kept
from portal.proofreading.models import DictionaryWord
from tests.factories.firm import Firm, found

GOOD = "Dear Dana,\n\nThank you for your time. The night shift you described is what I know best."


def held(firm: Firm, application: Application | None = None, *, ago: timedelta = timedelta(hours=2)) -> Interview:
    people = ("Dana Ruiz <d@acme.example>", "Lee Park <l@acme.example>")
    interview = firm.interview(application, starts_in=-ago, people=people)
    told = tuple(
        PersonAnswers(row.id, ContactDetails(row.contact.name), True, "the night shift") for row in interview.people
    )
    debriefs.finish(firm.command(), interview, DebriefAnswers(told))
    return interview


def person(interview: Interview, name: str = "Dana Ruiz") -> InterviewPerson:
    return next(row for row in interview.people if row.contact.name == name)


def written(firm: Firm, whom: InterviewPerson, body: str = GOOD) -> Note:
    note = notes.begin(firm.command(), whom, "thank", {})
    notes.save(firm.command(), note, "Thank you", body)
    return note


def read(firm: Firm, note: Note) -> Review:
    return review_note(firm.session, note, note.subject, note.body, firm.now())


def codes(found: Review) -> list[str]:
    return [pointed.issue.code for pointed in found.found if pointed.issue.weight != "hints"]


def send(firm: Firm, note: Note) -> None:
    notes.send(firm.command(), note)
    firm.session.refresh(note)


def test_a_good_note_goes_out(firm: Firm) -> None:
    note = written(firm, person(held(firm)))
    assert codes(read(firm, note)) == []
    send(firm, note)
    assert note.message is not None


def test_a_mistake_holds_the_note_back_until_it_is_mended(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " I recieved your mail.")
    (pointed,) = read(firm, note).asks
    with pytest.raises(NoteNotReady):
        send(firm, note)
    corrections.apply_suggestion(firm.command(), note, pointed.issue.mark, 0)
    assert note.body.endswith("I received your mail.")
    send(firm, note)


def test_what_was_mended_already_is_not_mended_twice(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " I recieved your mail.")
    (pointed,) = read(firm, note).asks
    for mark, number in ((pointed.issue.mark, 9), (pointed.issue.mark, -1), ("none", 0)):
        with pytest.raises(ActionRefused, match="already fixed"):
            corrections.apply_suggestion(firm.command(), note, mark, number)


def test_what_is_left_does_not_come_back_and_is_on_record(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " I recieved your mail.")
    (pointed,) = read(firm, note).asks
    text = (note.subject, note.body)
    for _ in range(2):
        corrections.dismiss_issue(firm.command(), note, text, pointed.issue.mark)
    notes.save(firm.command(), note, "Thank you", "New words first. " + note.body)
    assert codes(read(firm, note)) == []
    (row,) = kept.dismissed_issues(firm.session, note.id)
    assert (row.text, row.code, row.by_id) == ("recieved", "spelling", firm.recruiter.id)
    send(firm, note)


def test_what_was_left_can_be_pointed_out_again(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " I recieved your mail.")
    (pointed,) = read(firm, note).asks
    corrections.dismiss_issue(firm.command(), note, (note.subject, note.body), pointed.issue.mark)
    proofreading.undo_dismissal(firm.command(), kept.dismissed_issues(firm.session, note.id)[0])
    assert codes(read(firm, note)) == ["spelling"]


def test_a_placeholder_cannot_be_left(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " [something you liked]")
    assert [fault.code for fault in read(firm, note).faults] == ["leftover"]
    with pytest.raises(NoteNotReady):
        send(firm, note)


def test_a_wrong_name_holds_the_note_back(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD.replace("Dana", "Lee"))
    assert codes(read(firm, note)) == ["name.other_greeted"]
    with pytest.raises(NoteNotReady):
        send(firm, note)


def test_names_known_here_are_right_however_they_are_spelled(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " mcgrath told me so.")
    assert "spelling" not in codes(read(firm, note))


def test_likeness_and_a_note_to_anybody_are_pointed_out_and_hold_nothing_back(firm: Firm) -> None:
    interview = held(firm)
    written(firm, person(interview))
    other = written(firm, person(interview, "Lee Park"), GOOD.replace("Dana", "Lee"))
    overlap = read(firm, other).overlap
    assert overlap is not None and overlap.name == "Dana Ruiz"
    plain = "Dear Lee,\n\nThank you for your time."
    notes.save(firm.command(), other, "Thank you", plain)
    assert codes(read(firm, other)) == ["specifics.no_word"]
    send(firm, other)


def test_a_second_round_knows_of_the_first(firm: Firm) -> None:
    application = firm.application()
    first = written(firm, person(held(firm, application, ago=timedelta(days=5))))
    second = written(
        firm, person(held(firm, application)), GOOD.replace("Thank you for your time", "It was good to meet again")
    )
    assert earlier_notes(second, queries.other_thank_yous(firm.session, second)) == [first]
    assert earlier_notes(first, queries.other_thank_yous(firm.session, first)) == []
    assert codes(read(firm, second)) == ["alike.earlier"]


def test_nobody_gets_the_same_words_twice(firm: Firm) -> None:
    application = firm.application()
    first = written(firm, person(held(firm, application, ago=timedelta(days=5))))
    send(firm, first)
    assert first.message is not None
    first.message.state = "sent"
    firm.session.flush()
    second = written(firm, person(held(firm, application)), GOOD.replace("Dear Dana", "Hello Dana"))
    with pytest.raises(ActionRefused, match="these exact words"):
        send(firm, second)


def test_who_was_thanked_otherwise_gets_nothing_from_the_portal(firm: Firm) -> None:
    interview = held(firm)
    note = written(firm, person(interview))
    manual_sending.mark_sent_manually(firm.command(), interview, "thank", person(interview), "card")
    with pytest.raises(ActionRefused, match="nothing more goes to"):
        send(firm, note)


def test_the_english_is_the_one_they_chose(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " I like the colour.")
    candidate: Candidate = note.interview.application.candidate
    assert codes(read(firm, note)) == ["spelling"]
    proofreading.set_english(firm.command(), candidate, "uk")
    assert codes(read(firm, note)) == []
    with pytest.raises(ActionRefused):
        proofreading.set_english(firm.command(), candidate, "klingon")


@pytest.fixture
def elsewhere(app: Flask, firm: Firm) -> Iterator[Firm]:
    """Another agency, beside the test's own."""
    here = tenancy.entered(firm.session)
    firm.commit()
    other = found(app)
    other.commit()
    yield other
    tenancy.enter(firm.session, here)


def test_a_word_of_ones_own_is_ones_own(firm: Firm) -> None:
    note = written(firm, person(held(firm)), GOOD + " Our plater helps, and so do platers.")
    candidate_id = note.interview.application.candidate_id
    assert codes(read(firm, note)) == ["spelling", "spelling"]
    row = add(firm.session, firm, candidate_id, "Plater")
    assert add(firm.session, firm, candidate_id, "plater") is row
    assert [pointed.issue.text for pointed in read(firm, note).asks] == ["platers"]
    mate = written(firm, person(held(firm)), GOOD + " Our plater helps.")
    assert codes(read(firm, mate)) == ["spelling"], "another candidate of the same agency has other words"
    proofreading.remove_word(firm.command(), row)
    assert codes(read(firm, note)) == ["spelling", "spelling"]


def add(session: Session, firm: Firm, candidate_id: UUID, word: str) -> DictionaryWord:
    return proofreading.add_word(Command(session, firm.by, firm.now()), candidate_id, word)


@pytest.mark.parametrize("word", ["", "  ", "two words", "x" * 61])
def test_what_is_no_word_is_refused(firm: Firm, word: str) -> None:
    with pytest.raises(ActionRefused, match="Enter one word"):
        add(firm.session, firm, firm.candidate().id, word)


def test_no_word_and_no_name_of_one_agency_reaches_another(firm: Firm, elsewhere: Firm) -> None:
    there = written(elsewhere, person(held(elsewhere)), GOOD + " Our plater and our combi help.")
    add(elsewhere.session, elsewhere, there.interview.application.candidate_id, "plater")
    elsewhere.employer("Combi")
    assert [pointed.issue.text for pointed in read(elsewhere, there).asks] == ["combi"]
    elsewhere.commit()
    tenancy.leave(elsewhere.session)
    tenancy.enter(firm.session, firm.id)
    here = written(firm, person(held(firm)), GOOD + " Our plater and our combi help.")
    assert [pointed.issue.text for pointed in read(firm, here).asks] == ["plater", "combi"]


@pytest.mark.parametrize(
    ("hr", "body", "expected"),
    [
        ("Ruth O'Neill", "Dear Ms. O'Neil,\n\nI hope a decision was reached.", ["name.near"]),
        ("Ruth O'Neill", "Dear Lee,\n\nI hope a decision was reached.", ["name.other_greeted"]),
        ("Ruth O'Neill", "Dear Ms. O'Neill,\n\nI hope a decision was reached.", []),
        (None, "Dear HR team,\n\nLee told me of it. Thank you, Lee.", []),
    ],
)
def test_a_note_to_human_resources_is_read_for_whoever_is_there(
    firm: Firm, hr: str | None, body: str, expected: list[str]
) -> None:
    interview = held(firm)
    interview.application.employer.hr_name, interview.application.employer.hr_email = hr, "hr@acme.example"
    firm.session.flush()
    note = notes.begin(firm.command(), person(interview), "follow_up", {}, to_hr=True)
    notes.save(firm.command(), note, "A decision", body)
    assert [code for code in codes(read(firm, note)) if code.startswith("name.")] == expected


@pytest.mark.parametrize(
    ("hours", "said", "true"),
    [(1, "today", None), (3, "today", "yesterday"), (3, "yesterday", None), (27, "yesterday", "on Tuesday")],
)
def test_a_day_holds_until_midnight_where_they_met(firm: Firm, hours: int, said: str, true: str | None) -> None:
    interview = held(firm)
    start = datetime(2030, 12, 3, 13, tzinfo=UTC)  # 10 PM in Tokyo, 8 AM where the candidate lives
    with firm.session.no_autoflush:
        interview.starts_at, interview.ends_at = start, start + timedelta(hours=1)
    interview.time_zone = "Asia/Tokyo"
    note = written(firm, person(interview), f"{GOOD} Thank you for our talk {said}.")
    found = review_note(firm.session, note, note.subject, note.body, start + timedelta(hours=hours))
    stale = [one.issue.fixes for one in found.found if one.issue.code == "day.stale"]
    assert stale == ([(true,)] if true else [])
