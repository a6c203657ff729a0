"""Move an interview to another time from a calendar, and move it back."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions as interviews
from portal.interviews.models import Interview, InterviewMove
from portal.interviews.slots import Slot

UNDO_PERIOD = timedelta(minutes=10)


def move(command: Command, interview: Interview, starts_at: datetime, *, email_candidate: bool = True) -> bool:
    """Move the interview, which stays as long as it is; return False when it is at this time already.

    `email_candidate` is as for `reschedule`. Raise `ActionRefused` for an interview that is over or doesn't take place,
    and at `starts` for a time that is past.
    """
    refuse_unless_ahead(interview, command.now)
    if starts_at == interview.starts_at.replace(second=0, microsecond=0):
        return False
    if starts_at <= command.now:
        raise ActionRefused(N_("Choose a time that’s still ahead."), field="starts")
    _move_to(command, interview, starts_at, email_candidate=email_candidate)
    return True


def move_back(command: Command, interview: Interview, move_id: uuid.UUID, *, email_candidate: bool = True) -> None:
    """Undo this move of the interview; a second time changes nothing. Raise `ActionRefused` once it can't be undone."""
    made: InterviewMove | None = next((row for row in interview.moves if row.id == move_id), None)
    if made is not None and interview.starts_at == made.from_starts_at:
        return
    last = undoable_move(interview, command.by.account_id, command.now)
    if last is None or last is not made:
        raise ActionRefused(N_("This interview was changed since, or some time has passed. Move it instead."))
    refuse_unless_ahead(interview, command.now)
    _move_to(command, interview, last.from_starts_at, email_candidate=email_candidate)


def undoable_move(interview: Interview, mover_id: uuid.UUID | None, now: datetime) -> InterviewMove | None:
    """Return the last move of the interview, if this person made it a short while ago, and nothing changed it since."""
    last: InterviewMove | None = interview.moves[-1] if interview.moves else None
    if last is None or last.by_id != mover_id or now - last.at > UNDO_PERIOD:
        return None
    is_over = last.from_starts_at <= now or last.from_starts_at == last.to_starts_at
    return None if is_over or interview.starts_at != last.to_starts_at else last


def refuse_unless_ahead(interview: Interview, now: datetime) -> None:
    """Raise `ActionRefused` for an interview that is over, or that doesn't take place."""
    if interview.status != "planned":
        raise ActionRefused(N_("This interview doesn’t take place. Open it to plan it again."))
    if interview.ends_at <= now:
        raise ActionRefused(N_("This interview is over. Open it to correct its time."))


def slot_at(interview: Interview, starts_at: datetime) -> Slot:
    """Return the interview's slot with another start, as long as it is."""
    slot = interview.slot
    return replace(slot, starts_at=starts_at, ends_at=starts_at + (slot.ends_at - slot.starts_at))


def _move_to(command: Command, interview: Interview, starts_at: datetime, *, email_candidate: bool) -> None:
    slot = slot_at(interview, starts_at)
    interviews.reschedule(command, interview, slot, None, email_candidate=email_candidate)
    command.session.flush()
    command.session.expire(interview, ["moves"])
