"""What is done about an interview: who is expected, how it moves, what was done and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.contacts.details import ContactDetails
from portal.core import transaction
from portal.core.errors import ActionRefused
from portal.followups.models import Step
from portal.interviews import actions
from portal.interviews.models import Interview, InterviewMove, InterviewPerson, StepCompletion
from portal.interviews.round_details import RoundDetails
from portal.interviews.slots import Slot
from portal.notes import actions as notes
from tests.factories.firm import ZONE, Firm

AGO = -timedelta(hours=2)


def states(firm: Firm, kind: str) -> list[str]:
    transaction.replan_touched(firm.session, firm.now())
    return list(firm.session.scalars(select(Step.state).where(Step.kind == kind).order_by(Step.id)))


def later(interview: Interview, by: timedelta) -> Slot:
    return Slot(interview.starts_at + by, interview.ends_at + by, ZONE, interview.place, interview.link)


def move(firm: Firm, interview: Interview, slot: Slot) -> None:
    actions.reschedule(firm.command(), interview, slot, "The manager travels")


def test_somebody_expected_by_mistake_is_taken_off_the_list_with_their_steps(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz", "Lee Park"))
    assert states(firm, "thank") == ["upcoming", "upcoming"]
    person = next(row for row in interview.people if row.contact.name == "Lee Park")
    notes.remove_person(firm.command(), interview, person)
    assert states(firm, "thank") == ["upcoming"]
    assert [row.contact.name for row in firm.session.scalars(select(InterviewPerson))] == ["Dana Ruiz"]


def test_who_was_met_thanked_or_written_to_stays_on_the_list(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz <d@acme.example>", "Lee Park <l@acme.example>"))
    thanked, written = interview.people
    actions.complete_step(firm.command(), interview, "thank", means="card", at=firm.now(), person=thanked)
    notes.begin(firm.command(), written, "thank", {})
    for person in (thanked, written):
        with pytest.raises(ActionRefused):
            notes.remove_person(firm.command(), interview, person)
    firm.debriefed(interview)
    with pytest.raises(ActionRefused):
        actions.remove_person(firm.command(), interview, written)


def test_a_person_named_twice_is_expected_once_and_keeps_the_address_that_came(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    for details in (
        ContactDetails("dana  ruiz", email="dana@acme.example"),
        ContactDetails("D. Ruiz", email="DANA@acme.example"),
    ):
        employer_id = interview.application.employer_id
        actions.add_person(firm.command(), interview, employer_id, details)
    (person,) = interview.people
    assert (person.contact.name, person.contact.email) == ("Dana Ruiz", "dana@acme.example")


def test_a_moved_interview_keeps_why_and_moves_its_calendar_entry(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    was = interview.starts_at
    move(firm, interview, later(interview, timedelta(days=1)))
    moved = firm.session.scalars(select(InterviewMove)).one()
    assert (moved.from_starts_at, moved.to_starts_at) == (was, was + timedelta(days=1))
    assert (moved.reason, moved.by_id) == ("The manager travels", firm.recruiter.id)
    assert interview.entry_sequence == 1


def test_another_room_changes_the_calendar_entry_and_keeps_why(firm: Firm) -> None:
    interview = firm.interview()
    move(firm, interview, later(interview, timedelta(0)))
    assert interview.entry_sequence == 0
    move(firm, interview, Slot(interview.starts_at, interview.ends_at, ZONE, "Room 2"))
    assert (interview.entry_sequence, interview.place) == (1, "Room 2")
    kept = firm.session.scalars(select(InterviewMove)).one()
    assert (kept.from_starts_at, kept.to_starts_at, kept.reason) == (
        interview.starts_at,
        interview.starts_at,
        "The manager travels",
    )


def test_the_round_is_changed_without_a_move_and_audited(firm: Firm) -> None:
    interview = firm.interview()
    details = RoundDetails("Final round", "panel")
    actions.reschedule(firm.command(), interview, interview.slot, None, round_details=details)
    assert interview.round_details == details
    assert firm.session.scalars(select(InterviewMove)).all() == []
    fields = select(AuditEvent.fields).where(AuditEvent.action == "interview.reschedule")
    assert firm.session.scalars(fields).one() == ["entry_sequence", "round_kind", "round_name"]
    move(firm, interview, later(interview, timedelta(days=1)))
    assert interview.round_details == details


def test_moving_what_was_called_off_puts_it_on_again(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz",))
    actions.set_status(firm.command(), interview, "cancelled", "Ill")
    assert states(firm, "debrief") == ["dropped"]
    move(firm, interview, later(interview, timedelta(days=2)))
    assert (interview.status, interview.status_reason) == ("planned", None)
    assert states(firm, "debrief") == ["upcoming"]


@pytest.mark.parametrize("length", [timedelta(0), timedelta(hours=-1)])
def test_an_interview_ends_after_it_starts(firm: Firm, length: timedelta) -> None:
    interview = firm.interview()
    with pytest.raises(ActionRefused) as refused:
        move(firm, interview, Slot(interview.starts_at, interview.starts_at + length, ZONE))
    assert refused.value.field == "ends"


def test_saying_a_state_twice_changes_nothing(firm: Firm) -> None:
    interview = firm.interview(starts_in=-timedelta(hours=2))
    for _ in range(2):
        actions.set_status(firm.command(), interview, "no_show", None)
    assert interview.entry_sequence == 1


def test_what_was_ticked_by_mistake_is_taken_back_and_asked_for_again(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz <d@acme.example>",))
    for _ in range(2):
        done = actions.complete_step(
            firm.command(), interview, "thank", means="card", at=firm.now(), person=interview.people[0]
        )
    assert firm.session.scalars(select(StepCompletion)).all() == [done]
    assert states(firm, "thank") == ["done"]
    actions.undo_completion(firm.command(), interview, done)
    assert states(firm, "thank") == ["open"]


def test_what_the_portal_sent_stays_sent(firm: Firm) -> None:
    interview = firm.interview(starts_in=AGO, people=("Dana Ruiz <d@acme.example>",))
    now = firm.now()
    done = actions.complete_step(firm.command(now=now), interview, "follow_up", means="portal", at=now)
    with pytest.raises(ActionRefused):
        actions.undo_completion(firm.command(now=now), interview, done)
