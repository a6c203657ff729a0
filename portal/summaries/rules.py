"""What lists show of an application's plan, and of a candidate's plans together."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from portal.candidates.rules import SuppressionFacts, current_suppression
from portal.followups.rules.lateness import NOT_AVAILABLE, late_from
from portal.followups.rules.step_kinds import CANDIDATE, STEP_KINDS

NONE, OPEN, WAITING, DONE, MISSED = "none", "open", "waiting", "done", "missed"
MARKS = (NONE, OPEN, WAITING, DONE, MISSED)
"""A progress mark: no such task, still to be done, waiting for contact info, done, or no longer possible."""
MARK_KINDS = {
    "draft": "prepare_draft",
    "contacts": "collect_contacts",
    "thanks": "thank",
    "follow_up": "follow_up",
    "close": "close",
}
"""The kind of step that each progress mark is about, in the order in which they are shown."""

UNDER_WAY, AVAILABLE, PLACED, NO_APPLICATION, DEACTIVATED = (
    "under_way",
    "available",
    "placed",
    "no_application",
    "deactivated",
)
CANDIDATE_STATES = (UNDER_WAY, AVAILABLE, PLACED, NO_APPLICATION, DEACTIVATED)
NOT_INVITED, NOT_ACCEPTED, ACCEPTED = "not_invited", "not_accepted", "accepted"
INVITATIONS = (NOT_INVITED, NOT_ACCEPTED, ACCEPTED)

_PENDING = ("open", "upcoming")
_UNREACHABLE = ("no_address", NOT_AVAILABLE)


@dataclass(frozen=True)
class StepFacts:
    """One step of a plan. `under_way`: a note for it is with a recruiter or going out."""

    kind: str
    interview_id: uuid.UUID
    person_id: uuid.UUID | None
    state: str
    opens_at: datetime
    due_at: datetime
    missed_from: datetime | None
    reason_code: str
    under_way: bool = False

    @property
    def is_to_do(self) -> bool:
        """Whether someone still has to do it, now or once it opens."""
        return self.state in _PENDING and not self.under_way

    @property
    def late_from(self) -> datetime | None:
        """From when it is late; None if it never is: a recruiter's, one that is under way, or one that waits."""
        if not self.is_to_do or STEP_KINDS[self.kind].done_by != CANDIDATE or self.reason_code == NOT_AVAILABLE:
            return None
        return late_from(self.opens_at, self.due_at)


@dataclass(frozen=True)
class Mark:
    """A progress mark, and from when it shows as late."""

    code: str = NONE
    late_from: datetime | None = None


