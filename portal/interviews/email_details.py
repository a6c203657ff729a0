"""When and where an interview is, as emails about it, or about a person met there, say."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from portal.applications.models import Application
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.round_details import INTERVIEW_TITLES


@dataclass(frozen=True)
class InterviewDetails:
    """Plain values of an interview; `time_zone` is the meeting's own, `kind` the round's."""

    employer: str
    starts_at: datetime
    time_zone: str
    place: str | None
    link: str | None
    kind: str | None = None

    @property
    def title(self) -> str:
        """What the interview is called, with `%(employer)s`."""
        return INTERVIEW_TITLES[self.kind]


def interview_details(interview: Interview) -> InterviewDetails:
    """Return the details of this interview."""
    return InterviewDetails(
        interview.application.employer.name,
        interview.starts_at,
        interview.time_zone,
        interview.place,
        interview.link,
        interview.round_kind,
    )


def details_of_requests(
    session: Session, requests: Collection[tuple[uuid.UUID, uuid.UUID]]
) -> dict[tuple[uuid.UUID, uuid.UUID], InterviewDetails]:
    """Return, by candidate and contact, the details of the interview that the contact's info was last requested for."""
    query = (
        select(InterviewPerson)
        .join(InterviewPerson.interview)
        .join(Interview.application)
        .where(InterviewPerson.contact_requested_at.is_not(None))
        .where(InterviewPerson.contact_id.in_({contact_id for _, contact_id in requests}))
        .where(Application.candidate_id.in_({candidate_id for candidate_id, _ in requests}))
        .options(
            contains_eager(InterviewPerson.interview)
            .contains_eager(Interview.application)
            .joinedload(Application.employer)
        )
        .order_by(InterviewPerson.contact_requested_at, InterviewPerson.id)
    )
    return {
        (row.interview.application.candidate_id, row.contact_id): interview_details(row.interview)
        for row in session.scalars(query)
    }
