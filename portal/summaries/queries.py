"""Reads what the summaries are made from, a set of applications or candidates at a time."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, Row, ScalarSelect, case, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.applications.models import Application, Closure, EmployerResponse
from portal.candidates.models import Candidate
from portal.drafts.models import GeneralDraft
from portal.followups.models import Step
from portal.interviews.models import Interview, StepCompletion
from portal.notes import queries as notes
from portal.summaries.models import ApplicationSummary
from portal.summaries.rules import ACCEPTED, NOT_ACCEPTED, NOT_INVITED, StepFacts

Rows = Sequence[Row[*tuple[Any, ...]]]


def steps_by_application(session: Session, application_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[StepFacts]]:
    """Return the steps of each of these applications."""
    found: dict[uuid.UUID, list[StepFacts]] = defaultdict(list)
    query = select(
        Step.application_id,
        Step.kind,
        Step.interview_id,
        Step.person_id,
        Step.state,
        Step.opens_at,
        Step.due_at,
        Step.missed_from,
        Step.reason_code,
        notes.has_note_in_progress(Step),
    )
    for application_id, *facts in session.execute(query.where(Step.application_id.in_(application_ids))):
        found[application_id].append(StepFacts(*facts))
    return found


def application_rows(session: Session, application_ids: Collection[uuid.UUID], now: datetime) -> Rows:
    """Return what the summaries of these applications are made from besides their steps, by id."""
    is_planned, is_ahead = Interview.status == "planned", Interview.ends_at > now
    query = (
        select(
            Application.id,
            Application.candidate_id,
            Application.employer_id,
            Application.state,
            Application.reason_code,
            Candidate.recruiter_id,
            Candidate.office_id,
            _of_application(EmployerResponse, func.max(EmployerResponse.at)).label("answered_at"),
            _of_application(EmployerResponse, func.bool_or(EmployerResponse.kind == "offer")).label("has_offer"),
            _of_application(Closure, func.max(Closure.at)).label("closed_at"),
            _of_application(Interview, func.min(Interview.starts_at), is_planned, is_ahead).label("next_at"),
            _of_application(Interview, func.max(Interview.starts_at), is_planned, ~is_ahead).label("last_at"),
            _last_completion(),
        )
        .join(Application.candidate)
        .where(Application.id.in_(application_ids))
    )
    return session.execute(query.order_by(Application.id)).all()


def lock_candidates(session: Session, candidate_ids: Collection[uuid.UUID]) -> None:
    """Lock these candidates, so that of two changes at once the second reads what the first wrote."""
    query = select(Candidate.id).where(Candidate.id.in_(candidate_ids)).order_by(Candidate.id)
    session.execute(query.with_for_update(key_share=True)).all()


def candidate_rows(session: Session, candidate_ids: Collection[uuid.UUID]) -> Rows:
    """Return what the summaries of these candidates are made from besides their applications, by id."""
    invitation = case(
        (Candidate.account_id.is_(None), NOT_INVITED), (Account.accepted_at.is_(None), NOT_ACCEPTED), else_=ACCEPTED
    )
    drafted = select(GeneralDraft.ready_at).where(
        GeneralDraft.agency_id == Candidate.agency_id, GeneralDraft.candidate_id == Candidate.id
    )
    query = (
        select(
            Candidate.id,
            Candidate.name,
            Candidate.recruiter_id,
            Candidate.office_id,
            Candidate.field_id,
            Candidate.snoozed_until,
            invitation.label("invitation"),
            Account.deactivated_at,
            drafted.scalar_subquery().label("drafted_at"),
        )
        .outerjoin(Candidate.account)
        .where(Candidate.id.in_(candidate_ids))
    )
    return session.execute(query.order_by(Candidate.id)).all()


def application_summaries(
    session: Session, candidate_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """Return the columns of the application summaries of each of these candidates."""
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    table = ApplicationSummary.__table__
    for row in session.execute(select(*table.c).where(table.c.candidate_id.in_(candidate_ids))).mappings():
        found[row["candidate_id"]].append(dict(row))
    return found


def _of_application(model: Any, value: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Return a value of the rows of `model` that belong to the application of the outer query."""
    own = model.agency_id == Application.agency_id, model.application_id == Application.id
    return select(value).where(*own, *conditions).scalar_subquery()


def _last_completion() -> Label[Any]:
    """Return when a task of the application was last completed."""
    its = (Interview.agency_id == StepCompletion.agency_id) & (Interview.id == StepCompletion.interview_id)
    query = select(func.max(StepCompletion.at)).join(Interview, its)
    own = Interview.agency_id == Application.agency_id, Interview.application_id == Application.id
    return query.where(*own).scalar_subquery().label("heard_at")
