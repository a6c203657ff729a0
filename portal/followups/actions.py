"""Replanning: the one place where changed facts become steps."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, insert, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, Closure
from portal.audit import actions as audit
from portal.contacts import actions as contacts
from portal.contacts.models import ContactRequest
from portal.core.command import PORTAL, Command
from portal.followups import queries
from portal.followups.agency_time import load_calendars
from portal.followups.models import Step
from portal.followups.request_queries import requests_with_active_recruiter
from portal.followups.rules import plan as rules
from portal.followups.rules.escalation import request_escalation_time
from portal.followups.rules.facts import Facts
from portal.followups.rules.working_time import working_time_midpoint
from portal.interviews import end_notices
from portal.interviews.models import Interview, InterviewPerson


def replan(session: Session, touched: set[uuid.UUID], now: datetime) -> None:
    """Replan each of these applications: store the steps, state, and next change that the rules derive from its facts.

    The rows are locked first, so two changes at once are planned one after the other.
    """
    rows = session.scalars(
        select(Application).where(Application.id.in_(touched)).order_by(Application.id).with_for_update()
    ).all()
    facts = queries.load_facts(session, [row.id for row in rows], now)
    standing = queries.steps_by_application(session, [row.id for row in rows])
    new: list[dict[str, Any]] = []
    for application in rows:
        made = rules.plan(facts[application.id])
        new += _store_steps(session, application, made, standing.get(application.id, []))
        _store_state(session, application, made, facts[application.id], now)
    session.flush()
    if new:  # one statement; adding each row would take one per row, for its id
        session.execute(insert(Step), new)
    _update_requests(session, [row.id for row in rows], now)


def _store_steps(
    session: Session, application: Application, made: rules.Plan, standing: list[Step]
) -> list[dict[str, Any]]:
    """Update existing steps to match the plan, delete those no longer in it, and return the values of new ones."""
    new = []
    gone = {(row.kind, str(row.interview_id), _text(row.person_id)): row for row in standing}
    for step in made.steps:
        values = {
            "opens_at": step.opens_at,
            "due_at": step.due_at,
            "missed_from": step.missed_from,
            "state": step.state,
            "reason_code": step.reason.code,
            "reason_values": dict(step.reason.values),
        }
        row = gone.pop((step.kind, step.interview, step.person), None)
        if row is None:
            new.append(values | _step_identity(application, step))
        else:
            for name, value in values.items():
                setattr(row, name, value)
    for row in gone.values():
        session.delete(row)
    return new


def _step_identity(application: Application, step: rules.PlanStep) -> dict[str, Any]:
    return {
        "application_id": application.id,
        "kind": step.kind,
        "interview_id": uuid.UUID(step.interview),
        "person_id": uuid.UUID(step.person) if step.person else None,
    }


def _store_state(session: Session, application: Application, made: rules.Plan, facts: Facts, now: datetime) -> None:
    was, application.state = application.state, made.state
    if (application.reason_code, made.reason.code) != ("closed_itself", "was_closed"):
        application.reason_code, application.reason_values = made.reason.code, dict(made.reason.values)
    application.next_change_at = rules.next_change_at(facts, made)
    if made.reason.code == "closed_itself":
        closure = Closure(application_id=application.id, kind="by_itself", at=now, by_id=None)
        session.add(closure)
        session.flush()
        audit.record(Command(session, PORTAL, now), "application.close.by_itself", closure)
        end_notices.enqueue_notice(session, application, closure, now)
    if made.state == rules.LAPSED and was != rules.LAPSED:
        audit.record(Command(session, PORTAL, now), "application.lapse", application)


def _update_requests(session: Session, application_ids: list[uuid.UUID], now: datetime) -> None:
    """Set the targets of open requests as the plan has them, and close those that no one waits for any more.

    At half of the target, others are notified once of what no one has claimed (`alerts.unclaimed_requests`).
    """
    waiting = exists().where(
        Step.agency_id == InterviewPerson.agency_id,
        Step.person_id == InterviewPerson.id,
        Step.kind == "request_contact",
        Step.state.in_(("open", "upcoming")),
    )
    query = (
        select(ContactRequest, InterviewPerson.id, waiting)
        .join(
            InterviewPerson,
            (InterviewPerson.agency_id == ContactRequest.agency_id)
            & (InterviewPerson.contact_id == ContactRequest.contact_id),
        )
        .where(ContactRequest.closed_at.is_(None))
        .where(ContactRequest.contact_id.in_(_contacts_met_in(application_ids)))
        .options(joinedload(ContactRequest.candidate))
    )
    still: dict[ContactRequest, bool] = {}
    for request, _, waits in session.execute(query):
        still[request] = still.get(request, False) or waits
    for request in [row for row, waits in still.items() if not waits]:
        contacts.close_request(Command(session, PORTAL, now), request, "not_needed")
    if waited_for := [row for row, waits in still.items() if waits]:
        _set_targets(session, waited_for, now)


def _set_targets(session: Session, requests: list[ContactRequest], now: datetime) -> None:
    """Set when each request is due and when others are notified: at once if no recruiter was."""
    calendars = load_calendars(session, now)
    notified = requests_with_active_recruiter(session, [row.id for row in requests])
    for row in requests:
        row.target_at = _request_target(session, row) or row.target_at
        calendar = calendars.calendar_of(row.candidate.office_id)
        half = working_time_midpoint(row.requested_at, row.target_at, calendar)
        row.escalate_at = request_escalation_time(
            half,
            now,
            claimed=row.claimed_by_id is not None,
            escalated=row.escalated_at is not None,
            notified=row.id in notified,
        )


def _contacts_met_in(application_ids: list[uuid.UUID]) -> Select[uuid.UUID]:
    return (
        select(InterviewPerson.contact_id)
        .join(
            Interview,
            (Interview.agency_id == InterviewPerson.agency_id) & (Interview.id == InterviewPerson.interview_id),
        )
        .where(Interview.application_id.in_(application_ids))
    )


def _request_target(session: Session, request: ContactRequest) -> datetime | None:
    return session.scalar(
        select(Step.due_at)
        .join(InterviewPerson, (InterviewPerson.agency_id == Step.agency_id) & (InterviewPerson.id == Step.person_id))
        .where(InterviewPerson.contact_id == request.contact_id, Step.kind == "request_contact", Step.state == "open")
        .order_by(Step.due_at)
        .limit(1)
    )


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
