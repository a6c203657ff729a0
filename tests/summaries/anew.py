"""What every summary should say, found from the facts alone: the plan made anew, and the rows that people wrote."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.core.db import TenantModel
from portal.drafts.models import GeneralDraft
from portal.followups.models import ContactWait
from portal.followups.queries import load_facts
from portal.followups.rules.plan import PlanStep, plan
from portal.interviews.summaries import InterviewSummary
from portal.notes.models import Note
from portal.reminders.models import Reminder
from portal.summaries.models import ApplicationSummary, CandidateSummary
from tests.summaries.parts import interviews_anew, waits_anew

KEPT_BY_DATABASE = {"agency_id", "version", "created_at", "changed_at"}
KINDS = {
    "draft": "prepare_draft",
    "contacts": "collect_contacts",
    "thanks": "thank",
    "follow_up": "follow_up",
    "close": "close",
}
ORDER = ("prepare_draft", "collect_contacts", "debrief", "thank", "request_contact", "follow_up", "close")
Values = dict[str, Any]
NEXT = (
    "next_kind",
    "next_person_id",
    "next_count",
    "next_is_other_way",
    "next_opens_at",
    "next_due_at",
    "next_missed_from",
)
NO_TASK: Values = {"next_count": 0, "next_is_other_way": False}
DAY = timedelta(days=1)
GOING_OUT = ("queued", "claimed", "handed_over")


def stored(session: Session, model: type[TenantModel]) -> dict[uuid.UUID, Values]:
    """Every summary there is, by id: all columns but those that the database keeps."""
    names = {column.name for column in model.__table__.columns} - KEPT_BY_DATABASE
    session.expire_all()
    return {row.id: {name: getattr(row, name) for name in names} for row in session.scalars(select(model))}


def applications_anew(session: Session, now: datetime) -> dict[uuid.UUID, Values]:
    """What the summary of every application should say."""
    session.expire_all()
    rows = session.scalars(select(Application)).all()
    facts = load_facts(session, [row.id for row in rows], now)
    under_way = {
        (row.kind, str(row.interview_id), str(row.person_id) if row.kind == "thank" else None)
        for row in session.scalars(select(Note))
        if row.submitted_at or (row.message and row.message.state in GOING_OUT)
    }
    found = {}
    for row in rows:
        made = plan(facts[row.id])
        assert made.state == row.state
        live = [step for step in made.steps if step.state != "dropped"]
        to_do = [
            step
            for step in live
            if step.state in ("open", "upcoming") and (step.kind, step.interview, step.person) not in under_way
        ]
        found[row.id] = {
            "id": row.id,
            "candidate_id": row.candidate_id,
            "employer_id": row.employer_id,
            "recruiter_id": row.candidate.recruiter_id,
            "office_id": row.candidate.office_id,
            "state": made.state,
            "has_offer": any(answer.kind == "offer" for answer in row.answers),
            **_endings(row, made.steps),
            **_next(to_do),
            "late_from": earliest(_late_from(step) for step in to_do),
            **_marks(live, to_do),
            **_contacts(live),
            **_interviews(row, now),
        }
    return found


def _endings(row: Application, steps: Sequence[PlanStep]) -> Values:
    ended_at = latest(ending.at for ending in (*row.answers, *row.closures))
    missed = latest(step.missed_from for step in steps if step.kind == "follow_up" and step.state == "missed")
    by_itself = latest(closure.at for closure in row.closures if closure.kind == "by_itself")
    asked = earliest(step.due_at for step in steps if step.kind == "close")
    found: dict[str, Values] = {
        "active": {"ended_at": None, "no_answer_at": None},
        "closing": {"ended_at": None, "no_answer_at": asked},
        "lapsed": {"ended_at": missed, "no_answer_at": missed},
        "heard_back": {"ended_at": ended_at, "no_answer_at": None},
        "closed": {"ended_at": ended_at, "no_answer_at": by_itself if row.reason_code == "closed_itself" else None},
    }
    return found[row.state]


def _next(to_do: Sequence[PlanStep]) -> Values:
    def place(step: PlanStep) -> Any:
        return step.kind == "request_contact", step.due_at, ORDER.index(step.kind), step.person or ""

    if not to_do:
        return dict.fromkeys(NEXT) | NO_TASK
    first = min(to_do, key=place)
    return {
        "next_kind": first.kind,
        "next_person_id": uuid.UUID(first.person) if first.person else None,
        "next_count": sum(step.kind == first.kind and step.interview == first.interview for step in to_do),
        "next_is_other_way": (first.kind, first.reason.code) == ("request_contact", "not_available"),
        "next_opens_at": first.opens_at,
        "next_due_at": first.due_at,
        "next_missed_from": first.missed_from,
    }


def _late_from(step: PlanStep) -> datetime | None:
    if step.kind == "request_contact" or step.reason.code == "not_available":
        return None
    return step.due_at if step.opens_at < step.due_at else step.due_at + DAY


def _marks(live: Sequence[PlanStep], to_do: Sequence[PlanStep]) -> Values:
    values: Values = {}
    for name, kind in KINDS.items():
        states = {step.state for step in live if step.kind == kind}
        values[f"{name}_mark"] = (
            "none"
            if not states
            else "missed"
            if "missed" in states
            else "open"
            if states & {"open", "upcoming"}
            else "waiting"
            if "blocked" in states
            else "done"
        )
        values[f"{name}_late_from"] = earliest(_late_from(step) for step in to_do if step.kind == kind)
    return values


def _contacts(live: Sequence[PlanStep]) -> Values:
    thanks = [step for step in live if step.kind == "thank"]
    requests = [
        step
        for step in live
        if step.kind == "request_contact"
        and step.state in ("open", "upcoming")
        and step.reason.code in ("ask_hr", "recruiter_looks")
    ]
    return {
        "thanked": sum(step.state == "done" for step in thanks),
        "to_thank": len(thanks),
        "unthanked_from": earliest(step.opens_at for step in thanks if step.state != "done"),
        "missing_contacts": sum(
            step.state in ("blocked", "upcoming") and step.reason.code in ("no_address", "not_available")
            for step in thanks
        ),
        "requested_at": earliest(step.opens_at for step in requests),
        "request_target_at": earliest(step.due_at for step in requests),
    }


def _interviews(row: Application, now: datetime) -> Values:
    planned = [interview for interview in row.interviews if interview.status == "planned"]
    done = [completion for interview in row.interviews for completion in interview.completions]
    return {
        "next_interview_at": earliest(interview.starts_at for interview in planned if interview.ends_at > now),
        "last_interview_at": latest(interview.starts_at for interview in planned if interview.ends_at <= now),
        "heard_at": latest(completion.at for completion in done),
    }


def candidates_anew(session: Session, now: datetime) -> dict[uuid.UUID, Values]:
    """What the summary of every candidate should say."""
    applications, found = applications_anew(session, now), {}
    drafts = dict(session.execute(select(GeneralDraft.candidate_id, GeneralDraft.ready_at)).all())
    reminders = session.scalars(select(Reminder)).all()
    for row in session.scalars(select(Candidate)):
        own = [values for values in applications.values() if values["candidate_id"] == row.id]
        stop = _stop(row, now)
        found[row.id] = {
            "id": row.id,
            "sort_name": row.name.lower(),
            "recruiter_id": row.recruiter_id,
            "office_id": row.office_id,
            "field_id": row.field_id,
            "invitation": "not_invited"
            if row.account is None
            else "accepted"
            if row.account.accepted_at
            else "not_accepted",
            "suppression": stop[0],
            "suppressed_until": stop[1],
            "snoozed_until": row.snoozed_until,
            "reminded_at": latest(reminder.at for reminder in reminders if reminder.candidate_id == row.id),
            **_state(own, stop[0]),
            **_together(own),
            "heard_at": latest([*(values["heard_at"] for values in own), drafts.get(row.id)]),
        }
    return found


def _stop(row: Candidate, now: datetime) -> tuple[str | None, datetime | None]:
    if row.account is not None and row.account.deactivated_at is not None:
        return "deactivated", None
    standing = {
        stop.kind: stop.until
        for stop in row.stops
        if stop.lifted_at is None and (stop.until is None or stop.until > now)
    }
    for kind in ("deactivated", "placed", "bounced", "unsubscribed", "paused"):
        if kind in standing:
            return kind, standing[kind]
    return None, None


def _state(own: Sequence[Values], stop: str | None) -> Values:
    if stop == "deactivated":
        return {"state": "deactivated", "available_from": None}
    if any(values["ended_at"] is None for values in own):
        return {"state": "under_way", "available_from": None}
    if stop == "placed" or any(values["has_offer"] for values in own):
        return {"state": "placed", "available_from": None}
    if not own:
        return {"state": "no_application", "available_from": None}
    return {"state": "available", "available_from": latest(values["ended_at"] for values in own)}


def _together(own: Sequence[Values]) -> Values:
    shown = [values for values in own if values["ended_at"] is None]
    if not shown and own:
        shown = [max(own, key=lambda values: (values["ended_at"], values["id"]))]
    tasks = sorted(
        (values for values in shown if values["next_kind"]),
        key=lambda values: (values["next_kind"] == "request_contact", values["next_due_at"], values["id"]),
    )
    next_task = tasks[0] if tasks else NO_TASK
    marks = {f"{name}_mark": _one_mark([values[f"{name}_mark"] for values in shown]) for name in KINDS}
    lateness = ("late_from", *(f"{name}_late_from" for name in KINDS))
    return {
        "next_application_id": next_task.get("id"),
        **{name: next_task.get(name) for name in NEXT},
        **marks,
        **_each(earliest, shown, (*lateness, "requested_at", "request_target_at", "unthanked_from")),
        **_each(sum, shown, ("thanked", "to_thank", "missing_contacts")),
        **_each(earliest, own, ("next_interview_at",)),
        **_each(latest, own, ("last_interview_at",)),
    }


def _one_mark(marks: Sequence[str]) -> str:
    return next((mark for mark in ("missed", "open", "waiting", "done") if mark in marks), "none")


def _each(how: Callable[[Iterable[Any]], Any], rows: Sequence[Values], names: Iterable[str]) -> Values:
    return {name: how(values[name] for values in rows) for name in names}


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


WRITTEN: dict[type[TenantModel], Callable[[Session, datetime], dict[uuid.UUID, Values]]] = {
    ApplicationSummary: applications_anew,
    CandidateSummary: candidates_anew,
    InterviewSummary: interviews_anew,
    ContactWait: waits_anew,
}


def differences(session: Session, now: datetime) -> list[tuple[Any, ...]]:
    """Each value that is not what the facts say at `now`, with what it is and should be."""
    found: list[tuple[Any, ...]] = []
    for model, anew in WRITTEN.items():
        there, wanted = stored(session, model), anew(session, now)
        for row_id in there.keys() | wanted.keys():
            one, other = there.get(row_id, {}), wanted.get(row_id, {})
            found += [
                (model.__tablename__, name, one.get(name, "missing"), other.get(name, "missing"))
                for name in sorted(one.keys() | other.keys())
                if one.get(name, "missing") != other.get(name, "missing")
            ]
    return found
