"""Links in emails: to the agency's own host, never to one that a request named."""

from sqlalchemy.orm import Session

from portal.agencies import queries
from portal.core import tenancy
from portal.core.services import services


def absolute_url(session: Session, path: str) -> str:
    """Return the full address of a path, such as `/today`, of the entered agency."""
    return base_url(session) + path


def base_url(session: Session) -> str:
    """Return what every address of the entered agency starts with, for callers that need many."""
    settings, host = services().settings, queries.host_of(session, tenancy.entered(session))
    return f"{settings.url_scheme}://{host}" + (f":{settings.link_port}" if settings.link_port else "")
