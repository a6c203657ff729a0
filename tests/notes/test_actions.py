"""A note: begun from the candidate's own draft, changed until it is on its way, and sent once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.contacts.details import ContactDetails
from portal.core.errors import ActionRefused
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from portal.messaging.models import OutgoingMessage
from portal.notes import actions
from portal.notes.models import Note
from tests.factories.firm import Firm

MERGE = {"contact_first_name": "Dana"}


@pytest.fixture
def held(firm: Firm) -> Interview:
    candidate = firm.candidate()
    firm.draft(candidate)
    people = ("Dana Ruiz <dana@acme.example>", "Lee Park")
    return firm.interview(firm.application(candidate), starts_in=-timedelta(hours=2), people=people)


def begin(firm: Firm, interview: Interview, name: str = "Dana Ruiz", kind: str = "thank") -> Note:
    person = next(row for row in interview.people if row.contact.name == name)
    return actions.begin(firm.command(), person, kind, MERGE)


def save(firm: Firm, note: Note, body: str) -> None:
    actions.save(firm.command(), note, "Thank you", body)


def send(firm: Firm, note: Note) -> OutgoingMessage:
    made = actions.send(firm.command(), note)
    firm.session.expire(note)
    return made


def test_a_note_starts_from_ones_own_draft_and_is_begun_once(firm: Firm, held: Interview) -> None:
    note = begin(firm, held)
    assert (note.subject, note.body) == ("Thank you", "Dear Dana")
    assert begin(firm, held) is note


def test_a_follow_up_starts_from_the_agencys_template_and_is_one_a_round(firm: Firm, held: Interview) -> None:
    note = begin(firm, held, kind="follow_up")
    assert "Has a decision been made?" in note.body
    assert begin(firm, held, "Lee Park", kind="follow_up") is note


@pytest.mark.parametrize("body", ["", "Dear Dana, [specifics]", "Dear {{ contact_first_name }}"])
def test_what_is_unfinished_does_not_go_out(firm: Firm, held: Interview, body: str) -> None:
    note = begin(firm, held)
    save(firm, note, body)
    with pytest.raises(actions.NoteNotReady):
        send(firm, note)
    assert firm.session.scalars(select(OutgoingMessage.id).where(OutgoingMessage.kind == "note")).all() == []


def test_a_note_without_an_address_says_whose_is_missing(firm: Firm, held: Interview) -> None:
    with pytest.raises(ActionRefused) as refused:
        send(firm, begin(firm, held, "Lee Park"))
    assert refused.value.values == {"name": "Lee Park"}


def test_a_note_on_its_way_is_changed_only_after_it_was_stopped(firm: Firm, held: Interview) -> None:
    note = begin(firm, held)
    mail = send(firm, note)
    for deed in (lambda: save(firm, note, "Dear Dana, again"), lambda: send(firm, note)):
        with pytest.raises(ActionRefused, match="is being sent"):
            deed()
    actions.recall(firm.command(), note)
    firm.session.expire(note)
    assert (mail.state, note.message_id) == ("dropped", None)
    save(firm, note, "Dear Dana, again")
    assert send(firm, note) is not mail
    with pytest.raises(ActionRefused):
        actions.set_recipient(firm.command(), note, held.people[1])


@pytest.mark.parametrize("state", ["sent", "handed_over", "unknown"])
def test_what_has_left_is_stopped_no_more(firm: Firm, held: Interview, state: str) -> None:
    note = begin(firm, held)
    with pytest.raises(ActionRefused, match="too late"):
        actions.recall(firm.command(), note)
    send(firm, note).state = state
    firm.session.flush()
    with pytest.raises(ActionRefused, match="too late"):
        actions.recall(firm.command(), note)


def test_a_note_that_failed_can_be_mended_and_sent_again(firm: Firm, held: Interview) -> None:
    note = begin(firm, held)
    send(firm, note).state = "failed"
    firm.session.flush()
    details = ContactDetails("Dana Ruiz", email="dana.ruiz@acme.example")
    interviews.update_contact(firm.command(), note.person.contact, details)
    save(firm, note, "Dear Dana, once more")
    assert send(firm, note).to_email == "dana.ruiz@acme.example"
