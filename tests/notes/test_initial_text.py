"""The words a note starts from (docs/rules.md#templates)."""

from datetime import timedelta

from portal.notes import actions, initial_text
from portal.notes.models import Note
from tests.factories.firm import Firm

MERGE = {"contact_first_name": "Dana", "employer": "Acme", "my_name": "Ann Lee"}


def begun(firm: Firm, *, own_draft: bool = False) -> Note:
    candidate = firm.candidate()
    if own_draft:
        firm.draft(candidate)
    interview = firm.interview(firm.application(candidate), starts_in=-timedelta(hours=3), people=("Dana Ruiz",))
    return actions.begin(firm.command(), interview.people[0], "thank", MERGE)


def as_card(firm: Firm, note: Note) -> str:
    initial_text.apply_card_template(firm.command(), note, MERGE)
    return note.body


def test_a_thank_you_nobody_has_changed_starts_from_the_card_once_it_is_one(firm: Firm) -> None:
    note = begun(firm)
    long = note.body
    assert as_card(firm, note).startswith("Dear Dana,")
    assert "be part of the team at Acme" in note.body
    assert len(note.body) < len(long)


def test_what_was_typed_stays_when_it_becomes_a_card(firm: Firm) -> None:
    note = begun(firm)
    actions.save(firm.command(), note, "Thank you", "Dear Dana, thank you.")
    assert as_card(firm, note) == "Dear Dana, thank you."


def test_ones_own_draft_goes_before_the_agencys_card(firm: Firm) -> None:
    assert as_card(firm, begun(firm, own_draft=True)) == "Dear Dana"
