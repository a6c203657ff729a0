"""`portal outbox`: list and show emails, send one again, and pause and release all sending."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.cli.agency_session import agency_session, application_session
from portal.core import clock, transaction
from portal.core.command import OPERATOR, Command
from portal.core.errors import N_, ActionRefused, CannotRun
from portal.interviews.current_addresses import current_address
from portal.messaging import pausing, queries, resending
from portal.messaging.models import STATES, OutgoingMessage
from portal.notes.mails import NOTE_KINDS

AGENCY = click.option("--agency", required=True, metavar="HOST", help="The host that the agency's people visit.")
LIMIT = 100


@click.group("outbox")
def command() -> None:
    """List and show an agency's emails, send one again, and pause and release all sending.

    Example: portal outbox list --agency mcgrath.example.com --state failed
    """


@command.command("list")
@AGENCY
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only this state; repeatable.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind, like reminder; repeatable.")
@click.option("--limit", default=LIMIT, show_default=True, type=click.IntRange(1), help="At most this many.")
def listed(agency: str, states: Sequence[str], kinds: Sequence[str], limit: int) -> None:
    """List emails, the last changed first, one tab-separated line each; "-" for none.

    ID, STATE, KIND, DUE (UTC), TRIES, TO, OUTCOME.

    Example: portal outbox list --agency mcgrath.example.com --state queued --state failed
    """
    with agency_session(agency) as session:
        found = queries.messages_in_states(states or STATES).limit(limit)
        for row in session.scalars(found.where(OutgoingMessage.kind.in_(kinds)) if kinds else found):
            _say(row.id, row.state, row.kind, row.due_at, row.attempts, row.to_email, row.outcome)


@command.command()
@AGENCY
@click.argument("message_id", type=click.UUID)
def show(agency: str, message_id: UUID) -> None:
    """Show what is recorded about an email: a line for each NAME and VALUE, separated by a tab; "-" for none.

    Example: portal outbox show --agency mcgrath.example.com 0199d1f0-6c5e-7aa1-8d5e-2f6f0c1b7a10
    """
    with agency_session(agency) as session:
        row = _message(session, message_id)
        for name in SHOWN:
            _say(name, getattr(row, name))


@command.command()
@AGENCY
@click.argument("message_id", type=click.UUID)
def retry(agency: str, message_id: UUID) -> None:
    """Send an email again that failed, lapsed, or is unknown, to today's address. Print ID and "queued".

    Example: portal outbox retry --agency mcgrath.example.com 0199d1f0-6c5e-7aa1-8d5e-2f6f0c1b7a10
    """
    with agency_session(agency) as session:
        row, now = _message(session, message_id), clock.now(session)
        if row.kind in NOTE_KINDS:
            raise ActionRefused(N_("This is a note. Its candidate or recruiter sends it again on its page."))
        about = applications.candidates_about(session, [row]).get(row.about_id) if row.about_id else None
        resending.resend(Command(session, OPERATOR, now), row, current_address(session, row, about))
        transaction.commit(session, now)
        _say(message_id, "queued")


@command.command()
@click.option("--reason", required=True, help="Why, in your words. Operators see it.")
def pause(reason: str) -> None:
    """Pause all sending, for every agency, until `portal outbox release`. Print "paused".

    Example: portal outbox pause --reason "restored from last night's backup"
    """
    words = _flat(reason)
    if not words:
        raise CannotRun("--reason: say why sending is paused")
    with application_session() as session:
        if not pausing.pause(session, words):
            raise ActionRefused(N_("Sending is paused already."))
        session.commit()
        click.echo("paused")


@command.command()
def release() -> None:
    """Let emails go out again. Print "released".

    Example: portal outbox release
    """
    with application_session() as session:
        if not pausing.release(session):
            raise ActionRefused(N_("Sending isn’t paused."))
        session.commit()
        click.echo("released")


SHOWN = (
    "id",
    "kind",
    "state",
    "to_name",
    "to_email",
    "subject",
    "message_id",
    "queue",
    "created_at",
    "due_at",
    "not_after",
    "attempts",
    "handed_over_at",
    "finished_at",
    "outcome",
)
"""The columns that `show` prints."""


def _message(session: Session, message_id: UUID) -> OutgoingMessage:
    found = session.scalar(select(OutgoingMessage).where(OutgoingMessage.id == message_id))
    if found is None:
        raise CannotRun(f"the agency has no email {message_id}")
    return found


def _say(*values: object) -> None:
    click.echo("\t".join(_cell(value) for value in values))


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return "-" if value is None else _flat(str(value)) or "-"


def _flat(text: str) -> str:
    return " ".join(text.split())
