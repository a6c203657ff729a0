"""Who sends a note themselves, and who has a recruiter look at it first or pass it on (docs/rules.md#approval)."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.rules import CANDIDATE
from portal.agencies import queries as agencies
from portal.agencies.models import AgencyProfile
from portal.agencies.rules import sender
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core.errors import N_, Refused
from portal.drafts.windows import digest
from portal.interviews.models import Interview
from portal.notes.models import Note
from portal.notes.rules import ASK, HAND_OVER, SEND, way

WHY = {
    ASK: N_("Your recruiter looks at notes to %(employer)s before they go out. Have yours looked at first."),
    HAND_OVER: N_("Your recruiter passes notes on to %(employer)s. Give yours to them."),
}


class NotTheirs(Refused):
    """They tried to send what a recruiter looks at first, or passes on; `note` is what they have written, if any."""

    def __init__(self, why: str, interview: Interview, note: Note | None) -> None:
        super().__init__(WHY[why], employer=interview.process.employer.name)
        self.way, self.interview, self.note = why, interview, note


def way_of(session: Session, note: Note, by: By) -> str:
    """Which way the note takes when this person sends it."""
    return way_at(session, note.interview, note, by)


def way_at(session: Session, interview: Interview, note: Note | None, by: By) -> str:
    """Which way a note about this interview takes when this person sends it, be it begun or not."""
    wanted = _sender(agencies.profile(session), interview)
    return way(by.role, wanted, approved=note is not None and note.is_approved)


def refuse_not_theirs(session: Session, interview: Interview, note: Note | None, by: By) -> None:
    """They may send it themselves, in whatever way; raises `NotTheirs`."""
    found = way_at(session, interview, note, by)
    if found != SEND:
        raise NotTheirs(found, interview, note)


def is_unseen(note: Note, profile: AgencyProfile) -> bool:
    """Whether a recruiter has still to look at the note, as it reads, before its writer may send it."""
    return way(CANDIDATE, _sender(profile, note.interview), approved=note.is_approved) == ASK


def approve(session: Session, note: Note, *, by: By, now: datetime) -> None:
    """The note, exactly as it reads, may go out."""
    audit.change(session, "note.approve", note, {"approved_text": digest(note.subject, note.body)}, by=by, now=now)


def _sender(profile: AgencyProfile, interview: Interview) -> str:
    return sender(profile.note_sending, interview.process.employer.note_sending)
