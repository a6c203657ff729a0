"""Loads a candidate's situation from rows, and queries what was asked of them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Uuid, and_, bindparam, cast, func, or_, select
from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.agencies.models import AgencyProfile
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.candidates.reminder_choices import ReminderChoices, choices_of
from portal.candidates.rules import SuppressionFacts, current_suppression
from portal.cards.models import Card
from portal.contacts import queries as contacts
from portal.contacts.models import ContactRequest
from portal.core.db import is_row
from portal.followups.models import PENDING_STATES, Step
from portal.followups.rules.policy import ReminderPolicy, reminder_policy
from portal.interviews.models import InterviewPerson
from portal.messaging.models import OutgoingMessage
from portal.notes.models import Note
from portal.notes.queries import OUTGOING_STATES
from portal.reminders.models import Reminder, ReminderItem
from portal.reminders.rules import ASKED_AGAIN, REMINDER, CandidateSituation, ReminderStep

SENT_STATES = ("handed_over", "sent", "unknown")
"""The states of a message that has left, or may have."""
QUEUED_STATES = ("queued", "claimed")
SOURCE_UNCHANGED = func.ops.lock_reminder_sources(bindparam("whose", type_=Uuid)) == bindparam("fingerprint")
"""The condition that the candidate's fingerprint is unchanged; it locks the candidate before reading the sources."""
StepKey = tuple[str, str, str, str | None]
"""The key of a step in the rules: its application, kind, interview, and person."""
FINAL_STATES = (*SENT_STATES, "failed", "lapsed")
"""The states of a message with steps that are not asked for again: it left, or is shown as undeliverable."""
ITEM_COLUMNS = (
    ReminderItem.application_id,
    ReminderItem.kind,
    ReminderItem.interview_id,
    ReminderItem.person_id,
    ReminderItem.reason,
)


@dataclass(frozen=True)
class DecidedReminder:
    """What a waiting reminder asks for, each step with its reason, and the candidate's local date it is for."""

    local_day: date
    asks: set[tuple[StepKey, str]]


def load_situation(session: Session, candidate: Candidate, now: datetime, *, waiting: bool) -> CandidateSituation:
    """Return the candidate's situation at `now`, as `load_situations` does."""
    steps = pending_steps_by_candidate(session, [candidate.id])
    return load_situations(session, [candidate], steps, now, waiting=waiting)[candidate.id]


def load_situations(
    session: Session,
    people: Sequence[Candidate],
    steps: Mapping[uuid.UUID, list[Step]],
    now: datetime,
    *,
    waiting: bool,
) -> dict[uuid.UUID, CandidateSituation]:
    """Return each candidate's situation at `now`, with as many queries as for one; `steps` are the pending ones.

    `waiting` says whether steps in emails that are still queued count as asked for, and use up their day.
    """
    ids, more = [candidate.id for candidate in people], QUEUED_STATES if waiting else ()
    asked, used = (
        items_by_candidate(session, ids, (*FINAL_STATES, *more)),
        _days_used(session, ids, (*SENT_STATES, *more)),
    )
    sending = _notes_in_progress(session, [step.interview_id for rows in steps.values() for step in rows])
    profile, given_up = agencies.profile(session), _not_available_requests(session, steps)
    stopped, policy = _suppressed(session, people, profile, now), reminder_policy(profile.policy)
    chosen = {candidate.id: choices_of(candidate) for candidate in people}
    return {
        candidate.id: CandidateSituation(
            now=now,
            zone=ZoneInfo(candidate.time_zone),
            suppressed=stopped[candidate.id],
            tasks=tuple(_task(step, steps[candidate.id], sending, given_up) for step in steps[candidate.id]),
            asked=frozenset((step_key(ask), ask.reason) for ask in asked[candidate.id]),
            days_used=frozenset(used[candidate.id]),
            policy=_own_hours(policy, chosen[candidate.id]),
            choices=chosen[candidate.id],
        )
        for candidate in people
    }


def _own_hours(policy: ReminderPolicy, choices: ReminderChoices) -> ReminderPolicy:
    return replace(policy, quiet=policy.quiet.around(choices.remind_from, choices.remind_until))


