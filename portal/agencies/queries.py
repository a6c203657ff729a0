"""Questions about agencies: which one a host belongs to, and what it has decided."""

import uuid
from collections.abc import Sequence

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.orm import Session

from portal.agencies.models import Agency, AgencyProfile, HolidayChange, JobField, LogoFile, Office
from portal.core import tenancy


def find_by_host(session: Session, host: str) -> Agency | None:
    """Return the agency at `host` (no port, lower case)."""
    return session.scalar(select(Agency).where(Agency.host == host))


def enter_at_host(session: Session, host: str) -> Agency | None:
    """Return the agency at `host`, entered by the statement that finds it; a suspended one isn't entered."""
    is_open = case((Agency.suspended_at.is_(None), cast(Agency.id, String)), else_="")
    found = session.execute(select(Agency, *tenancy.entering(is_open)).where(Agency.host == host)).one_or_none()
    if found is None:
        return None
    agency: Agency = found[0]
    if agency.suspended_at is None:
        tenancy.mark_entered(session, agency.id, found[1])
    return agency


def all_agencies(session: Session) -> Sequence[Agency]:
    """Return every agency, by host: for operators, who see no agency's rows."""
    return session.scalars(select(Agency).order_by(Agency.host)).all()


def is_open(session: Session, agency_id: uuid.UUID) -> bool:
    """Return whether the agency exists and is not suspended; until the commit, it stays so."""
    found = select(Agency.id).where(Agency.id == agency_id, Agency.suspended_at.is_(None))
    return session.scalar(found.with_for_update(read=True)) is not None


def profile(session: Session) -> AgencyProfile:
    """Return what the entered agency has decided about itself."""
    return session.scalars(select(AgencyProfile)).one()


def job_fields(session: Session) -> Sequence[JobField]:
    """Return the fields of work, in the agency's order."""
    return session.scalars(select(JobField).order_by(JobField.position, JobField.name)).all()


def offices(session: Session) -> Sequence[Office]:
    """Return the offices, by name."""
    return session.scalars(select(Office).order_by(Office.name)).all()


def offered_job_fields(session: Session, *kept: uuid.UUID | None) -> Sequence[JobField]:
    """Return the fields of work that are not retired, in the agency's order, and the retired ones among `kept`."""
    return [row for row in job_fields(session) if row.retired_at is None or row.id in kept]


def offered_offices(session: Session, *kept: uuid.UUID | None) -> Sequence[Office]:
    """Return the offices that are not retired, by name, and the retired ones among `kept`."""
    return [row for row in offices(session) if row.retired_at is None or row.id in kept]


def get_agency(session: Session, agency_id: uuid.UUID) -> Agency:
    """Return the agency with this id."""
    return session.get_one(Agency, agency_id)


def find_by_mail_code(session: Session, mail_code: str) -> Agency | None:
    """Return the agency that this code stands for in return addresses."""
    return session.scalar(select(Agency).where(Agency.mail_code == mail_code))


def find_by_mailbox(session: Session, mailbox: str) -> Agency | None:
    """Return the agency whose emails come from this mailbox: the first part of its host; None if two have the same."""
    found = session.scalars(select(Agency).where(func.split_part(Agency.host, ".", 1) == mailbox).limit(2)).all()
    return found[0] if len(found) == 1 else None


def host_of(session: Session, agency_id: uuid.UUID) -> str:
    """Return the host that the agency's people visit."""
    return session.get_one(Agency, agency_id).host


def holiday_changes(session: Session) -> Sequence[HolidayChange]:
    """Return the changes to the holidays of the agency and its offices, by day."""
    return session.scalars(select(HolidayChange).order_by(HolidayChange.day, HolidayChange.id)).all()


def find_logo_file(session: Session, digest: str, size: str) -> LogoFile | None:
    """Return the agency's logo in this size; None where it has none, or another one by now."""
    return session.scalar(select(LogoFile).where(LogoFile.digest == digest, LogoFile.size == size))
