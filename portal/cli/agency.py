"""`portal agency`: create and list agencies."""

import click
from email_validator import EmailNotValidError, validate_email

from portal.accounts import actions as accounts
from portal.agencies import actions, queries
from portal.agencies.actions import NewAgency
from portal.app import create_app
from portal.cli.connections import connected_settings
from portal.core import clock, transaction
from portal.core.command import OPERATOR, Command
from portal.core.db import db
from portal.core.errors import ActionRefused, CannotRun
from portal.drafts import actions as drafts
from portal.followups.facts_parsing import MalformedFacts, parse_zone


@click.group("agency")
def command() -> None:
    """Create and list agencies.

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
    """Create an agency, and invite its owner.

    Example: portal agency create "McGrath Systems" --host mcgrath.example.com --owner maureen@example.com
    """
    with connected_settings() as settings, create_app(settings).app_context():
        session = db.session()
        now = clock.now(session)
        try:
            parse_zone(time_zone, "--time-zone")
            owner = validate_email(owner, check_deliverability=False, test_environment=True).normalized
            new = NewAgency(name, host, time_zone, country=country.upper(), locale=locale)
            actions.create(Command(session, OPERATOR, now), new)
            account = accounts.create(
                Command(session, OPERATOR, now),
                name=owner.partition("@")[0],
                email=owner,
                role="owner",
                time_zone=time_zone,
            )
        except MalformedFacts as malformed:
            raise CannotRun(str(malformed)) from malformed
        except EmailNotValidError as unusable:
            raise CannotRun(f"--owner: {unusable}") from unusable
        except ActionRefused as refused:
            raise CannotRun(refused.sentence % refused.values) from refused
        drafts.add_default_templates(Command(session, OPERATOR, now))
        accounts.invite(Command(session, OPERATOR, now), account)
        transaction.commit(session, now)
        click.echo(f"{name} is at {host.lower()}; an invitation to {owner} is waiting to send.")


@command.command("list")
def listed() -> None:
    """List every agency, one line each: host and name.

    Example: portal agency list
    """
    with connected_settings() as settings, create_app(settings).app_context():
        for agency in queries.all_agencies(db.session()):
            click.echo(f"{agency.host}\t{agency.name}")