def pending_steps_of(session: Session, candidate_id: uuid.UUID) -> Sequence[Step]:
    """Return the candidate's steps that are open, blocked, or upcoming, by due time, for all applications."""
    return pending_steps_by_candidate(session, [candidate_id])[candidate_id]


def pending_steps_by_candidate(session: Session, candidate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Step]]:
    """Return, by candidate, the steps that are open, blocked, or upcoming, by due time, for all applications."""
    found: dict[uuid.UUID, list[Step]] = {candidate_id: [] for candidate_id in candidate_ids}
    query = (
        select(Step)
        .join(Step.application)
        .where(Application.candidate_id.in_(candidate_ids), Step.state.in_(PENDING_STATES))
        .options(
            contains_eager(Step.application).joinedload(Application.employer),
            joinedload(Step.interview),
            joinedload(Step.person).joinedload(InterviewPerson.contact),
        )
        .order_by(Step.due_at, Step.id)
    )
    for step in session.scalars(query):
        found[step.application.candidate_id].append(step)
    return found


def items_by_candidate(
    session: Session, candidate_ids: Sequence[uuid.UUID], counting: Sequence[str]
) -> dict[uuid.UUID, list[ReminderItem]]:
    """Return, by candidate, the items of reminders with a message in one of these states."""
    found: dict[uuid.UUID, list[ReminderItem]] = {candidate_id: [] for candidate_id in candidate_ids}
    rows = session.execute(
        select(Reminder.candidate_id, ReminderItem)
        .join(Reminder, is_row(ReminderItem.reminder_id, Reminder))
        .join(OutgoingMessage, is_row(Reminder.message_id, OutgoingMessage))
        .where(
            Reminder.candidate_id.in_(candidate_ids),
            ReminderItem.dropped_at.is_(None),
            OutgoingMessage.state.in_(counting),
        )
    )
    for candidate_id, ask in rows:
        found[candidate_id].append(ask)
    return found


