"""What of each kind of record can be found, in one place: its text, its phone numbers, and what changes them."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.db import TenantModel
from portal.interviews.models import Interview, InterviewPerson
from portal.openings.models import Opening
from portal.search.models import CandidateGram, ContactGram, EmployerGram, Gram, InterviewGram, OpeningGram

Ids = Collection[uuid.UUID]
CANDIDATE, CONTACT, EMPLOYER, INTERVIEW, OPENING = "candidate", "contact", "employer", "interview", "opening"


@dataclass(frozen=True)
class Source:
    """One kind of record: `rows` selects the id, the text, and the phone numbers of each that can be found."""

    kind: str
    model: type[TenantModel]
    grams: type[Gram]
    rows: Select[Any]


def _text(*columns: Any) -> Any:
    return func.concat_ws("\n", *columns)


_PEOPLE = (
    select(func.string_agg(Contact.name, "\n"))
    .join(InterviewPerson, InterviewPerson.contact_id == Contact.id)
    .where(InterviewPerson.interview_id == Interview.id)
    .correlate(Interview)
    .scalar_subquery()
)
SOURCES = (
    Source(
        CANDIDATE,
        Candidate,
        CandidateGram,
        select(Candidate.id, _text(Candidate.name, Candidate.email), _text(Candidate.phone)),
    ),
    Source(
        CONTACT,
        Contact,
        ContactGram,
        select(Contact.id, _text(Contact.name, Contact.title, Contact.email, Employer.name), _text(Contact.phone))
        .join(Employer, Employer.id == Contact.employer_id)
        .where(Contact.merged_into_id.is_(None)),
    ),
    Source(
        EMPLOYER,
        Employer,
        EmployerGram,
        select(
            Employer.id,
            _text(Employer.name, Employer.domain, Employer.hr_name, Employer.hr_email),
            _text(Employer.hr_phone),
        ),
    ),
    Source(
        INTERVIEW,
        Interview,
        InterviewGram,
        select(
            Interview.id,
            _text(Candidate.name, Employer.name, Application.opening_title, Interview.round_name, _PEOPLE),
            _text(None),
        )
        .join(Application, Application.id == Interview.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Employer, Employer.id == Application.employer_id),
    ),
    Source(
        OPENING,
        Opening,
        OpeningGram,
        select(Opening.id, _text(Opening.title, Opening.place, Employer.name), _text(None)).outerjoin(
            Employer, Employer.id == Opening.employer_id
        ),
    ),
)
SEARCHED: Mapping[type[TenantModel], frozenset[str]] = {
    Candidate: frozenset({"name", "email", "phone"}),
    Contact: frozenset({"name", "title", "email", "phone", "employer_id", "merged_into_id"}),
    Employer: frozenset({"name", "domain", "hr_name", "hr_email", "hr_phone"}),
    Application: frozenset({"opening_title", "candidate_id", "employer_id"}),
    Interview: frozenset({"application_id", "round_name"}),
    InterviewPerson: frozenset({"interview_id", "contact_id"}),
    Opening: frozenset({"title", "place", "employer_id"}),
}
"""The attributes whose change changes what something is found by; a test compares them with `SOURCES`."""

_INTERVIEWS = select(Interview.id).join(Application, Application.id == Interview.application_id)
_MET = select(InterviewPerson.interview_id)
DEPENDENTS: Mapping[type[TenantModel], tuple[tuple[str, Callable[[Ids], Select[Any]]], ...]] = {
    Candidate: ((INTERVIEW, lambda ids: _INTERVIEWS.where(Application.candidate_id.in_(ids))),),
    Contact: ((INTERVIEW, lambda ids: _MET.where(InterviewPerson.contact_id.in_(ids))),),
    Employer: (
        (CONTACT, lambda ids: select(Contact.id).where(Contact.employer_id.in_(ids))),
        (INTERVIEW, lambda ids: _INTERVIEWS.where(Application.employer_id.in_(ids))),
        (OPENING, lambda ids: select(Opening.id).where(Opening.employer_id.in_(ids))),
    ),
    Application: ((INTERVIEW, lambda ids: _INTERVIEWS.where(Application.id.in_(ids))),),
}
"""The records that are also found by the name of another one, for when that is renamed."""
