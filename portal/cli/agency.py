"""`portal agency`: create, list, rename, suspend, resume, export, and delete agencies; give one another owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from portal.accounts import actions as accounts
from portal.agencies import actions, deletion, lifecycle, queries
from portal.agencies.actions import NewAgency
from portal.agencies.models import Agency
from portal.cli.agency_session import agency_session, application_session, find_agency
from portal.cli.connections import connected_settings
from portal.cli.files import written_aside
from portal.cli.progress import progress_bar
from portal.core import clock, tenancy, transaction
from portal.core.command import OPERATOR, Command
from portal.core.errors import ActionRefused, CannotRun
from portal.core.settings import SettingsError
from portal.drafts import actions as drafts
from portal.exports import archive
from portal.exports import queries as exports
from portal.followups.facts_parsing import MalformedFacts, parse_zone
from portal.messaging import queries as messages
from portal.staff import actions as staff
from portal.staff import queries as colleagues

HOST = click.argument("host")


@click.group("agency")
def command() -> None:
    """Create, list, rename, suspend, resume, export, and delete agencies.

    Example: portal agency list
    """


@command.command()
@click.argument("name")
@click.option("--host", required=True, help="The host that its people visit, like mcgrath.example.com.")
@click.option("--owner", required=True, metavar="EMAIL", help="The email address of its owner, who gets an invitation.")
@click.option("--time-zone", default="America/New_York", show_default=True, help="The time zone of its business hours.")
@click.option("--country", default="US", show_default=True, help="Its country, in two letters, like GB.")
@click.option("--locale", help="How it writes dates and times, like en_GB. By default, its country’s way.")
def create(name: str, host: str, owner: str, time_zone: str, country: str, locale: str | None) -> None:
    """Create an agency, and invite its owner by email. Print HOST and "created", separated by a tab.

    Example: portal agency create "McGrath Systems" --host mcgrath.example.com --owner maureen@example.com
    """
    owner = _email(owner, "--owner")
    with application_session() as session:
        now = clock.now(session)
        by_operator = Command(session, OPERATOR, now)
        try:
            parse_zone(time_zone, "--time-zone")
            new = NewAgency(name, host, time_zone, country=country.upper(), locale=locale)
            agency = actions.create(by_operator, new)
            account = accounts.create(by_operator, name=None, email=owner, role="owner", time_zone=time_zone)
        except MalformedFacts as malformed:
            raise CannotRun(str(malformed)) from malformed
        except ActionRefused as refused:
            raise CannotRun(refused.sentence % refused.values) from refused
        drafts.add_default_templates(by_operator)
        accounts.invite(by_operator, account)
        _finish(session, by_operator, agency, "created")


@command.command("list")
def listed() -> None:
    """List every agency by host, one tab-separated line each.

    HOST, NAME, STATE (active, suspended), ACCOUNTS (who works there, as `portal account list` lists them), CANDIDATES.

    Example: portal agency list
    """
    with application_session() as session:
        for agency in queries.all_agencies(session):
            state = "suspended" if agency.suspended_at else "active"
            with tenancy.inside(session, agency.id):
                counts = colleagues.count_people(session)
            click.echo(f"{agency.host}\t{agency.name}\t{state}\t{counts.colleagues}\t{counts.candidates}")


@command.command()
@HOST
@click.argument("name")
def rename(host: str, name: str) -> None:
    """Give an agency another name. Its host stays. Print HOST and "renamed".

    Example: portal agency rename mcgrath.example.com "McGrath Staffing"
    """
    _change(host, "renamed", lambda by_operator, agency: lifecycle.rename(by_operator, agency, name))


@command.command()
@HOST
def suspend(host: str) -> None:
    """Close an agency's pages, and let its email and reminders wait. Print HOST and "suspended".

    Nothing is deleted but what expires. `portal agency resume` opens it again.

    Example: portal agency suspend mcgrath.example.com
    """
    _change(host, "suspended", lifecycle.suspend)


@command.command()
@HOST
def resume(host: str) -> None:
    """Open a suspended agency again. Print HOST and "resumed".

    Email that waited is decided again: it goes out if it is still wanted.

    Example: portal agency resume mcgrath.example.com
    """
    _change(host, "resumed", lifecycle.resume)


@command.command()
@HOST
@click.argument("email")
def owner(host: str, email: str) -> None:
    """Give an agency one more owner. Print HOST and "invited", or "promoted" for a colleague who signs in already.

    Example: portal agency owner mcgrath.example.com wes@example.com
    """
    email = _email(email, "EMAIL")
    with agency_session(host, "HOST") as session:
        by_operator = Command(session, OPERATOR, clock.now(session))
        word = staff.add_owner(by_operator, email)
        _finish(session, by_operator, find_agency(session, host, "HOST"), word)


@command.command()
@HOST
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(host: str, file: Path) -> None:
    """Export an agency's candidates, employers, contacts, and interviews. Print FILE, its bytes, and its rows.

    FILE is a ZIP archive of four CSV files. It is written aside and renamed, so that it is whole or not there.

    Example: portal agency export mcgrath.example.com mcgrath.zip
    """
    with agency_session(host, "HOST", consistent=True) as session, written_aside(file) as aside:
        by_operator = Command(session, OPERATOR, clock.now(session))
        rows, expected = 0, exports.count_rows(session)
        with progress_bar(archive.write_archive(by_operator, aside), expected, "Exporting") as counts:
            for rows in counts:  # noqa: B007 - the last one is how many there are
                pass
        transaction.commit(session, by_operator.now)
    click.echo(f"{file} bytes={file.stat().st_size} rows={rows}")


@command.command()
@HOST
@click.option("--name", required=True, help="The agency's name, exactly as `portal agency list` shows it.")
def delete(host: str, name: str) -> None:
    """Delete a suspended agency with everything that belongs to it, as the role of DATABASE_ADMIN_URL.

    Print each table and how many rows of it were deleted, separated by a tab. It cannot be undone: export it first.

    Example: portal agency delete mcgrath.example.com --name "McGrath Systems"
    """
    with _owner_connection() as connection:
        agency_id = deletion.lock_for_deletion(connection, host.lower(), name)
        tables = deletion.tables_in_order(connection)
        with progress_bar(deletion.delete_rows(connection, agency_id, tables), len(tables) + 1, "Deleting") as steps:
            counts = list(steps)
        connection.commit()
    for table, rows in counts:
        click.echo(f"{table.removeprefix('ops.')}\t{rows}")


@contextmanager
def _owner_connection() -> Iterator[Connection]:
    with connected_settings() as settings:
        if settings.admin_url is None:
            raise SettingsError("DATABASE_ADMIN_URL", "is needed to delete an agency")
        try:
            with create_engine(settings.admin_url, poolclass=NullPool).connect() as connection:
                yield connection
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise CannotRun(f"DATABASE_ADMIN_URL: can't reach the database: {reason}") from error


def _change(host: str, word: str, deed: Callable[[Command, Agency], None]) -> None:
    with agency_session(host, "HOST") as session:
        by_operator = Command(session, OPERATOR, clock.now(session))
        agency = find_agency(session, host, "HOST")
        deed(by_operator, agency)
        _finish(session, by_operator, agency, word)


def _finish(session: Session, by_operator: Command, agency: Agency, word: str) -> None:
    """Commit, and print what was done; on standard error, how much email waits while the agency is suspended."""
    waiting = messages.count_waiting(session) if agency.suspended_at else 0
    host = agency.host
    transaction.commit(session, by_operator.now)
    click.echo(f"{host}\t{word}")
    if waiting:
        click.echo(f"Emails that wait until the agency is resumed: {waiting}", err=True)


def _email(typed: str, option: str) -> str:
    try:
        return validate_email(typed, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as unusable:
        raise CannotRun(f"{option}: {unusable}") from unusable
