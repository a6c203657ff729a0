"""`portal account`: invite and list an agency's people, end their access, hand over their work, reset a factor."""

from dataclasses import asdict
from datetime import UTC
from uuid import UUID

import click
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from portal.accounts import second_factor
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.cli.agency_session import agency_session
from portal.core import clock, transaction
from portal.core.command import OPERATOR, Command
from portal.core.email_addresses import contains_email
from portal.core.errors import CannotRun
from portal.messaging.rules import has_forbidden_character
from portal.staff import handing_over, invitations, leaving, queries
from portal.staff.rules import WorkloadCounts, account_state

NAME_LENGTH = 120
AGENCY = click.option("--agency", required=True, metavar="HOST", help="The host that the agency's people visit.")


@click.group("account")
def command() -> None:
    """Invite and list an agency's people, end their access, hand over their work, or reset their second factor.

    Example: portal account list --agency mcgrath.example.com
    """


@command.command()
@AGENCY
@click.option("--email", required=True, help="The email address to invite. They sign in with it.")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--role", required=True, type=click.Choice(["owner", "recruiter", "viewer"]))
@click.option("--office", metavar="NAME", help="The office they work at.")
def create(agency: str, email: str, name: str, role: str, office: str | None) -> None:
    """Invite a colleague by email: they choose their own password. Print EMAIL, ROLE, and "invited", separated by tabs.

    Example: portal account create --agency mcgrath.example.com --email wes@example.com --name "Wes Okafor" --role recruiter
    """  # noqa: E501 - an example is one line
    email, name = _email(email), _name(name)
    with agency_session(agency) as session:
        office_id, now = _office(session, office), clock.now(session)
        made = invitations.invite(
            Command(session, OPERATOR, now), name=name, email=email, role=role, office_id=office_id
        )
        transaction.commit(session, now)
        click.echo(f"{made.email}\t{made.role}\tinvited")


@command.command("list")
@AGENCY
def listed(agency: str) -> None:
    """List the people who work at the agency, sorted by email, one tab-separated line each.

    EMAIL, NAME, ROLE, OFFICE, STATE (invited, active, deactivated), LAST_SIGN_IN (UTC); "-" for none.

    Example: portal account list --agency mcgrath.example.com
    """
    with agency_session(agency) as session:
        last = queries.last_sign_ins(session)
        for row in sorted(queries.colleagues(session), key=lambda one: one.email_key):
            office = row.office.name if row.office else "-"
            seen = last[row.id].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if row.id in last else "-"
            columns = (row.email, row.name, row.role, office, account_state(row.accepted_at, row.deactivated_at), seen)
            click.echo("\t".join(columns))


@command.command()
@AGENCY
@click.argument("email")
@click.option(
    "--to", "successor", required=True, metavar="EMAIL", help="The email address of the colleague who takes over."
)
def deactivate(agency: str, email: str, successor: str) -> None:
    """End a colleague's access at once, and hand their work over to another colleague.

    Example: portal account deactivate --agency mcgrath.example.com nora@example.com --to rita@example.com
    """
    with agency_session(agency) as session:
        account, to, now = _person(session, email), _person(session, successor), clock.now(session)
        counts = leaving.deactivate(Command(session, OPERATOR, now), account, [to]).counts
        transaction.commit(session, now)
        _say(counts, to)


@command.command("hand-over")
@AGENCY
@click.option(
    "--from", "leaving", required=True, metavar="EMAIL", help="The email address of the colleague whose work it is."
)
@click.option(
    "--to", "successor", required=True, metavar="EMAIL", help="The email address of the colleague who takes over."
)
def hand_over(agency: str, leaving: str, successor: str) -> None:
    """Hand a colleague's work over to another colleague, who gets one email.

    Example: portal account hand-over --agency mcgrath.example.com --from nora@example.com --to rita@example.com
    """
    with agency_session(agency) as session:
        account, to, now = _person(session, leaving), _person(session, successor), clock.now(session)
        counts = handing_over.hand_over(Command(session, OPERATOR, now), account, [to]).counts
        transaction.commit(session, now)
        _say(counts, to)


@command.command("reset-factor")
@AGENCY
@click.argument("email")
def reset_factor(agency: str, email: str) -> None:
    """Reset the two-step sign-in of a colleague who lost it; they and every owner get an email.

    Print EMAIL and "reset", separated by a tab. It's for the last owner: an owner resets it for others on their page.

    Example: portal account reset-factor --agency mcgrath.example.com maureen@example.com
    """
    with agency_session(agency) as session:
        account, now = _person(session, email), clock.now(session)
        second_factor.reset(Command(session, OPERATOR, now), account)
        transaction.commit(session, now)
        click.echo(f"{account.email}\treset")


def _person(session: Session, email: str) -> Account:
    account = queries.find_colleague(session, email)
    if account is None:
        raise CannotRun(f"no one at this agency has the email address {email}")
    return account


def _office(session: Session, name: str | None) -> UUID | None:
    if name is None:
        return None
    offices = agencies.offices(session)
    found = next((row for row in offices if row.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise CannotRun(
            f"--office: there is no office called {name}. Choose one of: {', '.join(row.name for row in offices)}"
        )
    return found.id


def _email(typed: str) -> str:
    try:
        return validate_email(typed, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as unusable:
        raise CannotRun(f"--email: {unusable}") from unusable


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > NAME_LENGTH or has_forbidden_character(name) or contains_email(name):
        raise CannotRun(f"--name: enter a person’s name on one line, up to {NAME_LENGTH} characters")
    return name


def _say(counts: WorkloadCounts, to: Account) -> None:
    click.echo(" ".join([*(f"{name}={count}" for name, count in asdict(counts).items()), f"to={to.email}"]))
