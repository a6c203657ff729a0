"""The state of a note, in words: being written, with a recruiter, waiting for its time, or sent, and how."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.approvals import queries as approvals
from portal.approvals import returned_notes
from portal.approvals.models import Approval
from portal.approvals.returned_notes import NoteReturn
from portal.approvals.rules import MAIL_PROGRAM, RETURNED
from portal.cards import queries as cards
from portal.cards.models import Card
from portal.core.db import db
from portal.drafts.diff import LetterDiff
from portal.followups.models import Step
from portal.interviews.models import Interview, StepCompletion
from portal.messaging.models import OutgoingMessage
from portal.messaging.resending import RESENDABLE_STATES
from portal.names.rules import first_name
from portal.notes import queries, sending_policy
from portal.notes.models import Note, SentNote
from portal.notes.queries import OUTGOING_STATES
from portal.notes.rules import UNDO_PERIOD
from portal.web.notes import run
from portal.web.notes.forms import ResendForm
from portal.web.shared import formatting, labels, mail_labels, request_cycle
from portal.web.shared.letter_diffs import diff_letters

DECISION_LABELS = {
    "approved": _("Approved"),
    "returned": _("Sent back"),
    "passed_on": _("Forwarded"),
    "withdrawn": _("Taken back"),
}

POLL_SOON_SECONDS, POLL_LATER_SECONDS = 5, 30
"""Seconds after which the page of a note that is being sent checks again what became of it."""


@dataclass(frozen=True)
class NoteStatus:
    """The state of a note, by its name in the table of states, and its text."""

    state: str
    label: str


def install(app: Flask) -> None:
    """Let templates ask for the state of a note."""
    app.jinja_env.globals.update(
        card_with_agency=with_agency_label,
        note_status=status_of,
        run_marks=run.MARKS,
        run_next_date=run.next_date,
        return_message=return_message,
        decision_label=decision_label,
        already_sent_label=already_sent_label,
        with_reviewer_label=with_reviewer_label,
        suggested_changes=_suggested_changes,
    )


def decision_label(code: str) -> str:
    """Return the label of a recruiter's decision about a note."""
    return str(DECISION_LABELS[code])


def already_sent_label(interview: Interview) -> str:
    """Return the label of the form that records a note as sent by the candidate."""
    if request_cycle.viewer().is_candidate:
        return gettext("I already sent it")
    return gettext("%(name)s already sent it", name=first_name(interview.application.candidate.name))


def with_reviewer_label(note: Note) -> str:
    """Return who has a note that was submitted: the recruiter, or the agency where the candidate has none."""
    has_recruiter = note.interview.application.candidate.recruiter_id is not None
    return gettext("With the recruiter") if has_recruiter else gettext("With the agency")


def status_of(note: Note, back: NoteReturn | None = None, card: Card | None = None) -> NoteStatus:
    """Return the state of the note.

    `back` is why it returned to its writer, `card` the card that the agency has to mail.
    """
    if card is not None:
        return NoteStatus("waiting", with_agency_label(card))
    if note.submitted_at is not None:
        return NoteStatus("waiting", with_reviewer_label(note))
    if note.message is not None and is_scheduled(note):
        return NoteStatus("planned", gettext("Scheduled for %(when)s", when=formatting.moment(note.message.due_at)))
    done = completion(note)
    if done is not None and not note.is_going_out:
        return NoteStatus("done", labels.means(done.means).capitalize())
    if note.message is not None and note.message.state == "dropped":
        return NoteStatus("failed", gettext("Not sent"))
    if note.message is not None:
        return NoteStatus(note.message.state, labels.state(note.message.state))
    if note.is_approved:
        by_post = note.medium == "card"
        return NoteStatus("open", gettext("Approved, ready to mail") if by_post else gettext("Approved, ready to send"))
    return NoteStatus("open", gettext("Needs changes")) if back else NoteStatus("upcoming", gettext("In progress"))


def sending_context(note: Note, again: ResendForm | None = None) -> dict[str, Any]:
    """Return what a note's pages show about its state, and what can still be done.

    `again` is the form that resends it, if it was filled in.
    """
    left = (note.message.due_at - request_cycle.now()).total_seconds() if note.message else 0
    return {
        "is_open": is_open(note),
        "not_needed": reason_not_to_send(note),
        "approval": approvals.open_approval_of(db.session(), note.id),
        "by_oneself": _is_sent_by_writer(note),
        "scheduled": is_scheduled(note),
        "seconds": max(int(left) + 2, 0),
        "leaving": _poll_seconds(note),
        "sent": sent_copy(note),
        "done": completion(note),
        "resend_form": again or _resend_form(note),
        "can_correct": can_correct_address(note),
    }


def reason_not_to_send(note: Note) -> str:
    """Return why a thank-you that was begun is no longer called for: no interview, or not met; empty if it is."""
    if note.obstacle is None:
        return ""
    return gettext(sending_policy.NOT_NEEDED_MESSAGES[note.obstacle], name=note.person.contact.name)


def can_correct_address(note: Note) -> bool:
    """Return whether the viewer may give another email address here, because the note did not arrive.

    A candidate may if the receiving server says that the address does not work; no one may for a note through HR.
    """
    mail = note.message
    if mail is None or note.to_hr or note.person.contact.via_hr or not is_resendable(mail):
        return False
    return not request_cycle.viewer().is_candidate or mail_labels.is_address_rejected(mail)


