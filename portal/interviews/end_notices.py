"""The email to a candidate about how an application ended, when someone else recorded it (docs/rules.md#end-notices).

It waits a while, in which the ending can be undone; then it says what is still true. What the candidate recorded
themselves sends none: its page says the same.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.accounts.rules import CANDIDATE
from portal.agencies import links
from portal.agencies.emails import write_email
from portal.applications.models import Application, Closure, EmployerResponse
from portal.core import clock
from portal.core.command import Command
from portal.interviews import queries
from portal.interviews.models import Interview
from portal.messaging import actions as messages
from portal.messaging.kinds import Content, Drop, MailKind, Send
from portal.messaging.models import OutgoingMessage

KIND = "application-end"
DELAY, NEWS_FOR = timedelta(minutes=10), timedelta(days=2)
WORTH_TELLING = ("offer", "refusal", "no_answer", "by_itself", "withdrawn", "placed")
"""The endings with an email: one that is `elsewhere` follows from a placement, which has its own."""
Ending = EmployerResponse | Closure


@dataclass(frozen=True)
class DoneFigures:
    """What the candidate did, from what is recorded: people met, people thanked, and whether they followed up."""

    met: int
    thanked: int
    followed_up: bool


def tell_ending(command: Command, application: Application, ending: Ending) -> None:
    """Queue the email about an ending that someone else recorded, unless the candidate was never invited."""
    if command.by.role != CANDIDATE:
        enqueue_notice(command.session, application, ending, command.now)


def enqueue_notice(session: Session, application: Application, ending: Ending, now: datetime) -> None:
    """Queue the email about this ending, for when it can be expected to stay; one of long ago is no news."""
    candidate, is_news = application.candidate, clock.now(session) - now < NEWS_FOR
    if candidate.invited_at is None or ending.kind not in WORTH_TELLING or not is_news:
        return
    payload = {"application": str(application.id), "ending": str(ending.id)}
    sent = {"about_id": application.id, "due_at": now + DELAY, "not_after": now + NEWS_FOR}
    messages.enqueue_now(session, candidate, kind=KIND, key=f"{KIND}:{ending.id}", payload=payload, now=now, **sent)


def done_figures(held: list[Interview]) -> DoneFigures:
    """Return what was done after these interviews, which took place."""
    met = {person.id for row in held for person in row.people if person.met is not False}
    done = [completion for row in held for completion in row.completions]
    thanked = {row.person_id for row in done if row.kind == "thank"} & met
    return DoneFigures(len(met), len(thanked), any(row.kind == "follow_up" for row in done))


def _recheck(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    application = session.get(Application, (message.agency_id, uuid.UUID(message.payload["application"])))
    if application is None:
        return Drop("gone")
    endings = sorted([*application.answers, *application.closures], key=lambda row: row.at)
    if application.under_way or not endings or str(endings[-1].id) != message.payload["ending"]:
        return Drop("nothing_left")
    if application.candidate.invited_at is None:
        return Drop("not_invited")
    return Send({"application": application, "ending": endings[-1]})


def _render(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    application: Application = values["application"]
    candidate = application.candidate
    rounds = queries.rounds_of_application(session, application.id)
    held = [row for row in rounds if row.status == "planned" and row.ends_at <= now]
    reader = acting.reply_reader(session, candidate, now)
    return write_email(
        session,
        KIND,
        name=message.to_name,
        zone=candidate.time_zone,
        locale=candidate.locale,
        now=now,
        answers=reader,
        kind=values["ending"].kind,
        employer=application.employer.name,
        job=application.opening_title,
        helper=reader.name if reader and candidate.recruiter_id else None,
        done=done_figures(held),
        link=links.absolute_url(session, f"/applications/{application.id}/closing"),
    )


KINDS = (MailKind(KIND, "candidate", _recheck, _render),)
"""Registered by the app factory."""
