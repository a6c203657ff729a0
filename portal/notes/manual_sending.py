"""Notes that went out without the portal: from the candidate's own mail program, or as a card."""

from portal.core.command import Command
from portal.interviews import actions as interviews
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.notes import delivery, follow_up_eligibility, sending_policy
from portal.notes.actions import note_of_step, refuse_not_editable, refuse_unready
from portal.notes.models import Note


def mark_sent_manually(
    command: Command, interview: Interview, kind: str, person: InterviewPerson | None, means: str
) -> StepCompletion:
    """Complete this step because the sender sent the note by other means, and archive the note if it was begun.

    Raise `ActionRefused` for a follow-up after an interview that cannot have one, and for a note on its way. Raise
    `ApprovalRequired` where a recruiter reviews it first or passes it on; staff can still record it.
    """
    if kind == "follow_up":
        follow_up_eligibility.refuse_ineligible(command.session, interview, command.now)
    whom = person if kind == "thank" else None
    note = note_of_step(command.session, interview, kind, person)
    sending_policy.refuse_without_approval(command.session, interview, note, command.by)
    if note is not None:
        refuse_not_editable(note)
        delivery.archive_note(command.session, note, means, command.now)
    return interviews.complete_step(command, interview, kind, means=means, at=command.now, person=whom)


def mark_sent_from_mail_program(command: Command, note: Note) -> None:
    """Complete the note's step because it went out from the sender's own mail program, and archive its text.

    Raise what `actions.send` raises except `RateLimitReached`, and `ApprovalRequired` where a recruiter reviews or
    passes it on.
    """
    sending_policy.refuse_without_approval(command.session, note.interview, note, command.by)
    refuse_unready(command.session, note, command.now)
    delivery.record_sent(command, note, "mail_program")
