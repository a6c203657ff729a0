"""How a process ends, and what then becomes of an interview that is still ahead."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit.actions import By
from portal.candidates import actions as candidates
from portal.core.errors import N_, Refused
from portal.interviews import actions, queries
from portal.processes import actions as processes
from portal.processes import queries as process_queries
from portal.processes.models import Answer, Closure, Process

CANCELLED, STAYS = "cancelled", "stays"


class InterviewAhead(Refused):
    """The process has an interview ahead: the person has to say what becomes of it."""


def heard_back(
    session: Session,
    process: Process,
    kind: str,
    words: str | None,
    *,
    ahead: str | None,
    at: datetime,
    by: By,
    now: datetime,
) -> Answer | None:
    """The employer answered; None where the interview ahead stays, for then it was an invitation.

    `ahead` is `cancelled` or `stays`; raises `InterviewAhead` when it is None and an interview is ahead.
    """
    if _settle_ahead(session, process, ahead, by=by, now=now) == STAYS:
        return None
    return processes.answer(session, process, kind, words, at=at, by=by, now=now)


def close(session: Session, process: Process, kind: str, *, ahead: str | None, by: By, now: datetime) -> Closure | None:
    """The process is closed; None where the interview ahead stays, for then there is nothing to close."""
    if _settle_ahead(session, process, ahead, by=by, now=now) == STAYS:
        return None
    return processes.close(session, process, kind, by=by, now=now)


def placed(
    session: Session, process: Process, *, ending: Collection[UUID], ahead: str | None, by: By, now: datetime
) -> Closure | None:
    """The candidate got the job: prompts stop, and of the other processes those in `ending` are closed.

    None where the interview ahead stays, for then they are not placed.
    """
    made = close(session, process, "placed", ahead=ahead, by=by, now=now)
    if made is None:
        return None
    candidates.stop(session, process.candidate, "placed", by=by, now=now)
    for other in process_queries.others_under_way(session, process):
        if other.id in ending:
            close(session, other, "elsewhere", ahead=CANCELLED, by=by, now=now)
    return made


def _settle_ahead(session: Session, process: Process, ahead: str | None, *, by: By, now: datetime) -> str | None:
    waiting = queries.ahead(session, process.id, now)
    if not waiting:
        return None
    if ahead not in (CANCELLED, STAYS):
        raise InterviewAhead(N_("An interview is still ahead. Say what becomes of it."), field="ahead")
    if ahead == CANCELLED:
        for interview in waiting:
            actions.set_status(session, interview, "cancelled", None, by=by, now=now)
    return ahead
