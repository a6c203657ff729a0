"""The program does not work with a database role that could see every agency's rows."""

import logging

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from portal.core.errors import CannotRun

_log = logging.getLogger(__name__)
_POWERFUL = text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
_OPEN = text(
    "select coalesce(string_agg(relname, ', '), '') from pg_class where relnamespace = 'public'::regnamespace "
    "and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)"
)


def refuse_powerful_role(engine: Engine) -> None:
    """The role sees one agency at a time; raises `CannotRun` when it does not. A database that is away is let pass."""
    try:
        with engine.connect() as connection:
            if connection.scalar(_POWERFUL):
                raise CannotRun("DATABASE_URL: this role sees every agency's rows; give one that cannot")
            if unprotected := connection.scalar(_OPEN):
                raise CannotRun(f"the tables {unprotected} have no forced policy: run `portal migrate`")
    except OperationalError as error:
        _log.warning("the database cannot be asked yet: %s", type(error.orig).__name__)
