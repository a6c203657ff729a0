"""The plan of one application: every step with its due time, state, and reason (docs/rules.md#plan)."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from portal.followups.rules import due
from portal.followups.rules.facts import PLANNED, Facts, InterviewFacts, PersonFacts
from portal.followups.rules.reason import Reason
from portal.followups.rules.step_kinds import STEP_KINDS
from portal.followups.rules.working_time import add_local_days

DONE, DROPPED, MISSED, UPCOMING, BLOCKED, OPEN = "done", "dropped", "missed", "upcoming", "blocked", "open"
ACTIVE, CLOSING, CLOSED, HEARD_BACK, LAPSED = "active", "closing", "closed", "heard_back", "lapsed"
ENDED_STATES = (CLOSED, HEARD_BACK, LAPSED)
_ORDER = {name: place for place, name in enumerate(STEP_KINDS)}


@dataclass(frozen=True)
class PlanStep:
    """One step. `missed_from` is None for a step that is never missed; `person` is None if the step has none."""

    kind: str
    interview: str
    person: str | None
    opens_at: datetime
    due_at: datetime
    missed_from: datetime | None
    state: str
    reason: Reason

    @property
    def order(self) -> tuple[datetime, int, str, bool, str]:
        return self.due_at, _ORDER[self.kind], self.interview, self.person is not None, self.person or ""


@dataclass(frozen=True)
class Plan:
    """The state of the application, its reason, and its steps in order."""

    state: str
    reason: Reason
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True)
class _PlannedStep:
    """A step before its state is derived from that of the application."""

    kind: str
    interview: InterviewFacts
    person: PersonFacts | None
    opens_at: datetime
    due_at: datetime
    missed_from: datetime | None
    done: bool
    reason: Reason
    unwanted: bool = False


def plan(facts: Facts) -> Plan:
    """Return the plan for these facts."""
    return _Planner(facts).plan()


def next_change_at(facts: Facts, made: Plan) -> datetime | None:
    """Return the first moment after `facts.now` at which the plan would differ from `made`; None if it never does."""
    planner = _Planner(facts)
    for moment in sorted({moment for moment in planner.thresholds() if moment > facts.now}):
        if plan(replace(facts, now=moment)) != made:
            return moment
    return None


def closes_itself_at(facts: Facts) -> datetime | None:
    """Return when the application closes automatically if no answer comes; None while it isn't waiting for one."""
    return _Planner(facts).closes_itself_at()


