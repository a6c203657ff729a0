"""Notes that went out without the portal: by one's own mail program, or as a card."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import Actor
from portal.interviews import actions as interviews
from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.notes import (
    delivery,
    follow_up_eligibility,
    sending_policy,
)
from portal.notes.actions import note_of_step, refuse_not_editable, refuse_unready
from portal.notes.models import Note


def mark_sent_manually(
    session: Session,
    interview: Interview,
    kind: str,
    person: InterviewPerson | None,
    means: str,
    *,
    by: Actor,
    now: datetime,
) -> StepCompletion:
    """They sent it themselves, with their own mail program or as a card: that step is done.

    Raises `Refused` for a second follow-up that has no round to follow up, and for a note that is on its way, and
    `NotTheirs` where a recruiter looks at it first or passes it on: that it went all the same, recruiters can say.
    """
    if kind == "follow_up":
        follow_up_eligibility.refuse_ineligible(session, interview, now)
    whom = person if kind == "thank" else None
    note = note_of_step(session, interview, kind, person)
    sending_policy.refuse_without_approval(session, interview, note, by)
    if note is not None:
        refuse_not_editable(note)
        delivery.archive_note(session, note, means, now)
    return interviews.complete_step(session, interview, kind, means=means, at=now, by=by, now=now, person=whom)


def mark_sent_from_mail_program(session: Session, note: Note, *, by: Actor, now: datetime) -> None:
    """They sent the note with their own mail program: that step is done, and how the note read is kept.

    Raises what `send` raises, and `NotTheirs` where a recruiter looks at it first or passes it on.
    """
    sending_policy.refuse_without_approval(session, note.interview, note, by)
    refuse_unready(session, note, now)
    delivery.record_sent(session, note, "mail_program", by=by, now=now)