@dataclass(frozen=True)
class PlanSummary:
    """The values of `models.PlanColumns`, by the same names; `marks` has those of the progress marks."""

    next_kind: str | None = None
    next_person_id: uuid.UUID | None = None
    next_count: int = 0
    next_is_other_way: bool = False
    next_opens_at: datetime | None = None
    next_due_at: datetime | None = None
    next_missed_from: datetime | None = None
    late_from: datetime | None = None
    marks: tuple[Mark, ...] = (Mark(),) * len(MARK_KINDS)
    thanked: int = 0
    to_thank: int = 0
    missing_contacts: int = 0
    requested_at: datetime | None = None
    request_target_at: datetime | None = None
    unthanked_from: datetime | None = None
    next_interview_at: datetime | None = None
    last_interview_at: datetime | None = None
    heard_at: datetime | None = None

    def columns(self) -> dict[str, Any]:
        """Return the value of each column."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "marks"}
        for name, mark in zip(MARK_KINDS, self.marks, strict=True):
            values |= {f"{name}_mark": mark.code, f"{name}_late_from": mark.late_from}
        return values

    @classmethod
    def of_columns(cls, row: Mapping[str, Any]) -> "PlanSummary":
        """Return the summary that these columns hold."""
        marks = tuple(Mark(row[f"{name}_mark"], row[f"{name}_late_from"]) for name in MARK_KINDS)
        return cls(**{field.name: row[field.name] for field in fields(cls) if field.name != "marks"}, marks=marks)


def summarize_plan(steps: Sequence[StepFacts]) -> PlanSummary:
    """Return what the steps of one application say; its interviews and when the candidate was heard are added to it."""
    live = [step for step in steps if step.state != "dropped"]
    thanks = [step for step in live if step.kind == "thank"]
    requests = [step for step in live if step.kind == "request_contact" and step.state in _PENDING]
    waiting = [step for step in requests if step.reason_code != NOT_AVAILABLE]
    unthanked = [step.opens_at for step in thanks if step.state != "done"]
    return replace(
        _summarize_next(live),
        late_from=_first(step.late_from for step in live),
        marks=tuple(_mark([step for step in live if step.kind == kind]) for kind in MARK_KINDS.values()),
        thanked=sum(step.state == "done" for step in thanks),
        to_thank=len(thanks),
        missing_contacts=sum(step.reason_code in _UNREACHABLE and step.state in _WITHOUT_NOTE for step in thanks),
        requested_at=_first(step.opens_at for step in waiting),
        request_target_at=_first(step.due_at for step in waiting),
        unthanked_from=_first(unthanked),
    )


_WITHOUT_NOTE = ("upcoming", "blocked")


def _summarize_next(live: Sequence[StepFacts]) -> PlanSummary:
    """Return a summary of the next task alone."""
    first = min((step for step in live if step.is_to_do), key=_urgency, default=None)
    if first is None:
        return PlanSummary()
    same = [row for row in live if row.is_to_do and (row.kind, row.interview_id) == (first.kind, first.interview_id)]
    return PlanSummary(
        next_kind=first.kind,
        next_person_id=first.person_id,
        next_count=len(same),
        next_is_other_way=first.kind == "request_contact" and first.reason_code == NOT_AVAILABLE,
        next_opens_at=first.opens_at,
        next_due_at=first.due_at,
        next_missed_from=first.missed_from,
    )


def urgency(kind: str, due_at: datetime, person_id: uuid.UUID | None) -> tuple[bool, datetime, int, str]:
    """Return what sorts tasks by who does them (the candidate first), due time, kind, and person."""
    kinds = tuple(STEP_KINDS)
    return STEP_KINDS[kind].done_by != CANDIDATE, due_at, kinds.index(kind), str(person_id or "")


def _urgency(step: StepFacts) -> tuple[bool, datetime, int, str]:
    return urgency(step.kind, step.due_at, step.person_id)


def _mark(steps: Sequence[StepFacts]) -> Mark:
    return _combine_marks([Mark(_mark_code(step), step.late_from) for step in steps])


def _mark_code(step: StepFacts) -> str:
    if step.state in (DONE, MISSED):
        return step.state
    return WAITING if step.state == "blocked" else OPEN


def _combine_marks(marks: Iterable[Mark]) -> Mark:
    """Return one mark for all of them: the first of these codes that any has, and the earliest time it is late."""
    rows = list(marks)
    codes = {row.code for row in rows}
    code = next((code for code in (MISSED, OPEN, WAITING, DONE) if code in codes), NONE)
    return Mark(code, _first(row.late_from for row in rows))


@dataclass(frozen=True)
class Endings:
    """When an application ended or lapsed, and when that was, or is about to be, for want of an answer."""

    ended_at: datetime | None
    no_answer_at: datetime | None


def endings(
    state: str,
    reason_code: str,
    steps: Sequence[StepFacts],
    answered_at: datetime | None,
    closed_at: datetime | None,
) -> Endings:
    """Return when an application in this state ended; the employer answered and it was closed at these times."""
    if state == "active":
        return Endings(None, None)
    if state == "closing":
        return Endings(None, _first(step.due_at for step in steps if step.kind == "close"))
    if state == "lapsed":
        lapsed_at = last(step.missed_from for step in steps if step.kind == "follow_up" and step.state == MISSED)
        return Endings(lapsed_at, lapsed_at)
    return Endings(last((answered_at, closed_at)), closed_at if reason_code == "closed_itself" else None)


@dataclass(frozen=True)
class ApplicationFacts:
    """An application as its candidate's summary reads it. `ended_at` is None while it is under way."""

    id: uuid.UUID
    plan: PlanSummary
    ended_at: datetime | None
    has_offer: bool = False


