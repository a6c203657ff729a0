"""Actions on a note: begin it from the draft, save, correct, restore, send, and recall it."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit import actions as audit
from portal.contacts.details import ContactDetails
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.core.rate_limits import NOTES
from portal.core.transaction import touch
from portal.drafts.edit_conflicts import EditorTab
from portal.drafts.rules import fill_merge_fields
from portal.interviews import actions as interviews
from portal.interviews import queries as interview_queries
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging import actions as messages
from portal.messaging.models import OutgoingMessage
from portal.messaging.rate_limits import refuse_over_limit
from portal.notes import (
    delivery,
    edit_conflicts,
    follow_up_eligibility,
    initial_text,
    queries,
    sending_policy,
    versions,
    worked_in,
)
from portal.notes.edit_conflicts import EditConflict
from portal.notes.models import Note, NoteVersion
from portal.notes.review import find_identical_sent_note, review_note
from portal.notes.rules import UNDO_PERIOD

RECALLED = "note.recall"
"""The audit action for a note that was stopped before it went out."""
MAIL_KINDS = {"thank": "note", "follow_up": "follow-up", "answer": "note"}
"""The kind of mail that each kind of note goes out as."""


class NoteNotReady(ActionRefused):
    """The note cannot go out yet: it has faults, or issues that block it."""


def begin(command: Command, person: InterviewPerson, kind: str, merge: dict[str, str], *, to_hr: bool = False) -> Note:
    """Begin the note to this person, from the candidate's own draft or else from the agency's template, and return it.

    A thank-you has what was recorded worked into its sentences. `merge` holds the values of the draft's merge fields;
    `to_hr` sends it to HR. Return the note begun before, if there is one. Raise `ActionRefused` for a second follow-up
    after an interview that cannot have one.
    """
    # One at a time for a person: what is saved while a button is pressed begins the same note.
    command.session.refresh(person, ["met"], with_for_update={"of": InterviewPerson})
    standing = _existing_note(command.session, person, kind)
    if standing is not None:
        return standing
    if kind == "follow_up":
        follow_up_eligibility.refuse_ineligible(command.session, person.interview, command.now)
    subject, body, placed = initial_text.write_first_text(command.session, person, kind, merge)
    note = Note(
        interview_id=person.interview_id,
        person_id=person.id,
        kind=kind,
        subject=subject,
        body=body,
        to_hr=to_hr,
        saved_at=command.now,
    )
    command.session.add(note)
    command.session.flush()
    audit.record(command, "note.begin", note)
    worked_in.record(command, note, placed)
    versions.save_version(command, note, "begun")
    return note


def save(
    command: Command, note: Note, subject: str, body: str, *, keep: str | None = None, window: EditorTab | None = None
) -> None:
    """Save the note as typed, and keep a version from time to time; raise `ActionRefused` once it is on its way.

    With `keep`, keep a version of the new text too, with that reason. `window` is the tab it was typed in; raise
    `EditConflict` if the note was changed in another one.
    """
    refuse_not_editable(note)
    if window and edit_conflicts.has_conflict(note, window, subject, body):
        raise EditConflict
    if (note.subject, note.body) != (subject, body):
        token = window.token if window else None
        if window and note.saved_in_tab not in (None, token):
            versions.save_version(command, note, "typed")
        else:
            versions.save_before_typing(command, note, body)
        values = {"subject": subject, "body": body, "saved_at": command.now, "saved_in_tab": token}
        audit.apply_change(command, "note.save", note, values)
    if keep:
        versions.save_version(command, note, keep)


def fill_in_waiting_notes(command: Command, candidate_id: uuid.UUID, values: Mapping[str, str]) -> None:
    """Fill `values` into the candidate's notes that have merge fields, and keep a version; skip notes on their way."""
    for note in queries.notes_with_merge_fields(command.session, candidate_id):
        text = fill_merge_fields(note.subject, values), fill_merge_fields(note.body, values)
        if text != (note.subject, note.body) and not note.is_on_its_way:
            versions.save_version(command, note, "typed")
            save(command, note, *text)


def restore(command: Command, note: Note, version: NoteVersion) -> None:
    """Restore this version of the note; raise `ActionRefused` once the note is on its way."""
    refuse_not_editable(note)
    versions.restore(command, note, version)


def set_recipient(command: Command, note: Note, person: InterviewPerson, *, to_hr: bool = False) -> None:
    """Send the follow-up to this person of the same interview instead, or to HR; an approval no longer counts."""
    refuse_not_editable(note)
    whom = {"person_id": person.id, "to_hr": to_hr, "approved_digest": None}
    audit.apply_change(command, "note.set_recipient", note, whom)


def send(command: Command, note: Note, *, at: datetime | None = None) -> OutgoingMessage:
    """Queue the note as an email for `at`, or for the end of the undo period, and return the message.

    Raise `NoteNotReady` while it has faults or open issues, `RateLimitReached` when the candidate's limit for 24 hours
    is used up, and `ActionRefused` without an address, once it is on its way, or if this person was already thanked.
    """
    refuse_unready(command.session, note, command.now)
    _refuse_beyond_limit(command.session, note, command.now)
    versions.save_version(command, note, "sent")
    message = messages.enqueue(
        command.session,
        kind=MAIL_KINDS[note.kind],
        key=f"note:{note.id}:{note.version}",
        to_name=note.to_name,
        to_email=note.to_email or "",
        payload={"note": str(note.id), "by": str(command.by.account_id)},
        about_id=note.interview.application_id,
        queue="now",
        due_at=at or command.now + UNDO_PERIOD,
        now=command.now,
    )
    audit.apply_change(command, "note.send", note, {"message_id": message.id})
    touch(command.session, note.interview.application_id)
    return message


