"""The check that the program's database role cannot see every agency's rows."""

import logging
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from portal.core.errors import CannotRun

_log = logging.getLogger(__name__)
_ROLE_BYPASSES_POLICIES = """
select coalesce(bool_or(rolsuper or rolbypassrls), false) or exists(
    select from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(current_user, relowner, 'member')
) from pg_roles where pg_has_role(current_user, oid, 'member')
"""
_UNPROTECTED_TABLES = """
select coalesce(string_agg(relname, ', ' order by relname), '') from pg_class c
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (
    relrowsecurity and relforcerowsecurity
    and exists(select from pg_policy where polrelid = c.oid and polname = 'tenant')
    and not exists(
        select from pg_policy, unnest(polroles) whom
        where polrelid = c.oid and polname <> 'tenant' and polpermissive
        and (whom = 0 or pg_has_role(current_user, whom, 'member'))
    )
)
"""


def require_unprivileged_role(engine: Engine) -> None:
    """Check that the role that connects sees one agency at a time; raise `CannotRun` if not.

    If the database is away, the first connection to it is checked instead.
    """
    event.listen(engine, "first_connect", _check_role)
    try:
        with engine.connect():
            return
    except OperationalError as error:
        _log.info("the database cannot be asked yet: %s", type(error.orig).__name__)


def _check_role(connection: Any, _record: object) -> None:
    """Raise `CannotRun` at every connection of a role that sees too much, or with tables that lack their policy."""
    with connection.cursor() as cursor:
        powerful = cursor.execute(_ROLE_BYPASSES_POLICIES).fetchone()[0]
        unprotected = cursor.execute(_UNPROTECTED_TABLES).fetchone()[0]
    connection.rollback()
    if powerful:
        raise CannotRun("DATABASE_URL: this role sees every agency's rows, or may see to it; give one that cannot")
    if unprotected:
        raise CannotRun(f"DATABASE_URL: the tables {unprotected} lack the policy of one tenant: run `portal migrate`")
