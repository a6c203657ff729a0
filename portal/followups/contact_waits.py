"""Writes who waits for contact info, from the steps of applications."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.db import is_row
from portal.core.derived_rows import write_derived_rows
from portal.followups.models import ContactWait, Step
from portal.interviews.models import InterviewPerson


def write_contact_waits(session: Session, application_ids: Collection[uuid.UUID]) -> None:
    """Write whose contact info these applications wait for, as their stored steps say."""
    waits = (
        select(
            Step.person_id.label("id"),
            InterviewPerson.contact_id,
            Step.application_id,
            Application.candidate_id,
            Candidate.recruiter_id,
            Candidate.office_id,
        )
        .join(InterviewPerson, is_row(Step.person_id, InterviewPerson))
        .join(Application, is_row(Step.application_id, Application))
        .join(Candidate, is_row(Application.candidate_id, Candidate))
        .where(Step.application_id.in_(application_ids))
        .where(Step.kind == "request_contact", Step.state.in_(("open", "upcoming")))
    )
    write_derived_rows(session, ContactWait, waits, ContactWait.application_id.in_(application_ids))
