"""Who sends notes themselves, and who needs a recruiter to review or pass them on (docs/rules.md#approval)."""

from sqlalchemy.orm import Session

from portal.accounts.rules import CANDIDATE
from portal.agencies import queries as agencies
from portal.agencies.models import AgencyProfile
from portal.agencies.rules import note_sender
from portal.audit import actions as audit
from portal.core.command import Actor, Command
from portal.core.errors import N_, ActionRefused
from portal.drafts.edit_conflicts import text_digest
from portal.interviews.models import Interview
from portal.notes.models import Note
from portal.notes.rules import ASK, HAND_OVER, NOT_HELD, NOT_MET, SEND, sending_route

NOT_NEEDED_MESSAGES = {
    NOT_HELD: N_("This interview didn’t take place, so this note isn’t needed anymore. It’s kept here."),
    NOT_MET: N_("%(name)s is marked as not met, so this note isn’t needed anymore. It’s kept here."),
}
"""What the writer of a thank-you reads, by why it is not called for any more."""
APPROVAL_MESSAGES = {
    (ASK, True): N_("Your recruiter reviews notes to %(employer)s before they’re sent. Send yours for review first."),
    (ASK, False): N_("Your agency reviews notes to %(employer)s before they’re sent. Send yours for review first."),
    (HAND_OVER, True): N_("Your recruiter forwards notes to %(employer)s. Send yours to your recruiter."),
    (HAND_OVER, False): N_("Your agency forwards notes to %(employer)s. Send yours to your agency."),
}
"""What a candidate reads, by the route, and by whether they have a recruiter."""


def refuse_not_needed(note: Note) -> None:
    """Raise `ActionRefused` for a thank-you that is not called for any more."""
    if note.obstacle:
        raise ActionRefused(NOT_NEEDED_MESSAGES[note.obstacle], name=note.person.contact.name)


class ApprovalRequired(ActionRefused):
    """The sender tried to send what a recruiter reviews first or passes on; `note` is the note, if one was begun."""

    def __init__(self, why: str, interview: Interview, note: Note | None) -> None:
        application = interview.application
        has_recruiter = application.candidate.recruiter_id is not None
        super().__init__(APPROVAL_MESSAGES[why, has_recruiter], employer=application.employer.name)
        self.way, self.interview, self.note = why, interview, note


def sending_route_of(session: Session, note: Note, by: Actor) -> str:
    """Return the route the note takes when this actor sends it: `SEND`, `ASK`, or `HAND_OVER`."""
    return sending_route_at(session, note.interview, note, by)


def sending_route_at(session: Session, interview: Interview, note: Note | None, by: Actor) -> str:
    """Return the route a note about this interview takes when this actor sends it, whether or not it was begun."""
    wanted = _note_sender(agencies.profile(session), interview)
    return sending_route(by.role, wanted, approved=note is not None and note.is_approved)


def refuse_without_approval(session: Session, interview: Interview, note: Note | None, by: Actor) -> None:
    """Raise `ApprovalRequired` unless this actor may send the note themselves, by whatever means."""
    found = sending_route_at(session, interview, note, by)
    if found != SEND:
        raise ApprovalRequired(found, interview, note)


def needs_review(note: Note, profile: AgencyProfile) -> bool:
    """Return whether a recruiter must still review the note's current text before its writer may send it."""
    return sending_route(CANDIDATE, _note_sender(profile, note.interview), approved=note.is_approved) == ASK


def approve_text(command: Command, note: Note) -> None:
    """Approve the note's current text, so that it may go out."""
    audit.apply_change(command, "note.approve", note, {"approved_digest": text_digest(note.subject, note.body)})


def _note_sender(profile: AgencyProfile, interview: Interview) -> str:
    return note_sender(profile.note_sending, interview.application.employer.note_sending)
