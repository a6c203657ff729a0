"""Actions on an interview: record it, reschedule it, set its status, list people, and complete its steps."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.rules import CANDIDATE
from portal.applications.models import Application
from portal.audit import actions as audit
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact
from portal.core import queue
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch
from portal.interviews import change_notices, queries
from portal.interviews.models import Interview, InterviewMove, InterviewPerson, InterviewStatusChange, StepCompletion
from portal.interviews.round_details import RoundDetails
from portal.interviews.slots import CalendarKey, Slot


def record(
    command: Command,
    application: Application,
    slot: Slot,
    people: Sequence[ContactDetails],
    *,
    round_details: RoundDetails | None = None,
    calendar: CalendarKey | None = None,
) -> Interview:
    """Record one more interview of the application with the people expected, and return it; it reopens an ended one.

    Raise `ActionRefused` at `ends` if it ends before it starts.
    """
    _refuse_end_before_start(slot)
    interview = Interview(
        application_id=application.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        time_zone=slot.time_zone,
        place=slot.place,
        link=slot.link,
        recorded_at=command.now,
        **(round_details or RoundDetails()).columns,
    )
    if calendar is not None:
        for name, value in calendar_values(calendar).items():
            setattr(interview, name, value)
    command.session.add(interview)
    command.session.flush()
    audit.record(command, "interview.record", interview)
    for details in people:
        add_person(command, interview, application.employer_id, details)
    touch(command.session, application.id)
    return interview


def calendar_values(key: CalendarKey) -> dict[str, object]:
    """Return the columns that keep the calendar entry an interview came from."""
    return {
        "calendar_uid": key.uid,
        "calendar_recurrence": key.recurrence,
        "calendar_sequence": key.sequence,
        "calendar_stamp": key.stamp,
        "calendar_occurrence": key.occurrence,
        "occurrence_sequence": key.occurrence_sequence,
        "occurrence_stamp": key.occurrence_stamp,
    }


def add_person(
    command: Command,
    interview: Interview,
    employer_id: uuid.UUID,
    details: ContactDetails,
    *,
    email_candidate: bool = True,
) -> InterviewPerson:
    """List a person as expected at the interview, as a contact found or created; a second time changes nothing."""
    contact = contacts.find_or_create(command, employer_id, details)
    return add_contact(command, interview, contact, email_candidate=email_candidate)


def add_contact(
    command: Command, interview: Interview, contact: Contact, *, email_candidate: bool = True
) -> InterviewPerson:
    """List the contact on the interview once; staff who list someone confirm what a candidate claimed."""
    listed_by = CANDIDATE if command.by.role == CANDIDATE else "staff"
    standing: InterviewPerson | None = next((row for row in interview.people if row.contact_id == contact.id), None)
    if standing is not None:
        if listed_by != CANDIDATE:
            audit.apply_change(command, "interview_person.confirm", standing, {"listed_by": listed_by})
        return standing
    if email_candidate:
        change_notices.before_change(command, interview)
    person = InterviewPerson(interview_id=interview.id, contact_id=contact.id, listed_by=listed_by)
    command.session.add(person)
    command.session.flush()
    command.session.expire(interview, ["people"])
    audit.record(command, "interview_person.add", person)
    touch_contact(command.session, contact.id)
    return person


def request_address(command: Command, interview: Interview, person: InterviewPerson) -> None:
    """Ask the recruiters for this person's contact info, unless an open request already does."""
    candidate_id = interview.application.candidate_id
    contacts.request_details(command, person.contact, candidate_id, target_at=command.now)
    if person.contact_requested_at is None:
        values = {"contact_requested_at": command.now}
        audit.apply_change(command, "interview_person.request_contact_info", person, values)
    touch(command.session, interview.application_id)


def remove_person(command: Command, interview: Interview, person: InterviewPerson) -> None:
    """Remove this person from the interview; raise `ActionRefused` once they were met or thanked.

    `notes.actions.remove_person` also refuses if a note to them was begun.
    """
    if person.met is not None or queries.find_completion(command.session, interview.id, "thank", person.id):
        raise ActionRefused(
            N_("%(name)s was already met or thanked, so they stay on the list."), name=person.contact.name
        )
    change_notices.before_change(command, interview)
    command.session.delete(person)
    audit.record(command, "interview_person.remove", person)
    command.session.flush()
    command.session.expire(interview, ["people"])
    touch(command.session, interview.application_id)


