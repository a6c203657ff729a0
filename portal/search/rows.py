"""What is read of the records found: for every kind the same columns, so that one statement reads them all."""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import ARRAY, TIMESTAMP, Select, Text, Uuid, bindparam, cast, false, func, literal_column, null, select

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies.models import JobField, Office
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.interviews.models import Interview
from portal.openings.models import Opening
from portal.search.sources import CANDIDATE, CONTACT, EMPLOYER, INTERVIEW, OPENING

NOTHING = cast(null(), Text)
NO_TIME = cast(null(), TIMESTAMP(timezone=True))


def rows_of(kind: str, viewer: Viewer, ids: Collection[uuid.UUID]) -> Select[Any]:
    """Return the query for those of these records of the kind that the viewer may see."""
    model, query = _QUERIES[kind]
    given = bindparam(None, list(ids), ARRAY(Uuid()))  # one parameter, joined: else each row looks through all ids
    found = func.unnest(given).table_valued("id").render_derived()
    return query(viewer).join(found, found.c.id == model.id)


def _columns(kind: str, id_: Any, title: Any, about: Any, **more: Any) -> list[Any]:
    """Return the columns of every kind; `also` is what else the record was found by."""
    return [
        literal_column(f"'{kind}'", Text).label("kind"),
        id_.label("id"),
        more.get("own", false()).label("own"),
        title.label("title"),
        func.concat_ws(", ", *about).label("about"),
        more.get("aside", NOTHING).label("aside"),
        func.concat_ws(" ", *more.get("also", (null(),))).label("also"),
        more.get("starts_at", NO_TIME).label("starts_at"),
        more.get("time_zone", NOTHING).label("time_zone"),
        more.get("planned", false()).label("planned"),
    ]


def _candidates(viewer: Viewer) -> Select[Any]:
    columns = _columns(
        CANDIDATE,
        Candidate.id,
        Candidate.name,
        (JobField.name, Office.name),
        own=func.coalesce(Candidate.recruiter_id == viewer.account_id, false()),
        aside=Account.name,
        also=(Candidate.email, Candidate.phone),
    )
    return (
        select(*columns)
        .outerjoin(JobField, JobField.id == Candidate.field_id)
        .outerjoin(Office, Office.id == Candidate.office_id)
        .outerjoin(Account, Account.id == Candidate.recruiter_id)
        .where(candidates.is_in_scope(viewer, Candidate.recruiter_id, Candidate.office_id))
    )


def _contacts(_viewer: Viewer) -> Select[Any]:
    columns = _columns(
        CONTACT,
        Contact.id,
        Contact.name,
        (Contact.title, Employer.name),
        aside=func.coalesce(Contact.phone, Contact.email),
        also=(Contact.email, Contact.phone),
    )
    return select(*columns).join(Employer, Employer.id == Contact.employer_id).where(Contact.merged_into_id.is_(None))


def _employers(_viewer: Viewer) -> Select[Any]:
    also = (Employer.hr_name, Employer.hr_email, Employer.hr_phone)
    about = (Employer.domain,)
    return select(*_columns(EMPLOYER, Employer.id, Employer.name, about, aside=Employer.hr_phone, also=also))


def _interviews(viewer: Viewer) -> Select[Any]:
    columns = _columns(
        INTERVIEW,
        Interview.id,
        Candidate.name,
        (Employer.name, Interview.round_name),
        own=func.coalesce(Candidate.recruiter_id == viewer.account_id, false()),
        aside=Employer.name,
        also=(Application.opening_title,),
        starts_at=Interview.starts_at,
        time_zone=Interview.time_zone,
        planned=Interview.status == "planned",
    )
    return (
        select(*columns)
        .join(Application, Application.id == Interview.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Employer, Employer.id == Application.employer_id)
        .where(candidates.is_in_scope(viewer, Candidate.recruiter_id, Candidate.office_id))
    )


def _openings(_viewer: Viewer) -> Select[Any]:
    columns = _columns(OPENING, Opening.id, Opening.title, (Employer.name, Opening.place))
    return select(*columns).outerjoin(Employer, Employer.id == Opening.employer_id)


_QUERIES: Mapping[str, tuple[Any, Callable[[Viewer], Select[Any]]]] = {
    CANDIDATE: (Candidate, _candidates),
    CONTACT: (Contact, _contacts),
    EMPLOYER: (Employer, _employers),
    INTERVIEW: (Interview, _interviews),
    OPENING: (Opening, _openings),
}
