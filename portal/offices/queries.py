"""Questions about offices and fields of work: what belongs to each, and which days an office is closed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.queries import viewer_as
from portal.accounts.rules import RECRUITER, SCOPES, STAFF
from portal.agencies import queries as agencies
from portal.agencies.holidays import named_holidays
from portal.agencies.models import HolidayChange, JobField, Office
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.core.errors import NotFound
from portal.drafts.models import Template, TemplateProposal
from portal.followups.agency_time import holiday_place
from portal.offices.rules import AGENCY, OFFICE, Changes, ListedDay, list_days
from portal.openings.models import Opening


@dataclass(frozen=True)
class OfficeCounts:
    """How much belongs to an office; `staff` counts everyone who works or worked there."""

    staff: int = 0
    candidates: int = 0

    @property
    def any(self) -> bool:
        return bool(self.staff or self.candidates)


@dataclass(frozen=True)
class FieldCounts:
    """How much names a field of work. `proposals` are proposed changes to templates, decided or not."""

    candidates: int = 0
    jobs: int = 0
    templates: int = 0
    proposals: int = 0

    @property
    def any(self) -> bool:
        return bool(self.candidates or self.jobs or self.templates or self.proposals)


def get_office(session: Session, office_id: uuid.UUID) -> Office:
    """Return one office, offered or retired; raise `NotFound`."""
    found = session.scalar(select(Office).where(Office.id == office_id))
    if found is None:
        raise NotFound("office")
    return found


def get_field(session: Session, field_id: uuid.UUID) -> JobField:
    """Return one field of work, offered or retired; raise `NotFound`."""
    found = session.scalar(select(JobField).where(JobField.id == field_id))
    if found is None:
        raise NotFound("field of work")
    return found


def office_counts(session: Session) -> Mapping[uuid.UUID | None, OfficeCounts]:
    """Return how much belongs to each office, by its id; None is what belongs to none."""
    staff = select(Account.office_id, func.count()).where(Account.role.in_(STAFF)).group_by(Account.office_id)
    people = dict(session.execute(staff).all())
    candidates = dict(session.execute(select(Candidate.office_id, func.count()).group_by(Candidate.office_id)).all())
    return {key: OfficeCounts(people.get(key, 0), candidates.get(key, 0)) for key in people.keys() | candidates.keys()}


def field_counts(session: Session) -> Mapping[uuid.UUID | None, FieldCounts]:
    """Return how much names each field of work, by its id; None is what names none."""
    found = [
        dict(session.execute(select(table.field_id, func.count()).group_by(table.field_id)).all())
        for table in (Candidate, Opening, Template, TemplateProposal)
    ]
    keys = set().union(*found)
    return {key: FieldCounts(*(counts.get(key, 0) for counts in found)) for key in keys}


def members(session: Session, office_id: uuid.UUID | None) -> Sequence[Account]:
    """Return everyone who works at the office, by name, those who left last."""
    query = select(Account).where(Account.role.in_(STAFF), Account.office_id.is_not_distinct_from(office_id))
    return session.scalars(query.order_by(Account.deactivated_at.is_not(None), Account.name, Account.id)).all()


def candidates_per_recruiter(session: Session, office_id: uuid.UUID | None) -> Mapping[uuid.UUID | None, int]:
    """Return how many of the office's candidates each recruiter has, by account; None is those who have none."""
    query = select(Candidate.recruiter_id, func.count()).where(Candidate.office_id.is_not_distinct_from(office_id))
    return dict(session.execute(query.group_by(Candidate.recruiter_id)).all())


def sees(session: Session, account: Account) -> dict[str, int]:
    """Return how many candidates this colleague sees with each visibility, by its code."""
    scopes = [(scope, candidates.visible_ids(viewer_as(account, scope))) for scope in SCOPES]
    return {scope: session.scalar(select(func.count()).select_from(ids.subquery())) or 0 for scope, ids in scopes}


def example_recruiter(session: Session) -> Account | None:
    """Return a recruiter whose view differs most with each visibility: with an office, and with the most candidates."""
    held = func.count(Candidate.id)
    query = (
        select(Account)
        .outerjoin(Candidate, (Candidate.agency_id == Account.agency_id) & (Candidate.recruiter_id == Account.id))
        .where(Account.role == RECRUITER, Account.deactivated_at.is_(None), Account.name != "")
        .group_by(Account.agency_id, Account.id)
        .order_by(Account.office_id.is_(None), held.desc(), Account.name, Account.id)
    )
    return session.scalars(query.limit(1)).first()


def listed_days(session: Session, office: Office | None, years: Sequence[int]) -> list[ListedDay]:
    """Return the holidays of these years at the office, or at the agency for None, with those that were removed."""
    return list_days(_public_days(session, office, years), _layers(session, office, years))


def inherited_days(session: Session, office: Office | None, years: Sequence[int]) -> list[ListedDay]:
    """Return the same without the changes that the office itself, or the agency for None, made."""
    return list_days(_public_days(session, office, years), _layers(session, office, years)[:-1])


def _public_days(session: Session, office: Office | None, years: Sequence[int]) -> dict[date, str]:
    place = holiday_place(agencies.profile(session), office)
    return {day: name for year in years for day, name in named_holidays(*place, year).items()}


def _layers(session: Session, office: Office | None, years: Sequence[int]) -> list[tuple[str, Changes]]:
    """Return the changes of the agency and then of the office, if there is one, each by its source."""
    rows = [row for row in agencies.holiday_changes(session) if row.day.year in years]
    sources = [(AGENCY, None)] if office is None else [(AGENCY, None), (OFFICE, office.id)]
    return [(source, {row.day: row.name for row in rows if row.office_id == owner}) for source, owner in sources]


def find_change(session: Session, office: Office | None, day: date) -> HolidayChange | None:
    """Return the change that the office itself, or the agency for None, made to this day."""
    office_id = office.id if office else None
    return session.scalar(
        select(HolidayChange).where(HolidayChange.day == day, HolidayChange.office_id.is_not_distinct_from(office_id))
    )
