"""How an application ends, and what then becomes of an interview that is still ahead."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications import queries as application_queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.audit.actions import Actor
from portal.candidates import actions as candidates
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions, queries

CANCELLED, STAYS = "cancelled", "stays"


class UpcomingInterviewUndecided(ActionRefused):
    """The application has an interview ahead: the person has to say what becomes of it."""


def record_response(
    session: Session,
    application: Application,
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
    if _resolve_upcoming(session, application, ahead, by=by, now=now) == STAYS:
        return None
    return applications.record_response(session, application, kind, words, at=at, by=by, now=now)


def close_application(
    session: Session, application: Application, kind: str, *, ahead: str | None, by: Actor, now: datetime
) -> Closure | None:
    """The application is closed; None where the interview ahead stays, for then there is nothing to close."""
    if _resolve_upcoming(session, application, ahead, by=by, now=now) == STAYS:
        return None
    return applications.close(session, application, kind, by=by, now=now)


def record_placement(
    session: Session, application: Application, *, ending: Collection[UUID], ahead: str | None, by: Actor, now: datetime
) -> Closure | None:
    """The candidate got the job: reminders stop, and of the other applications those in `ending` are closed.

    None where the interview ahead stays, for then they are not placed.
    """
    made = close_application(session, application, "placed", ahead=ahead, by=by, now=now)
    if made is None:
        return None
    candidates.suppress_reminders(session, application.candidate, "placed", by=by, now=now)
    for other in application_queries.other_active_applications(session, application):
        if other.id in ending:
            close_application(session, other, "elsewhere", ahead=CANCELLED, by=by, now=now)
    return made


def _resolve_upcoming(
    session: Session, application: Application, ahead: str | None, *, by: Actor, now: datetime
) -> str | None:
    waiting = queries.upcoming_interviews_of(session, application.id, now)
    if not waiting:
        return None
    if ahead not in (CANCELLED, STAYS):
        raise UpcomingInterviewUndecided(N_("An interview is still ahead. Say what becomes of it."), field="ahead")
    if ahead == CANCELLED:
        for interview in waiting:
            actions.set_status(session, interview, "cancelled", None, by=by, now=now)
    return ahead
