"""Links in emails: to the agency's own host, never to one that a request named."""

from sqlalchemy.orm import Session

from portal.agencies import queries
from portal.core import tenancy

_base: dict[str, str] = {"scheme": "https", "port": ""}


def configure(scheme: str, port: int | None) -> None:
    """Start this process's links with `scheme`, and name `port` where it is not the scheme's default."""
    _base.update(scheme=scheme, port=f":{port}" if port else "")


def absolute_url(session: Session, path: str) -> str:
    """Return the full address of a path, such as `/today`, of the entered agency."""
    return base_url(session) + path


def base_url(session: Session) -> str:
    """Return what every address of the entered agency starts with, for callers that need many."""
    host = queries.host_of(session, tenancy.entered(session))
    return f"{_base['scheme']}://{host}{_base['port']}"