@dataclass(frozen=True)
class CandidatePlans:
    """A candidate's plans together, and the application that the next task is part of."""

    plan: PlanSummary
    next_application_id: uuid.UUID | None


def combine_plans(applications: Sequence[ApplicationFacts]) -> CandidatePlans:
    """Return the plans under way as one; with none, that of the application that ended last."""
    chosen = [row for row in applications if row.ended_at is None] or _latest(applications)
    with_task = [row for row in chosen if row.plan.next_due_at is not None]
    first = min(with_task, key=_urgency_of_next, default=None)
    plans = [row.plan for row in chosen]
    every = [row.plan for row in applications]
    combined = replace(
        first.plan if first else PlanSummary(),
        late_from=_first(row.late_from for row in plans),
        marks=tuple(_combine_marks(row.marks[place] for row in plans) for place in range(len(MARK_KINDS))),
        thanked=sum(row.thanked for row in plans),
        to_thank=sum(row.to_thank for row in plans),
        missing_contacts=sum(row.missing_contacts for row in plans),
        requested_at=_first(row.requested_at for row in plans),
        request_target_at=_first(row.request_target_at for row in plans),
        unthanked_from=_first(row.unthanked_from for row in plans),
        next_interview_at=_first(row.next_interview_at for row in every),
        last_interview_at=last(row.last_interview_at for row in every),
        heard_at=last(row.heard_at for row in every),
    )
    return CandidatePlans(combined, first.id if first else None)


@dataclass(frozen=True)
class Suppression:
    """Why a candidate is not reminded, None if nothing stops it, and until when (None: until lifted)."""

    kind: str | None
    until: datetime | None = None


def weightiest_suppression(stops: Sequence[SuppressionFacts], now: datetime, *, deactivated: bool) -> Suppression:
    """Return what stops reminders at `now`; a deactivated account does so whatever else there is."""
    kind = DEACTIVATED if deactivated else current_suppression(stops, now)
    return Suppression(kind, last(stop.until for stop in stops if stop.kind == kind))


def candidate_state(applications: Sequence[ApplicationFacts], suppression: str | None) -> str:
    """Return the candidate's state; an offer counts as a placement, as long as no other application is under way."""
    if suppression == DEACTIVATED:
        return DEACTIVATED
    if any(row.ended_at is None for row in applications):
        return UNDER_WAY
    if suppression == PLACED or any(row.has_offer for row in applications):
        return PLACED
    return AVAILABLE if applications else NO_APPLICATION


def available_from(applications: Sequence[ApplicationFacts], state: str) -> datetime | None:
    """Return since when a candidate who is available has had no application under way."""
    return last(row.ended_at for row in applications) if state == AVAILABLE else None


def _latest(applications: Sequence[ApplicationFacts]) -> list[ApplicationFacts]:
    ended = [row for row in applications if row.ended_at is not None]
    return sorted(ended, key=lambda row: (row.ended_at, row.id))[-1:]


def _urgency_of_next(row: ApplicationFacts) -> tuple[bool, datetime | None, uuid.UUID]:
    kind = row.plan.next_kind
    return kind is not None and STEP_KINDS[kind].done_by != CANDIDATE, row.plan.next_due_at, row.id


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def last(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of these moments; None where there is none."""
    return max((moment for moment in moments if moment is not None), default=None)
