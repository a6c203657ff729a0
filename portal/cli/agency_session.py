"""The session of a command that works inside one agency."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.agencies.models import Agency
from portal.app import create_app
from portal.cli.connections import connected_settings
from portal.core import tenancy
from portal.core.db import db
from portal.core.errors import CannotRun
from portal.core.services import replace_services
from portal.core.timeouts import JOB_TIMEOUTS


@contextmanager
def application_session() -> Iterator[Session]:
    """Yield a session in no agency, with the time limits of jobs."""
    with connected_settings() as settings:
        app = create_app(settings)
        replace_services(app, timeouts=JOB_TIMEOUTS)
        with app.app_context():
            yield db.session()


@contextmanager
def agency_session(host: str, option: str = "--agency", *, consistent: bool = False) -> Iterator[Session]:
    """Yield a session inside the agency of this host; raise `CannotRun`, which names `option`, where there is none.

    `consistent`: all that it reads is as of one moment.
    """
    with application_session() as session, tenancy.inside(session, find_agency(session, host, option).id):
        if consistent:
            session.rollback()
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def find_agency(session: Session, host: str, option: str) -> Agency:
    """Return the agency of this host; raise `CannotRun`, which names `option`, where there is none."""
    found = agencies.find_by_host(session, host.lower())
    if found is None:
        raise CannotRun(f"{option}: no agency uses the host {host}")
    return found