def last_reminders(session: Session, candidate_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return when each of these candidates was last reminded; none for those who never were."""
    query = select(Reminder.candidate_id, func.max(Reminder.at)).where(Reminder.candidate_id.in_(candidate_ids))
    return dict(session.execute(query.group_by(Reminder.candidate_id)).all())


def decided_by_message(session: Session, message_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, DecidedReminder]:
    """Return, by message, what its reminder asks for, with one query."""
    rows = session.execute(
        select(Reminder.message_id, Reminder.local_day, *ITEM_COLUMNS)
        .outerjoin(
            ReminderItem,
            and_(is_row(ReminderItem.reminder_id, Reminder), ReminderItem.dropped_at.is_(None)),
        )
        .where(Reminder.message_id.in_(message_ids))
    )
    found: dict[uuid.UUID, DecidedReminder] = {}
    for row in rows:
        decided = found.setdefault(row.message_id, DecidedReminder(row.local_day, set()))
        if row.kind is not None:
            decided.asks.add((step_key(row), row.reason))
    return found


def source_fingerprints(session: Session, candidate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return, by candidate, a text that changes with any row that their reminders are decided or written from."""
    found = func.ops.reminder_sources(cast(candidate_ids, ARRAY(Uuid))).table_valued("candidate_id", "fingerprint")
    rows = session.execute(select(found.c.candidate_id, found.c.fingerprint)).all()
    return dict(rows)


def suppressed(session: Session, candidate: Candidate, now: datetime) -> str | None:
    """Return why no reminder goes out to this candidate; None if reminders do (docs/rules.md#stops)."""
    return _suppressed(session, [candidate], agencies.profile(session), now)[candidate.id]


def step_key(row: ReminderItem | Step | SqlRow[*tuple[Any, ...]]) -> StepKey:
    """Return the key of this step, or of the step that this item is for."""
    return str(row.application_id), row.kind, str(row.interview_id), str(row.person_id) if row.person_id else None


def _suppressed(
    session: Session, people: Sequence[Candidate], profile: AgencyProfile, now: datetime
) -> dict[uuid.UUID, str | None]:
    stops = candidates.active_suppressions(session, [candidate.id for candidate in people])
    ids = [candidate.account_id for candidate in people]
    accounts = {row.id: row for row in session.scalars(select(Account).where(Account.id.in_(ids)))}
    early = profile.reminders_before_acceptance
    return {
        candidate.id: current_suppression((SuppressionFacts(row.kind, row.until) for row in stops[candidate.id]), now)
        or _account_suppression(accounts.get(candidate.account_id) if candidate.account_id else None, early)
        for candidate in people
    }


def _account_suppression(account: Account | None, early: bool) -> str | None:
    if account is None:
        return "not_invited"
    if account.deactivated_at is not None:
        return "deactivated"
    return None if account.accepted_at or early else "not_accepted"


def _not_available_requests(session: Session, steps: Mapping[uuid.UUID, list[Step]]) -> dict[uuid.UUID, ContactRequest]:
    """Return, by contact, the requests that these steps wait for and that ended because details are not available."""
    asked = [row.person for rows in steps.values() for row in rows if row.kind == "request_contact"]
    return contacts.not_available_requests(session, [person.contact_id for person in asked if person])


def _task(
    step: Step,
    steps: Sequence[Step],
    sending: set[tuple[str, uuid.UUID]],
    given_up: dict[uuid.UUID, ContactRequest],
) -> ReminderStep:
    ended = given_up.get(step.person.contact_id) if step.person and step.kind == "request_contact" else None
    return ReminderStep(
        application=str(step.application_id),
        kind=step.kind,
        interview=str(step.interview_id),
        person=str(step.person_id) if step.person_id else None,
        state=step.state,
        opens_at=step.opens_at,
        due_at=step.due_at,
        missed_from=step.missed_from,
        starts_at=step.interview.starts_at,
        thank_by=_thank_by(step, steps),
        address_added_at=_address_added_at(step, steps),
        on_its_way=(step.kind, step.person_id or step.interview_id) in sending,
        snoozed_until=step.snoozed_until,
        not_available_at=ended.closed_at if ended else None,
    )


def _thank_by(step: Step, steps: Sequence[Step]) -> datetime | None:
    if step.kind != "debrief":
        return None
    thanks = [row.due_at for row in steps if row.kind == "thank" and row.interview_id == step.interview_id]
    return min(thanks, default=None)


def _address_added_at(step: Step, steps: Sequence[Step]) -> datetime | None:
    """Return when the address came that the thank-you waited for; None if it did not wait."""
    person = step.person
    if step.kind != "thank" or person is None:
        return None
    asked_at, came = person.contact_requested_at, person.contact.reachable_at
    if asked_at is None and _step_of_kind(steps, "debrief", step) is None:
        return None
    waited_since = max(step.opens_at, step.interview.recorded_at, asked_at or step.opens_at)
    return came if came and came > waited_since else None


def _step_of_kind(steps: Sequence[Step], kind: str, beside: Step) -> Step | None:
    return next((row for row in steps if row.kind == kind and row.interview_id == beside.interview_id), None)


def _notes_in_progress(session: Session, interview_ids: Sequence[uuid.UUID]) -> set[tuple[str, uuid.UUID]]:
    rows = session.execute(
        select(Note.kind, Note.person_id, Note.interview_id)
        .outerjoin(OutgoingMessage, is_row(Note.message_id, OutgoingMessage))
        .outerjoin(Card, and_(Card.agency_id == Note.agency_id, Card.note_id == Note.id))
        .where(
            Note.interview_id.in_(interview_ids),
            or_(
                Note.submitted_at.is_not(None),
                OutgoingMessage.state.in_(OUTGOING_STATES),
                and_(Note.medium == "card", Card.posted_by == "agency", Card.ready_at.is_not(None)),
            ),
        )
    )
    return {(kind, person_id if kind == "thank" else interview_id) for kind, person_id, interview_id in rows}


def _days_used(
    session: Session, candidate_ids: Sequence[uuid.UUID], counting: Sequence[str]
) -> dict[uuid.UUID, list[date]]:
    found: dict[uuid.UUID, list[date]] = {candidate_id: [] for candidate_id in candidate_ids}
    rows = session.execute(
        select(Reminder.candidate_id, Reminder.local_day)
        .join(OutgoingMessage, is_row(Reminder.message_id, OutgoingMessage))
        .where(Reminder.candidate_id.in_(candidate_ids), OutgoingMessage.state.in_(counting))
        .where(Reminder.kind.in_((REMINDER, ASKED_AGAIN)))
    )
    for candidate_id, day in rows:
        found[candidate_id].append(day)
    return found
