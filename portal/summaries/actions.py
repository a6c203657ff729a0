"""Writing the summaries: replanning does it, for all that a transaction touched at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.candidates.rules import SuppressionFacts
from portal.core import transaction
from portal.core.db import TenantModel
from portal.followups.contact_waits import write_contact_waits
from portal.followups.models import ContactWait
from portal.interviews.summaries import InterviewSummary, write_interview_summaries
from portal.names.folding import fold
from portal.summaries import queries, rules
from portal.summaries.models import ApplicationSummary, CandidateSummary
from portal.summaries.rules import ApplicationFacts, PlanSummary, StepFacts, Suppression


def write_applications(session: Session, application_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Write the summaries of these applications, from their stored plans, and of their interviews.

    Those of their candidates follow.
    """
    write_interview_summaries(session, application_ids)
    write_contact_waits(session, application_ids)
    steps = queries.steps_by_application(session, application_ids)
    rows = queries.application_rows(session, application_ids, now)
    upsert(session, ApplicationSummary, [_application_values(row, steps[row.id]) for row in rows])
    transaction.touch_candidates(session, (row.candidate_id for row in rows))


def write_candidates(
    session: Session, candidate_ids: Collection[uuid.UUID], reminded_at: Mapping[uuid.UUID, datetime], now: datetime
) -> None:
    """Write the summaries of these candidates; `reminded_at` is when each was last reminded."""
    queries.lock_candidates(session, candidate_ids)
    applications = queries.application_summaries(session, candidate_ids)
    stops = candidates.active_suppressions(session, list(candidate_ids))
    rows = []
    for row in queries.candidate_rows(session, candidate_ids):
        facts = [SuppressionFacts(stop.kind, stop.until) for stop in stops[row.id]]
        suppression = rules.weightiest_suppression(facts, now, deactivated=row.deactivated_at is not None)
        reminded = {"reminded_at": reminded_at.get(row.id)}
        rows.append(_candidate_values(row, applications[row.id], suppression) | reminded)
    upsert(session, CandidateSummary, rows)
    _copy_to_parts(session, Candidate.id.in_(candidate_ids))


def copy_keys(session: Session, whose: ColumnElement[bool]) -> None:
    """Copy recruiter, office, and field of the candidates that `whose` is true of to the summaries that differ.

    For changes of many candidates by one statement, which touch none of them.
    """
    _copy(session, CandidateSummary.id, ("recruiter_id", "office_id", "field_id"), whose)
    _copy_to_parts(session, whose)


def _copy_to_parts(session: Session, whose: ColumnElement[bool]) -> None:
    """Copy recruiter and office to the rows of these candidates' applications and interviews."""
    for key in (ApplicationSummary.candidate_id, InterviewSummary.candidate_id, ContactWait.candidate_id):
        _copy(session, key, ("recruiter_id", "office_id"), whose)


def _copy(
    session: Session, key: InstrumentedAttribute[uuid.UUID], names: Sequence[str], whose: ColumnElement[bool]
) -> None:
    model = key.class_
    old, new = ([getattr(table, name) for name in names] for table in (model, Candidate))
    session.execute(
        update(model)
        .where(Candidate.agency_id == model.agency_id, Candidate.id == key, whose)
        .where(tuple_(*old).is_distinct_from(tuple_(*new)))
        .values(dict(zip(names, new, strict=True))),
        execution_options={"synchronize_session": False},
    )


def upsert(session: Session, model: type[TenantModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write these rows, all with the same columns; a row that is the same already is not written again."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    new = insert(model)
    old = tuple_(*(getattr(model, name) for name in names))
    changed = old.is_distinct_from(tuple_(*(new.excluded[name] for name in names)))
    values = {name: new.excluded[name] for name in names}
    session.execute(
        new.on_conflict_do_update(index_elements=["agency_id", "id"], set_=values, where=changed), list(rows)
    )


def _application_values(row: Row[*tuple[Any, ...]], steps: Sequence[StepFacts]) -> dict[str, Any]:
    plan = replace(
        rules.summarize_plan(steps),
        next_interview_at=row.next_at,
        last_interview_at=row.last_at,
        heard_at=row.heard_at,
    )
    endings = rules.endings(row.state, row.reason_code, steps, row.answered_at, row.closed_at)
    return {
        "id": row.id,
        "candidate_id": row.candidate_id,
        "employer_id": row.employer_id,
        "recruiter_id": row.recruiter_id,
        "office_id": row.office_id,
        "state": row.state,
        "has_offer": bool(row.has_offer),
        "ended_at": endings.ended_at,
        "no_answer_at": endings.no_answer_at,
        **plan.columns(),
    }


def _candidate_values(
    row: Row[*tuple[Any, ...]], applications: Sequence[Mapping[str, Any]], suppression: Suppression
) -> dict[str, Any]:
    facts = [
        ApplicationFacts(found["id"], PlanSummary.of_columns(found), found["ended_at"], found["has_offer"])
        for found in applications
    ]
    plans = rules.combine_plans(facts)
    state = rules.candidate_state(facts, suppression.kind)
    return {
        "id": row.id,
        "sort_name": fold(row.name),
        "recruiter_id": row.recruiter_id,
        "office_id": row.office_id,
        "field_id": row.field_id,
        "state": state,
        "next_application_id": plans.next_application_id,
        "available_from": rules.available_from(facts, state),
        "invitation": row.invitation,
        "suppression": suppression.kind,
        "suppressed_until": suppression.until,
        "snoozed_until": row.snoozed_until,
        **replace(plans.plan, heard_at=rules.last((plans.plan.heard_at, row.drafted_at))).columns(),
    }