def reschedule(
    command: Command,
    interview: Interview,
    slot: Slot,
    reason: str | None,
    *,
    round_details: RoundDetails | None = None,
    email_candidate: bool = True,
) -> None:
    """Set the interview's time and place, and record the old time and the reason; the plan and calendar entry follow.

    `round_details` are the round's name and kind from now on, None to keep both. `email_candidate`: whether the
    candidate is emailed what someone else changed.

    A canceled or missed interview is planned again. Raise `ActionRefused` at `ends` if it ends before it starts.
    """
    _refuse_end_before_start(slot)
    was = interview.starts_at
    entered = vars(slot) | (round_details or interview.round_details).columns
    if all(getattr(interview, name) == value for name, value in entered.items()):
        return
    if email_candidate:
        change_notices.before_change(command, interview)
    values = entered | {"entry_sequence": interview.entry_sequence + 1}
    if interview.status != "planned":
        values |= {"status": "planned", "status_changed_at": command.now, "status_reason": None, "no_show_by": None}
        _record_status_change(command, interview, "planned", None)
    audit.apply_change(command, "interview.reschedule", interview, values)
    if was != slot.starts_at or reason:
        command.session.add(
            InterviewMove(
                interview_id=interview.id,
                at=command.now,
                from_starts_at=was,
                to_starts_at=slot.starts_at,
                reason=reason,
                by_id=command.by.account_id,
            )
        )
    touch(command.session, interview.application_id)


def set_status(
    command: Command,
    interview: Interview,
    status: str,
    reason: str | None,
    *,
    no_show_by: str | None = None,
    email_candidate: bool = True,
) -> None:
    """Set the interview's status from now on: `planned`, `cancelled`, or `no_show`; notes already sent stay sent.

    `no_show_by` is who did not show up, `candidate` or `employer`; `email_candidate` as for `reschedule`.
    Raise `ActionRefused` for a no-show before the start.
    """
    absent = no_show_by if status == "no_show" else None
    if (interview.status, interview.no_show_by) == (status, absent):
        return
    if status == "no_show" and interview.starts_at > command.now:
        raise ActionRefused(N_("This interview hasn’t started yet, so it can’t be a no-show."), field="status")
    if email_candidate and status != "no_show":
        change_notices.before_change(command, interview)
    values = {
        "status": status,
        "status_changed_at": command.now,
        "status_reason": reason,
        "no_show_by": absent,
        "entry_sequence": interview.entry_sequence + 1,
    }
    audit.apply_change(command, f"interview.{status}", interview, values)
    _record_status_change(command, interview, status, reason)
    touch(command.session, interview.application_id)


def complete_step(
    command: Command,
    interview: Interview,
    kind: str,
    *,
    means: str,
    at: datetime,
    person: InterviewPerson | None = None,
) -> StepCompletion:
    """Record that this step was done at `at`, and return the completion; a second time changes nothing."""
    person_id = person.id if person else None
    standing = queries.find_completion(command.session, interview.id, kind, person_id)
    if standing is not None:
        return standing
    row = StepCompletion(
        interview_id=interview.id, person_id=person_id, kind=kind, means=means, at=at, by_id=command.by.account_id
    )
    command.session.add(row)
    command.session.flush()
    audit.record(command, f"{kind}.done", row)
    touch(command.session, interview.application_id)
    return row


def undo_completion(command: Command, interview: Interview, row: StepCompletion) -> None:
    """Undo a completion; raise `ActionRefused` if the portal itself sent the note."""
    if row.means == "portal":
        raise ActionRefused(N_("The portal sent this note, so this can’t be undone."))
    reopen_step(command, interview, row)


def reopen_step(command: Command, interview: Interview, row: StepCompletion) -> None:
    """Remove a completion, however it was done: the step waits again."""
    audit.record(command, f"{row.kind}.undo", row)
    command.session.delete(row)
    command.session.flush()
    touch(command.session, interview.application_id)


def update_contact(command: Command, contact: Contact, details: ContactDetails) -> None:
    """Update the contact and replan every application that meets them; if now reachable, queue reminders at once."""
    if contacts.update_contact(command, contact, details):
        queue.enqueue_after_commit(command.session, queue.DUE, "reminders")
    touch_contact(command.session, contact.id)


def close_unneeded_request(command: Command, contact: Contact) -> None:
    """Close the open request for this contact's details, if any, as not needed."""
    waiting = contact_queries.open_request_of(command.session, contact.id)
    if waiting is not None:
        contacts.close_request(command, waiting, "not_needed")


def touch_contact(session: Session, contact_id: uuid.UUID) -> None:
    """Mark every application that meets this contact for replanning."""
    for application_id in queries.applications_meeting(session, contact_id):
        touch(session, application_id)


def _record_status_change(command: Command, interview: Interview, status: str, reason: str | None) -> None:
    """Record for good the interview's new status, and its start at that time."""
    command.session.add(
        InterviewStatusChange(
            interview_id=interview.id,
            at=command.now,
            status=status,
            starts_at=interview.starts_at,
            reason=reason,
            by_id=command.by.account_id,
        )
    )


def _refuse_end_before_start(slot: Slot) -> None:
    if slot.ends_at <= slot.starts_at:
        raise ActionRefused(N_("Enter an end time that’s after the start time."), field="ends")