def _refuse_beyond_limit(session: Session, note: Note, now: datetime) -> None:
    candidate_id = note.interview.application.candidate_id
    theirs = OutgoingMessage.about_id.in_(select(Application.id).where(Application.candidate_id == candidate_id))
    refuse_over_limit(session, NOTES, candidate_id, theirs, OutgoingMessage.kind.in_(MAIL_KINDS.values()), now=now)


def refuse_unready(session: Session, note: Note, now: datetime) -> None:
    """Raise `NoteNotReady` or `ActionRefused` if the note could not go out by email, as `send` does."""
    refuse_not_editable(note)
    _refuse_already_sent(session, note)
    sending_policy.refuse_not_needed(note)
    if note.kind == "follow_up":
        follow_up_eligibility.refuse_ineligible(session, note.interview, now)
    if not note.to_email:
        raise ActionRefused(
            N_("There’s no email address for %(name)s yet. Add one, or choose a card."), field="to", name=note.to_name
        )
    if not review_note(session, note, note.subject, note.body, now).is_ready:
        raise NoteNotReady(N_("Fix or keep the flagged items before this can go out."), field="body")


def recall(command: Command, note: Note) -> None:
    """Stop the note before it goes out; raise `ActionRefused` when it is too late."""
    if note.message is None or not messages.cancel(command.session, note.message, "undone", now=command.now):
        raise ActionRefused(N_("It’s too late to stop this note. It’s already been sent."))
    audit.apply_change(command, RECALLED, note, {"message_id": None})
    touch(command.session, note.interview.application_id)


def remove_person(command: Command, interview: Interview, person: InterviewPerson) -> None:
    """Remove this person from the interview; raise `ActionRefused` if they were met or thanked, or a note was begun."""
    if queries.has_note(command.session, person.id):
        raise ActionRefused(
            N_("There’s already a note to %(name)s, so they stay on the list."), name=person.contact.name
        )
    interviews.remove_person(command, interview, person)


def list_person(
    command: Command,
    interview: Interview,
    details: ContactDetails,
    *,
    instead_of: uuid.UUID | None = None,
    email_candidate: bool = True,
) -> InterviewPerson:
    """List a person on the interview, in place of the listed one with the id `instead_of`; return them.

    `email_candidate`: whether the candidate is emailed that someone else listed them.
    Raise `ActionRefused` where that one has to stay, as `remove_person` does.
    """
    earlier = next((row for row in interview.people if row.id == instead_of), None)
    employer_id = interview.application.employer_id
    listed = interviews.add_person(command, interview, employer_id, details, email_candidate=email_candidate)
    if earlier is not None and earlier.id != listed.id:
        remove_person(command, interview, earlier)
    return listed


def record_accepted(command: Command, note: Note) -> None:
    """Record that the employer's mail server accepted the note: complete its step, and queue a copy for its writer."""
    delivery.record_sent(command, note, "portal")
    delivery.enqueue_copy(command.session, note, command.now)


def record_returned(command: Command, note: Note) -> None:
    """Record that the note came back, although a server had accepted it: its step waits again."""
    audit.record(command, "note.come_back", note)
    person_id = note.person_id if note.kind == "thank" else None
    done = interview_queries.find_completion(command.session, note.interview_id, note.kind, person_id)
    if done is not None and done.means == "portal":
        interviews.reopen_step(command, note.interview, done)


def record_passed_on(command: Command, note: Note) -> None:
    """Record that a recruiter passed the note on: complete its step, and queue a copy for its writer."""
    _refuse_already_sent(command.session, note)
    delivery.record_sent(command, note, "passed_on")
    delivery.enqueue_copy(command.session, note, command.now)


def _existing_note(session: Session, person: InterviewPerson, kind: str) -> Note | None:
    if kind == "thank":
        return queries.find_thank_you(session, person.id)
    of_round = queries.find_follow_up if kind == "follow_up" else queries.find_reply
    return of_round(session, person.interview_id)


def note_of_step(session: Session, interview: Interview, kind: str, person: InterviewPerson | None) -> Note | None:
    """Return the note that completes this step, begun or sent; None if there is none."""
    if kind == "follow_up":
        return queries.find_follow_up(session, interview.id)
    return queries.find_thank_you(session, person.id) if person is not None else None


def is_step_done(session: Session, note: Note) -> bool:
    """Return whether the step that the note is for is done, by any means."""
    if note.kind == "answer":
        return queries.last_sent_note(session, note.id) is not None
    person_id = note.person_id if note.kind == "thank" else None
    return interview_queries.find_completion(session, note.interview_id, note.kind, person_id) is not None


def refuse_not_editable(note: Note) -> None:
    """Raise `ActionRefused` while a recruiter has the note, and once it was queued to be sent."""
    if note.submitted_at is not None:
        raise ActionRefused(N_("This note was sent for review. Take it back first to edit it."))
    if note.is_going_out:
        raise ActionRefused(N_("This note is being sent and can’t be edited anymore."))


def _refuse_already_sent(session: Session, note: Note) -> None:
    """Raise `ActionRefused` if the note's step is done, or if this person already got a note with the same words."""
    name = note.person.contact.name
    if is_step_done(session, note):
        raise ActionRefused(N_("This is already marked as sent, so nothing more goes to %(name)s."), name=name)
    if note.kind == "thank" and find_identical_sent_note(session, note) is not None:
        raise ActionRefused(N_("%(name)s already got a note with these exact words. Write a new one."), name=name)
