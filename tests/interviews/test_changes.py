"""What is done about an interview: recorded, moved, called off, told of, supplied."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.contacts import queries as contact_queries
from portal.contacts.details import ContactDetails
from portal.core.errors import ActionRefused
from portal.interviews import actions, queries
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from tests.factories.firm import Firm

HOUR = timedelta(hours=1)


def slot_of(interview: Interview) -> Slot:
    return Slot(interview.starts_at, interview.ends_at, interview.time_zone, interview.place, interview.link)


def reread(firm: Firm, interview: Interview) -> Interview:
    firm.session.flush()
    firm.session.expire_all()
    return interview


def test_whoever_is_expected_is_listed_once(firm: Firm) -> None:
    interview = firm.interview(people=("Dana Ruiz <dana@acme.example>", "Dana Ruiz <dana@acme.example>", "Lee"))
    assert sorted(row.contact.name for row in interview.people) == ["Dana Ruiz", "Lee"]


def test_an_interview_ends_after_it_starts(firm: Firm) -> None:
    interview = firm.interview()
    wrong = replace(slot_of(interview), ends_at=interview.starts_at)
    with pytest.raises(ActionRefused) as refused:
        actions.reschedule(firm.command(), interview, wrong, None)
    assert refused.value.field == "ends"
    with pytest.raises(ActionRefused):
        actions.record(firm.command(), interview.application, wrong, ())


def test_a_move_keeps_from_when_and_why_and_puts_a_cancelled_one_on(firm: Firm) -> None:
    interview = firm.interview()
    actions.set_status(firm.command(), interview, "cancelled", "ill")
    before, later = slot_of(interview), slot_of(interview)
    later = replace(later, starts_at=later.starts_at + HOUR, ends_at=later.ends_at + HOUR)
    actions.reschedule(firm.command(), interview, later, "she is back")
    found = reread(firm, interview)
    assert (found.status, found.status_reason, found.entry_sequence) == ("planned", None, 2)
    assert [(row.from_starts_at, row.to_starts_at, row.reason) for row in found.moves] == [
        (before.starts_at, later.starts_at, "she is back")
    ]


def test_another_place_is_a_change_but_no_move_and_the_same_slot_is_neither(firm: Firm) -> None:
    interview = firm.interview()
    actions.reschedule(firm.command(), interview, slot_of(interview), None)
    assert reread(firm, interview).entry_sequence == 0
    actions.reschedule(firm.command(), interview, replace(slot_of(interview), place="Room 4"), None)
    found = reread(firm, interview)
    assert (found.entry_sequence, found.place, found.moves) == (1, "Room 4", [])


def test_saying_twice_that_it_is_off_changes_nothing_the_second_time(firm: Firm) -> None:
    interview = firm.interview()
    for reason in ("ill", "again"):
        actions.set_status(firm.command(), interview, "cancelled", reason)
    found = reread(firm, interview)
    assert (found.status, found.status_reason, found.entry_sequence) == ("cancelled", "ill", 1)


def test_what_is_done_is_done_once_and_can_be_taken_back(firm: Firm) -> None:
    interview, now = firm.interview(people=("Dana",)), firm.now()
    [person] = interview.people

    def thanked() -> object:
        return actions.complete_step(firm.command(now=now), interview, "thank", means="told", at=now, person=person)

    first = thanked()
    assert thanked() is first
    [row] = reread(firm, interview).completions
    actions.undo_completion(firm.command(now=now), interview, row)
    assert reread(firm, interview).completions == []


def test_what_the_portal_sent_stays_sent(firm: Firm) -> None:
    interview, now = firm.interview(), firm.now()
    row = actions.complete_step(firm.command(now=now), interview, "follow_up", means="portal", at=now)
    with pytest.raises(ActionRefused):
        actions.undo_completion(firm.command(now=now), interview, row)


def asked_for(firm: Firm) -> Interview:
    """An interview that is over, at which somebody was met whose address was asked for."""
    interview = firm.interview(starts_in=-3 * HOUR, people=("Dana",))
    firm.debriefed(interview)
    firm.commit()
    return interview


def test_a_supplied_address_closes_what_was_asked(firm: Firm) -> None:
    contact = asked_for(firm).people[0].contact
    assert contact_queries.open_request_of(firm.session, contact.id) is not None
    details = ContactDetails("Dana Ruiz", email="dana@acme.example")
    for _ in range(2):
        actions.update_contact(firm.command(), contact, details)
        firm.commit()
    assert contact.email == "dana@acme.example"
    assert contact_queries.open_request_of(firm.session, contact.id) is None


def test_what_is_not_needed_is_not_asked_for(firm: Firm) -> None:
    contact = asked_for(firm).people[0].contact
    for _ in range(2):
        actions.close_unneeded_request(firm.command(), contact)
        firm.session.flush()
    assert contact_queries.open_request_of(firm.session, contact.id) is None


def test_only_interviews_ahead_are_ahead(firm: Firm) -> None:
    application = firm.application()
    over = firm.interview(application, starts_in=-3 * HOUR)
    ahead, off = firm.interview(application), firm.interview(application)
    actions.set_status(firm.command(), off, "cancelled", None)
    firm.session.flush()
    assert [row.id for row in queries.upcoming_interviews_of(firm.session, application.id, firm.now())] == [ahead.id]
    assert over.id in {row.id for row in queries.interviews_of_application(firm.session, application.id)}
