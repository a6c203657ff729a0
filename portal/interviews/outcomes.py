"""How an application ends, and what then happens to an interview that is still ahead."""

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
    """The application has an interview ahead: the person must say what happens to it."""


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
    """Record the employer's response, and return it; None if the interview ahead stays, because it was an invitation.

    `ahead` is `cancelled` or `stays`; raise `UpcomingInterviewUndecided` if it is neither and an interview is ahead.
    """
    if _resolve_upcoming(session, application, ahead, by=by, now=now) == STAYS:
        return None
    return applications.record_response(session, application, kind, words, at=at, by=by, now=now)


def close_application(
    session: Session, application: Application, kind: str, *, ahead: str | None, by: Actor, now: datetime
) -> Closure | None:
    """Close the application, and return the closure; None if the interview ahead stays, so there is nothing to close.

    Raise `UpcomingInterviewUndecided` as `record_response` does.
    """
    if _resolve_upcoming(session, application, ahead, by=by, now=now) == STAYS:
        return None
    return applications.close(session, application, kind, by=by, now=now)


def record_placement(
    session: Session, application: Application, *, ending: Collection[UUID], ahead: str | None, by: Actor, now: datetime
) -> Closure | None:
    """Record that the candidate got the job: stop reminders, and close those of the other applications in `ending`.

    Return the closure; None if the interview ahead stays, because the candidate is then not placed. Raise as
    `record_response` does.
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
