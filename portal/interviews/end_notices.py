"""Queues the email to a candidate about how an application ended, when someone else recorded it.

`portal/reminders/ended_applications.py` decides when it goes out, and says what (docs/rules.md#end-notices). What the
candidate recorded themselves sends none: its page says the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.rules import CANDIDATE
from portal.applications.models import Application, Closure, EmployerResponse
from portal.core import clock
from portal.core.command import Command
from portal.interviews.models import Interview
from portal.messaging import actions as messages

KIND = "application-end"
DELAY, NEWS_FOR = timedelta(minutes=10), timedelta(days=2)
WORTH_TELLING = ("offer", "refusal", "no_answer", "by_itself", "withdrawn", "placed")
"""The endings with an email: one that is `elsewhere` follows from a placement, which has its own."""
SAME_WORDS = {"by_itself": "no_answer"}
"""Endings whose email says what another's says."""
Ending = EmployerResponse | Closure


@dataclass(frozen=True)
class DoneFigures:
    """What the candidate did, from what is recorded: people met, people thanked, and whether they followed up."""

    met: int
    thanked: int
    followed_up: bool


def tell_ending(command: Command, application: Application, ending: Ending, *, email_candidate: bool) -> None:
    """Queue the email about an ending that someone else recorded, unless they leave it out.

    None is queued for a candidate who was never invited.
    """
    if email_candidate and command.by.role != CANDIDATE:
        enqueue_notice(command.session, application, ending, command.now)


def enqueue_notice(session: Session, application: Application, ending: Ending, now: datetime) -> None:
    """Queue the email about this ending, for when it can be expected to stay; one of long ago is no news."""
    candidate, is_news = application.candidate, clock.now(session) - now < NEWS_FOR
    if candidate.invited_at is None or ending.kind not in WORTH_TELLING or not is_news:
        return
    payload = {
        "application": str(application.id),
        "ending": str(ending.id),
        "says": SAME_WORDS.get(ending.kind, ending.kind),
    }
    sent = {"about_id": application.id, "due_at": now + DELAY, "not_after": now + NEWS_FOR}
    messages.enqueue_now(session, candidate, kind=KIND, key=f"{KIND}:{ending.id}", payload=payload, now=now, **sent)


def done_figures(held: list[Interview]) -> DoneFigures:
    """Return what was done after these interviews, which took place."""
    met = {person.id for row in held for person in row.people if person.met is not False}
    done = [completion for row in held for completion in row.completions]
    thanked = {row.person_id for row in done if row.kind == "thank"} & met
    return DoneFigures(len(met), len(thanked), any(row.kind == "follow_up" for row in done))
