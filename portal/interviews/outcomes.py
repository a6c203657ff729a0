"""How an application ends, and what then happens to an interview that is still ahead."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from portal.applications import actions as applications
from portal.applications import queries as application_queries
from portal.applications.models import Application, Closure, EmployerResponse
from portal.candidates import actions as candidates
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions, end_notices, queries

CANCELLED, STAYS = "cancelled", "stays"


class UpcomingInterviewUndecided(ActionRefused):
    """The application has an interview ahead: the person must say what happens to it."""


def record_response(
    command: Command,
    application: Application,
    kind: str,
    words: str | None,
    *,
    ahead: str | None,
    at: datetime,
    email_candidate: bool = True,
) -> EmployerResponse | None:
    """Record the employer's response, and return it; None if the interview ahead stays, because it was an invitation.

    `ahead` is `cancelled` or `stays`; raise `UpcomingInterviewUndecided` if it is neither and an interview is ahead.
    `email_candidate`: whether the candidate is emailed what someone else recorded.
    """
    if _resolve_upcoming(command, application, ahead, email_candidate) == STAYS:
        return None
    made = applications.record_response(command, application, kind, words, at=at)
    end_notices.tell_ending(command, application, made, email_candidate=email_candidate)
    return made


def close_application(
    command: Command, application: Application, kind: str, *, ahead: str | None, email_candidate: bool = True
) -> Closure | None:
    """Close the application, and return the closure; None if the interview ahead stays, so there is nothing to close.

    `email_candidate` as for `record_response`. Raise `UpcomingInterviewUndecided` as it does.
    """
    if _resolve_upcoming(command, application, ahead, email_candidate) == STAYS:
        return None
    made = applications.close(command, application, kind)
    end_notices.tell_ending(command, application, made, email_candidate=email_candidate)
    return made


def record_placement(
    command: Command,
    application: Application,
    *,
    ending: Collection[UUID],
    ahead: str | None,
    email_candidate: bool = True,
) -> Closure | None:
    """Record that the candidate got the job: stop reminders, and close those of the other applications in `ending`.

    Return the closure; None if the interview ahead stays, because the candidate is then not placed. Raise as
    `record_response` does; `email_candidate` as there.
    """
    made = close_application(command, application, "placed", ahead=ahead, email_candidate=email_candidate)
    if made is None:
        return None
    candidates.suppress_reminders(command, application.candidate, "placed")
    for other in application_queries.other_active_applications(command.session, application):
        if other.id in ending:
            close_application(command, other, "elsewhere", ahead=CANCELLED, email_candidate=email_candidate)
    return made


def undo_ending(command: Command, application: Application, ending: EmployerResponse | Closure) -> None:
    """Undo a response or a closure; a placement's undoing also resumes reminders, and reopens what it closed."""
    if ending.kind == "placed":
        candidates.lift_suppression(command, application.candidate, "placed")
        for other in application_queries.closures_for_other_job(command.session, application.candidate_id, ending.at):
            applications.undo_ending(command, other)
    applications.undo_ending(command, ending)


def _resolve_upcoming(
    command: Command, application: Application, ahead: str | None, email_candidate: bool
) -> str | None:
    waiting = queries.upcoming_interviews_of(command.session, application.id, command.now)
    if not waiting:
        return None
    if ahead not in (CANCELLED, STAYS):
        raise UpcomingInterviewUndecided(
            N_("An interview is still coming up. Say what should happen to it."), field="ahead"
        )
    if ahead == CANCELLED:
        for interview in waiting:
            actions.set_status(command, interview, "cancelled", None, email_candidate=email_candidate)
    return ahead