def is_resendable(mail: OutgoingMessage) -> bool:
    """Return whether the email is in a state in which a person can send it again."""
    return mail.state in RESENDABLE_STATES


def _resend_form(note: Note) -> ResendForm:
    form = ResendForm(formdata=None)
    if note.message is not None and not request_cycle.viewer().is_candidate:
        form.email.data = note.to_email
    return form


def _poll_seconds(note: Note) -> int:
    """Return in how many seconds to check again whether the note went out.

    Return 0 if that is known, or if its time is not near.
    """
    if note.message is None or note.message.state not in OUTGOING_STATES:
        return 0
    return POLL_SOON_SECONDS if request_cycle.now() - note.message.due_at < timedelta(minutes=1) else POLL_LATER_SECONDS


def is_note_for_step(step: Step, note: Note) -> bool:
    """Return whether sending this note is what the step asks for."""
    same = (step.kind, step.interview_id) == (note.kind, note.interview_id)
    return same and (step.kind != "thank" or step.person_id == note.person_id)


def step_labels(steps: Sequence[Step]) -> dict[uuid.UUID, str]:
    """Return, by open step, the state of its note where the note is out of its writer's hands."""
    waiting = [step for step in steps if step.state == "open" and step.kind in ("thank", "follow_up")]
    if not waiting:
        return {}
    found = queries.notes_of_interviews(db.session(), [step.interview_id for step in waiting])
    return labels_by_step(waiting, found, cards.agency_cards_by_note(db.session(), [note.id for note in found]))


def labels_by_step(
    steps: Sequence[Step], notes: Sequence[Note], given: Mapping[uuid.UUID, Card]
) -> dict[uuid.UUID, str]:
    """Return, by step, the state of its note once its writer no longer has it; `given` are the agency’s cards."""
    leaving = [note for note in notes if note.is_on_its_way or note.id in given]
    return {
        step.id: with_agency_label(given[note.id]) if note.id in given else status_of(note).label
        for step in steps
        for note in leaving
        if is_note_for_step(step, note)
    }


def notes_by_step(steps: Sequence[Step], notes: Sequence[Note]) -> dict[uuid.UUID, Note]:
    """Return the note that each of these steps asks for, by step, where one was begun."""
    return {step.id: note for step in steps for note in notes if is_note_for_step(step, note)}


def with_agency_label(card: Card) -> str:
    """Return since when the agency has had this card to mail."""
    since = card.ready_at or card.created_at
    return gettext("With the agency to mail since %(when)s", when=formatting.moment(since))


def returns_by_note(notes: Collection[Note]) -> Mapping[uuid.UUID, NoteReturn]:
    """Return those of these notes that came back and are still to be sent, and why."""
    found = returned_notes.returns_by_note(db.session(), notes)
    open_ones = {note.id for note in notes if note.id in found and is_open(note)}
    return {note_id: back for note_id, back in found.items() if note_id in open_ones}


def return_message(back: NoteReturn) -> str:
    """Return why a note is back with its writer, and what they can do now."""
    name, own = back.by or g.profile.name, request_cycle.viewer().is_candidate
    if back.stopped and own:
        return gettext(
            "%(name)s stopped this note before it was sent. Read it once more, make your changes, and send it.",
            name=name,
        )
    if back.stopped:
        return gettext("%(name)s stopped this note before it was sent. The candidate can edit and send it.", name=name)
    if own:
        return gettext(
            "%(name)s sent it back. See their comments, make your changes, and send it for review again.", name=name
        )
    return gettext("%(name)s sent it back. The candidate can edit it and send it for review again.", name=name)


def last_return(note: Note) -> Approval | None:
    """Return the recruiter's last return of the note, None once it is submitted again."""
    last = approvals.last_approval_of(db.session(), note.id)
    return last if last is not None and last.decision == RETURNED else None


def _is_sent_by_writer(note: Note) -> bool:
    """Return whether the writer asked to send the note themselves, and may by now."""
    last = approvals.last_approval_of(db.session(), note.id) if note.is_approved else None
    return last is not None and last.means == MAIL_PROGRAM


def is_scheduled(note: Note) -> bool:
    """Return whether the note waits for a chosen time, longer than the seconds in which any note can be undone."""
    mail = note.message
    return (
        mail is not None
        and mail.state == "queued"
        and mail.due_at > request_cycle.now() + UNDO_PERIOD
        and not mail.attempts
    )


def is_open(note: Note) -> bool:
    """Return whether the note is still to be sent: no recruiter has it, it is not on its way, its step is not done."""
    return not note.is_on_its_way and sent_copy(note) is None and completion(note) is None


def completion(note: Note) -> StepCompletion | None:
    """Return what records that the note's step is done, None while it is open."""
    wanted = (note.kind, note.person_id if note.kind == "thank" else None)
    return next((row for row in note.interview.completions if (row.kind, row.person_id) == wanted), None)


def sent_copy(note: Note) -> SentNote | None:
    """Return the note as it went out; None if it has not, or once that was undone."""
    if note.kind != "answer" and completion(note) is None:
        return None
    return queries.last_sent_note(db.session(), note.id)


def _suggested_changes(note: Note, back: Approval) -> LetterDiff | None:
    """Return the recruiter's suggestion as a diff to the note's current text; None without one."""
    if back.suggested_subject is None or back.suggested_body is None:
        return None
    return diff_letters((note.subject, note.body), (back.suggested_subject, back.suggested_body))
