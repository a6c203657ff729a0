"""How a process ends, and what then becomes of an interview that is still ahead."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications import queries as process_queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.audit.actions import Actor
from portal.candidates import actions as candidates
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions, queries

CANCELLED, STAYS = "cancelled", "stays"


class UpcomingInterviewUndecided(ActionRefused):
    """The process has an interview ahead: the person has to say what becomes of it."""


def record_response(
    session: Session,
    process: Application,
    kind: str,
    words: str | None,
    *,
    ahead: str | None,
    at: datetime,
    by: Actor,
    now: datetime,
) -> EmployerResponse | None:
    """The employer answered; None where the interview ahead stays, for then it was an invitation.

    `ahead` is `cancelled` or `stays`; raises `InterviewAhead` when it is None and an interview is ahead.
    """
    if _resolve_upcoming(session, process, ahead, by=by, now=now) == STAYS:
        return None
    return applications.record_response(session, process, kind, words, at=at, by=by, now=now)


def close_application(
    session: Session, process: Application, kind: str, *, ahead: str | None, by: Actor, now: datetime
) -> Closure | None:
    """The process is closed; None where the interview ahead stays, for then there is nothing to close."""
    if _resolve_upcoming(session, process, ahead, by=by, now=now) == STAYS:
        return None
    return applications.close(session, process, kind, by=by, now=now)


def record_placement(
    session: Session, process: Application, *, ending: Collection[UUID], ahead: str | None, by: Actor, now: datetime
) -> Closure | None:
    """The candidate got the job: prompts stop, and of the other processes those in `ending` are closed.

    None where the interview ahead stays, for then they are not placed.
    """
    made = close_application(session, process, "placed", ahead=ahead, by=by, now=now)
    if made is None:
        return None
    candidates.suppress_reminders(session, process.candidate, "placed", by=by, now=now)
    for other in process_queries.other_active_applications(session, process):
        if other.id in ending:
            close_application(session, other, "elsewhere", ahead=CANCELLED, by=by, now=now)
    return made


def _resolve_upcoming(
    session: Session, process: Application, ahead: str | None, *, by: Actor, now: datetime
) -> str | None:
    waiting = queries.upcoming_interviews_of(session, process.id, now)
    if not waiting:
        return None
    if ahead not in (CANCELLED, STAYS):
        raise UpcomingInterviewUndecided(N_("An interview is still ahead. Say what becomes of it."), field="ahead")
    if ahead == CANCELLED:
        for interview in waiting:
            actions.set_status(session, interview, "cancelled", None, by=by, now=now)
    return ahead
