"""`portal check`: one line for each thing that the portal needs."""

import smtplib
import sys
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import click
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from portal.cli.connections import connected_settings
from portal.cli.migrate import earlier_version
from portal.core import encryption, migrations
from portal.core.settings import Settings, SmtpServer

TIMEOUT_SECONDS = 5
_AGENCIES = "select id from ops.agencies order by id"
_SEEDS = "select seed from second_factors where confirmed_at is not null"
_REQUIRED = "select count(*) from agency_profiles where second_factor_required_from is not null"


class CheckFailed(Exception):
    """Something that the portal needs is missing or wrong; the text says what."""


@click.command("check")
def command() -> None:
    """Say of the configuration, database, schema, encryption, Redis and mail server whether each is as it has to be.

    Exits 1 when one is not.

    Example: portal check
    """
    with connected_settings() as settings:
        click.echo(f"ok      configuration: environment {settings.environment}")
        results = [_report(name, look, settings) for name, look in CHECKS.items()]
    sys.exit(0 if all(results) else 1)


def _report(name: str, look: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        click.echo(f"ok      {name}: {look(settings)}")
    except CheckFailed as wrong:
        click.echo(f"failed  {name}: {wrong}")
        return False
    return True


def _database(settings: Settings) -> str:
    with _engine(settings).connect() as connection:
        role = connection.execute(
            text("select rolname, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user")
        ).one()
        version: str = connection.execute(text("show server_version")).scalar_one()
    if role.bypasses:
        raise CheckFailed(f"the role {role.rolname} sees every agency's rows; give DATABASE_URL a role that cannot")
    return f"PostgreSQL {version}, as {role.rolname}"


def _schema(settings: Settings) -> str:
    with _engine(settings).connect() as connection:
        current, earlier = migrations.current_revision(connection), earlier_version(connection, settings)
    if earlier:
        raise CheckFailed(earlier)
    if current != migrations.head_revision():
        raise CheckFailed(
            f"it stands at {current}, this program needs {migrations.head_revision()}: run portal migrate"
        )
    return f"at {current}"


def _encryption(settings: Settings) -> str:
    keys = settings.encryption_keys
    with _engine(settings).connect() as connection:
        agencies = connection.scalars(text(_AGENCIES)).all()
        seeds = [seed for agency_id in agencies for seed in _of_agency(connection, agency_id, _SEEDS)]
        requiring = any(_of_agency(connection, agency_id, _REQUIRED)[0] for agency_id in agencies)
    if not keys and requiring:
        raise CheckFailed("PORTAL_ENCRYPTION_KEY: isn't set, and an agency requires two-step sign-in")
    lost = sum(not encryption.is_readable(seed, keys) for seed in seeds)
    if lost:
        raise CheckFailed(
            f"PORTAL_ENCRYPTION_KEY: {lost} of {len(seeds)} secrets of two-step sign-in can't be read; "
            "put the key that encrypted them back, after the new one"
        )
    if not keys:
        return "PORTAL_ENCRYPTION_KEY isn't set, so no one can set up two-step sign-in"
    older = sum(not encryption.is_readable(seed, keys[:1]) for seed in seeds)
    return f"{len(seeds)} secrets can be read, {older} of them by an older key only"


def _of_agency(connection: Connection, agency_id: UUID, question: str) -> Sequence[Any]:
    """Return what the question selects in this agency."""
    connection.execute(text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
    return connection.scalars(text(question)).all()


def _redis(settings: Settings) -> str:
    try:
        with Redis.from_url(
            settings.redis_url or "", socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        ) as connection:
            return f"answers, version {connection.info('server')['redis_version']}"
    except RedisError as error:
        raise CheckFailed(f"REDIS_URL: no answer ({error})") from error


def _mail(settings: Settings) -> str:
    server = settings.smtp
    if server is None:
        raise CheckFailed("SMTP_URL: not set, and no demo is running whose mail catcher could accept email")
    try:
        with _smtp(server) as connection:
            if server.tls == "starttls":
                connection.starttls()
            if server.user and server.password:
                connection.login(server.user, server.password)
            connection.noop()
    except (OSError, smtplib.SMTPException) as error:
        raise CheckFailed(f"SMTP_URL: {server.host}:{server.port} doesn't accept email ({error})") from error
    return f"{server.host}:{server.port} answers"


def _smtp(server: SmtpServer) -> smtplib.SMTP:
    make = smtplib.SMTP_SSL if server.tls == "implicit" else smtplib.SMTP
    return make(server.host, server.port, timeout=TIMEOUT_SECONDS)


def _engine(settings: Settings) -> Engine:
    return create_engine(
        settings.database_url or "", poolclass=NullPool, connect_args={"connect_timeout": TIMEOUT_SECONDS}
    )


def _with_database_errors(look: Callable[[Settings], str]) -> Callable[[Settings], str]:
    def looked(settings: Settings) -> str:
        try:
            return look(settings)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise CheckFailed(f"DATABASE_URL: no answer ({reason})") from error

    return looked


CHECKS = {
    "database": _with_database_errors(_database),
    "schema": _with_database_errors(_schema),
    "encryption": _with_database_errors(_encryption),
    "redis": _redis,
    "mail": _mail,
}