class _Planner:
    """Derives the plan from one set of facts; what several steps need is computed once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def plan(self) -> Plan:
        state, reason = self._state()
        steps = sorted((self._step(draft, state) for draft in self.drafts), key=lambda step: step.order)
        return Plan(state, reason, tuple(steps))

    def closes_itself_at(self) -> datetime | None:
        """Return when the application closes automatically, by its close step; None without one."""
        close = self._close_step()
        return self._closes_itself_at(close) if close and not self.ended else None

    def thresholds(self) -> list[datetime]:
        """Return every moment that the rules compare `now` with."""
        moments = [row.ends_at for row in self.facts.interviews]
        for draft in self.drafts:
            moments += [draft.opens_at, draft.due_at]
            if draft.missed_from:
                moments.append(draft.missed_from)
            if draft.kind == "close":
                moments.append(self._closes_itself_at(draft))
        return moments

    @cached_property
    def ended_at(self) -> datetime | None:
        moments = [moment for moment in (self.facts.heard_back_at, self.facts.closed_at) if moment]
        return max(moments, default=None)

    @cached_property
    def ended(self) -> bool:
        rows = [row for row in self.facts.interviews if row.status == PLANNED and not self._is_history(row)]
        return self.ended_at is not None and all(self._over_with(row) for row in rows)

    @cached_property
    def ahead(self) -> list[InterviewFacts]:
        return [row for row in self._counted() if row.ends_at > self.facts.now]

    @cached_property
    def last_held(self) -> InterviewFacts | None:
        held = [row for row in self._counted() if row.ends_at <= self.facts.now and not self._is_history(row)]
        return max(held, key=lambda row: (row.ends_at, row.id), default=None)

    @cached_property
    def drafts(self) -> list[_PlannedStep]:
        steps = self._prepare_draft()
        for row in self.facts.interviews:
            steps += [self._collect_contacts(row), self._debrief(row)]
            for person in row.met():
                steps += [self._thank(row, person), *self._request_contact(row, person)]
            if row.follow_up_sent_at or row is self.last_held:
                steps.append(self._follow_up(row))
        return steps + self._close()

    def _is_history(self, row: InterviewFacts) -> bool:
        """Return whether the interview took place before it was imported: it has no tasks and closes nothing."""
        return row.imported and row.ends_at <= self.facts.now

    def _over_with(self, row: InterviewFacts) -> bool:
        return self.ended_at is not None and row.recorded_at <= self.ended_at

    def _counted(self) -> list[InterviewFacts]:
        """Return the planned interviews that count as held or ahead."""
        rows = self.facts.interviews
        return [row for row in rows if row.status == PLANNED and (self.ended or not self._over_with(row))]

    def _prepare_draft(self) -> list[_PlannedStep]:
        rows = self.facts.interviews
        first = min(self.ahead or ([self.last_held] if self.last_held else rows), key=_by_start, default=None)
        if first is None:
            return []
        done = self.facts.general_draft_at is not None
        at = due.prepare_draft(self.facts, first)
        hours = self.facts.policy.draft_lead_hours
        reason = Reason("draft_before", {"hours": hours})
        return [_PlannedStep("prepare_draft", first, None, first.recorded_at, at, first.ends_at, done, reason)]

    def _collect_contacts(self, row: InterviewFacts) -> _PlannedStep:
        done = row.contacts_collected_at is not None or (
            bool(row.people) and all(person.reachable for person in row.people)
        )
        at = due.collect_contacts(self.facts, row)
        return _PlannedStep("collect_contacts", row, None, at, at, row.ends_at, done, Reason("ask_for_cards"))

    def _debrief(self, row: InterviewFacts) -> _PlannedStep:
        at = due.debrief(self.facts, row)
        missed = self._lapsing(at)
        return _PlannedStep("debrief", row, None, at, at, missed, row.debriefed_at is not None, Reason("while_fresh"))

    def _thank(self, row: InterviewFacts, person: PersonFacts) -> _PlannedStep:
        at = due.thank(self.facts, row, person)
        hours = self.facts.policy.thank_within_hours
        came = person.reachable and person.reachable_at and person.reachable_at > row.ends_at
        code = _unreachable_reason(person) if not person.reachable else ("address_came" if came else "same_day")
        reason = Reason(code, {"hours": hours})
        done = person.thanked_at is not None
        return _PlannedStep("thank", row, person, row.ends_at, at, self._lapsing(at), done, reason)

    def _request_contact(self, row: InterviewFacts, person: PersonFacts) -> list[_PlannedStep]:
        start = person.contact_requested_at or self._asked_by_debrief(row, person)
        if start is None:
            return []
        done = person.reachable or person.thanked_at is not None
        if person.search_ended_at and not done:
            return [self._search_ended(row, person, start, person.search_ended_at)]
        at = due.request_contact(self.facts, start)
        hours = self.facts.policy.contact_target_working_hours
        overdue = at <= self.facts.now and not done and not self.ended
        reason = Reason("ask_hr" if overdue else "recruiter_looks", {"hours": hours})
        return [_PlannedStep("request_contact", row, person, start, at, self._lapsing(at), done, reason)]

    def _search_ended(
        self, row: InterviewFacts, person: PersonFacts, start: datetime, ended_at: datetime
    ) -> _PlannedStep:
        """Return the step after recruiters stopped looking: the candidate chooses another way, or it is dropped."""
        at, reason = due.other_way(self.facts, ended_at), Reason(_unreachable_reason(person))
        unwanted = not person.not_available
        return _PlannedStep("request_contact", row, person, start, at, self._lapsing(at), False, reason, unwanted)

    def _asked_by_debrief(self, row: InterviewFacts, person: PersonFacts) -> datetime | None:
        if row.debriefed_at is None:
            return None
        came_after = person.reachable_at is not None and person.reachable_at > row.debriefed_at
        return row.debriefed_at if not person.reachable or came_after else None

    def _follow_up(self, row: InterviewFacts) -> _PlannedStep:
        at, reason = due.follow_up(self.facts, row)
        done = row.follow_up_sent_at is not None
        return _PlannedStep("follow_up", row, None, at, at, self._lapsing(at), done, reason)

    def _close(self) -> list[_PlannedStep]:
        row = self.last_held
        if row is None or row.follow_up_sent_at is None:
            return []
        at = due.close(self.facts, row, row.follow_up_sent_at)
        done = self.facts.closed_at is not None and self.facts.closed_at >= row.follow_up_sent_at
        days = self.facts.policy.close_asks_after_days
        return [_PlannedStep("close", row, None, at, at, None, done, Reason("no_answer", {"days": days}))]

    def _lapsing(self, at: datetime) -> datetime:
        return add_local_days(at, self.facts.policy.lapses_after_days, self.facts.zone)

    def _close_step(self) -> _PlannedStep | None:
        return next((draft for draft in self.drafts if draft.kind == "close"), None)

    def _closes_itself_at(self, close: _PlannedStep) -> datetime:
        return add_local_days(close.due_at, self.facts.policy.close_by_itself_after_days, self.facts.zone)

    def _state(self) -> tuple[str, Reason]:
        facts = self.facts
        if self.ended:
            closed = facts.closed_at is not None and facts.closed_at == self.ended_at
            return (CLOSED, Reason("was_closed")) if closed else (HEARD_BACK, Reason("was_heard_back"))
        if self.ahead or self.last_held is None:
            return ACTIVE, Reason(self._waiting_reason())
        close = self._close_step()
        if close is None:
            return self._awaiting_follow_up(self.last_held)
        if facts.now >= self._closes_itself_at(close):
            days = facts.policy.close_by_itself_after_days
            return CLOSED, Reason("closed_itself", {"days": days})
        if not close.done and close.due_at <= facts.now:
            return CLOSING, Reason("time_to_close")
        return ACTIVE, Reason("awaiting_answer")

    def _waiting_reason(self) -> str:
        if self.ahead:
            return "interview_ahead"
        return "imported" if any(map(self._is_history, self.facts.interviews)) else "no_interview_held"

    def _awaiting_follow_up(self, held: InterviewFacts) -> tuple[str, Reason]:
        draft = next(row for row in self.drafts if row.kind == "follow_up" and row.interview is held)
        if draft.missed_from and draft.missed_from <= self.facts.now:
            return LAPSED, Reason("never_followed_up", {"days": self.facts.policy.lapses_after_days})
        return ACTIVE, Reason("following_up")

    def _step(self, draft: _PlannedStep, state: str) -> PlanStep:
        person = draft.person.id if draft.person else None
        ids = draft.kind, draft.interview.id, person
        found = self._of(draft, state)
        reason = Reason("imported") if found == DROPPED and self._is_history(draft.interview) else draft.reason
        return PlanStep(*ids, draft.opens_at, draft.due_at, draft.missed_from, found, reason)

    def _of(self, draft: _PlannedStep, state: str) -> str:
        now = self.facts.now
        missed = draft.missed_from is not None and draft.missed_from <= now
        if draft.done or (draft.kind == "close" and state == CLOSED and not self.ended):
            return DONE
        if self._dropped(draft, state) and not (state == LAPSED and draft.kind == "follow_up" and missed):
            return DROPPED
        if missed:
            return MISSED
        if draft.kind != "prepare_draft" and draft.opens_at > now:
            return UPCOMING
        return BLOCKED if draft.kind == "thank" and draft.person and not draft.person.reachable else OPEN

    def _dropped(self, draft: _PlannedStep, state: str) -> bool:
        row = draft.interview
        return (
            draft.unwanted
            or state in ENDED_STATES
            or row.status != PLANNED
            or self._is_history(row)
            or self._over_with(row)
            or (draft.kind in ("follow_up", "close") and bool(self.ahead))
        )


def _unreachable_reason(person: PersonFacts) -> str:
    return "not_available" if person.not_available else "no_address"


def _by_start(row: InterviewFacts) -> tuple[datetime, str]:
    return row.starts_at, row.id
