"""Which agency a host is, and what it has decided."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.models import Agency, AgencyProfile, JobField, Office


def find_by_host(session: Session, host: str) -> Agency | None:
    """The agency whose people visit `host` (no port, lower case)."""
    return session.scalar(select(Agency).where(Agency.host == host))


def all_agencies(session: Session) -> Sequence[Agency]:
    """Every agency, by host: for operators, who see no rows of any."""
    return session.scalars(select(Agency).order_by(Agency.host)).all()


def profile(session: Session) -> AgencyProfile:
    """What the entered agency has decided about itself."""
    return session.scalars(select(AgencyProfile)).one()


def job_fields(session: Session) -> Sequence[JobField]:
    """The fields of work, in the agency's order."""
    return session.scalars(select(JobField).order_by(JobField.position, JobField.name)).all()


def offices(session: Session) -> Sequence[Office]:
    """The offices, by name."""
    return session.scalars(select(Office).order_by(Office.name)).all()


def host_of(session: Session, agency_id: uuid.UUID) -> str:
    """The host that the agency's people visit."""
    return session.get_one(Agency, agency_id).host
