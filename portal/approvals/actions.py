"""What is done with a finished note: send it, submit it for approval, or submit it for a recruiter to pass on."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.rules import STAFF
from portal.approvals import mails, queries, rules, targets
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.cards import actions as cards
from portal.cards import queries as card_queries
from portal.cards.models import Card
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.messaging.models import OutgoingMessage
from portal.notes import actions as notes
from portal.notes import cancellation, manual_sending, sending_policy, versions
from portal.notes.models import Note
from portal.notes.rules import ASK, SEND


def send_or_submit(command: Command, note: Note, at: datetime | None) -> OutgoingMessage | Approval:
    """Send the note, at `at` or right away; or submit it to a recruiter where one has to see it first.

    Raise what `notes.actions.send` raises, and `ActionRefused` at `at` for a time outside the note's send window.
    """
    if at is not None and not queries.send_window_of(command.session, note, command.now).holds(at):
        raise ActionRefused(N_("Choose a later time that’s still early enough for the note."), field="at")
    way = sending_policy.sending_route_of(command.session, note, command.by)
    if way == SEND:
        return notes.send(command, note, at=at)
    notes.refuse_unready(command.session, note, command.now)
    return _submit(command, note, way, rules.PORTAL, at)


def request_approval(command: Command, note: Note) -> Approval:
    """Ask a recruiter to review the note, which its writer then sends with their own mail program.

    Raise what `notes.actions.refuse_unready` raises, and `ActionRefused` where no review is needed.
    """
    if sending_policy.sending_route_of(command.session, note, command.by) != ASK:
        raise ActionRefused(N_("This note doesn’t need review."))
    notes.refuse_unready(command.session, note, command.now)
    return _submit(command, note, ASK, rules.MAIL_PROGRAM, None)


def hand_over_or_submit_card(command: Command, card: Card) -> Approval | None:
    """Let the agency print and mail the card, or ask a recruiter to review it first.

    Return the approval that was asked for, or None. Raise `CardNotReady` while something in the card has to be fixed.
    """
    way = sending_policy.sending_route_of(command.session, card.note, command.by)
    if way == SEND:
        cards.hand_over_to_agency(command, card)
        return None
    if card.ready_at:
        cards.take_back_from_agency(command, card)
    cards.refuse_unfinished(command.session, card)
    return _submit(command, card.note, way, rules.CARD, None)


def claim_review(command: Command, row: Approval) -> None:
    """Record that this person is reviewing the note; raise `ActionRefused` where someone else is, or it was decided."""
    _refuse_decided(command.session, row)
    if row.claimed_by is not None and row.claimed_by_id != command.by.account_id:
        raise ActionRefused(N_("%(name)s is already reviewing it."), name=row.claimed_by.name)
    if row.claimed_by_id is None:
        audit.apply_change(
            command, "approval.take", row, {"claimed_by_id": command.by.account_id, "claimed_at": command.now}
        )
        targets.set_escalation(command.session, row)


def assign_review(command: Command, row: Approval, account_id: uuid.UUID) -> None:
    """Give the review to this account, whoever has claimed it; raise `ActionRefused` once it was decided."""
    _refuse_decided(command.session, row)
    audit.apply_change(command, "approval.assign", row, {"claimed_by_id": account_id, "claimed_at": command.now})
    targets.set_escalation(command.session, row)


def release_review(command: Command, row: Approval) -> None:
    """Record that no one is reviewing the note now, so that anyone can; raise `ActionRefused` once it was decided."""
    _refuse_decided(command.session, row)
    audit.apply_change(command, "approval.release", row, {"claimed_by_id": None, "claimed_at": None})
    targets.set_escalation(command.session, row)


def release_reviews_of(command: Command, account_id: uuid.UUID) -> None:
    """Release every review that the account has claimed, so that others are notified and anyone can review."""
    for row in queries.claimed_by(command.session, account_id):
        release_review(command, row)


def withdraw(command: Command, row: Approval) -> None:
    """Give the note back to the candidate at their wish; raise `ActionRefused` once it was decided."""
    _decide(command, row, rules.WITHDRAWN)


def approve(command: Command, row: Approval) -> OutgoingMessage | None:
    """Approve the note and send it as submitted, at its chosen time or right away where that is past; return the email.

    Return None for a note that the candidate sends (they are notified) and for a card that the agency mails (it gets
    it). Raise `ActionRefused` for a note that changed since, that was decided, or that a recruiter has to pass on.
    """
    if (row.note.subject, row.note.body) != (row.subject, row.body):
        raise ActionRefused(N_("The note changed in the meantime. Review it again."))
    if row.kind != rules.APPROVE:
        raise ActionRefused(N_("Notes to this employer are forwarded. Forward it yourself, then mark it as forwarded."))
    _decide(command, row, rules.APPROVED)
    if row.means != rules.PORTAL:
        _release_to_writer(command, row)
        return None
    at = row.send_at if row.send_at and row.send_at > command.now else None
    message = notes.send(command, row.note, at=at)
    row.message_id = message.id
    return message


def recall(command: Command, note: Note) -> Approval | None:
    """Stop the note before it goes out; one that staff stop after its approval waits for a decision again.

    Return the approval that waits again, None where the note is the candidate's. Raise `ActionRefused` when it is too
    late.
    """
    mail, row = note.message, queries.last_approval_of(command.session, note.id)
    notes.recall(command, note)
    if mail is None or command.by.role not in STAFF:
        return None
    if row is None or row.message_id != mail.id:
        cancellation.notify_recalled(command, note, mail)
        return None
    undecided = {"decision": None, "decided_at": None, "decided_by_id": None, "message_id": None}
    audit.apply_change(command, "approval.reopen", row, undecided)
    command.session.expire(row, ["decided_by"])
    targets.set_escalation(command.session, row)
    audit.apply_change(command, "note.hand_in", note, {"submitted_at": row.asked_at, "approved_digest": None})
    touch(command.session, note.interview.application_id)
    return row


def return_to_writer(command: Command, row: Approval, subject: str, body: str, words: str | None) -> None:
    """Return the note to the candidate, with the recruiter's words and with their suggested text where it differs.

    Raise `ActionRefused` at `words` when nothing was said and nothing differs.
    """
    differs = (subject, body) != (row.subject, row.body)
    if not differs and not words:
        raise ActionRefused(N_("Change something in the note, or say what should change."), field="words")
    row.words = words or None
    if differs:
        row.suggested_subject, row.suggested_body = subject, body
    _decide(command, row, rules.RETURNED)
    mails.enqueue_decision(command.session, row, mails.RETURNED, command.now)


def mark_passed_on(command: Command, row: Approval) -> None:
    """Record that the recruiter passed the note on: the step is done, and the candidate gets a copy."""
    if row.kind != rules.PASS_ON:
        raise ActionRefused(N_("This note is to approve, not to forward."))
    _decide(command, row, rules.PASSED_ON)
    notes.record_passed_on(command, row.note)


def mark_sent_manually(
    command: Command, interview: Interview, kind: str, person: InterviewPerson | None, means: str
) -> StepCompletion:
    """Record that they sent it themselves: the step is done, and a review that staff answer this way is closed.

    Raise what `notes.manual_sending.mark_sent_manually` raises.
    """
    note = notes.note_of_step(command.session, interview, kind, person)
    waiting = queries.open_approval_of(command.session, note.id) if note is not None else None
    if waiting is not None and command.by.role in STAFF:
        _decide(command, waiting, rules.WITHDRAWN)
    return manual_sending.mark_sent_manually(command, interview, kind, person, means)


def accept_suggestion(command: Command, row: Approval) -> None:
    """Replace the note's text with the recruiter's suggestion; the earlier text is kept as a version."""
    if row.suggested_body is None or row.suggested_subject is None:
        raise ActionRefused(N_("There’s no suggestion to accept."))
    notes.refuse_not_editable(row.note)
    versions.save_version(command, row.note, "typed")
    notes.save(command, row.note, row.suggested_subject, row.suggested_body)


def _submit(command: Command, note: Note, way: str, means: str, at: datetime | None) -> Approval:
    office_id = note.interview.application.candidate.office_id
    row = Approval(
        note_id=note.id,
        kind=rules.APPROVE if way == ASK else rules.PASS_ON,
        means=means,
        asked_at=command.now,
        asked_by_id=command.by.account_id,
        target_at=targets.review_target(command.session, office_id, command.now),
        send_at=at,
        subject=note.subject,
        body=note.body,
    )
    command.session.add(row)
    command.session.flush()
    targets.set_escalation(command.session, row)
    audit.apply_change(command, f"approval.ask.{row.kind}", note, {"submitted_at": command.now})
    touch(command.session, note.interview.application_id)
    mails.enqueue_request(command.session, row, command.now)
    return row


def _decide(command: Command, row: Approval, decision: str) -> None:
    _refuse_decided(command.session, row)
    values = {
        "decision": decision,
        "decided_at": command.now,
        "decided_by_id": command.by.account_id,
        "escalate_at": None,
    }
    audit.apply_change(command, f"approval.{decision}", row, values)
    audit.apply_change(command, "note.give_back", row.note, {"submitted_at": None})
    if decision == rules.APPROVED:
        sending_policy.approve_text(command, row.note)
    touch(command.session, row.note.interview.application_id)


def _refuse_decided(session: Session, row: Approval) -> None:
    """Lock the approval, so that no one else decides at the same time; raise `ActionRefused` where it was decided."""
    session.refresh(row, ["decided_at", "claimed_by_id"], with_for_update={"of": Approval})
    session.expire(row, ["claimed_by"])
    if row.decided_at is not None:
        raise ActionRefused(N_("Someone has already decided on this note."))


def _release_to_writer(command: Command, row: Approval) -> None:
    """Hand the card that the agency mails over to it; for any other note, tell the candidate that they may send it."""
    card = card_queries.card_of_note(command.session, row.note_id) if row.means == rules.CARD else None
    if card is not None and cards.is_for_agency(card):
        cards.hand_over_to_agency(command, card)
    else:
        mails.enqueue_decision(command.session, row, mails.APPROVED, command.now)
