"""By when recruiters review a note, in the agency's own number of business hours (docs/rules.md#approval)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.approvals import queries
from portal.approvals.models import Approval
from portal.followups.agency_time import AgencyCalendars, load_calendars
from portal.followups.rules.escalation import approval_escalation_time
from portal.followups.rules.policy import review_policy
from portal.followups.rules.working_time import BusinessCalendar, add_working_hours, working_time_midpoint


@dataclass(frozen=True)
class TargetChanges:
    """How many notes get another target from another number of hours, and how many of these are past it only then."""

    moved: int = 0
    past: int = 0


def review_target(session: Session, office_id: uuid.UUID | None, asked_at: datetime) -> datetime:
    """Return by when a note of this office that was submitted at `asked_at` is to be reviewed."""
    calendar = load_calendars(session, asked_at).calendar_of(office_id)
    return add_working_hours(asked_at, _hours(session), calendar)


def set_escalation(session: Session, row: Approval) -> None:
    """Set when others are notified if no one has reviewed or decided by then (`alerts.unreviewed_notes`)."""
    session.expire(row, ["claimed_by"])
    row.escalate_at = _escalation(row, _calendar(load_calendars(session, row.asked_at), row))
    session.flush()


def reset_targets(session: Session, offices: Collection[uuid.UUID | None] | None = None) -> None:
    """Count the targets of undecided approvals again: of candidates of these offices, or of all of them."""
    rows, hours = queries.undecided_of_offices(session, offices), _hours(session)
    for row, calendar in _with_calendars(session, rows):
        row.target_at = add_working_hours(row.asked_at, hours, calendar)
        row.escalate_at = _escalation(row, calendar)
    session.flush()


def target_changes(session: Session, hours: int, now: datetime) -> TargetChanges:
    """Return what another number of hours does to the notes that wait, without changing them."""
    moved = past = 0
    for row, calendar in _with_calendars(session, queries.undecided_of_offices(session)):
        target = add_working_hours(row.asked_at, hours, calendar)
        moved += target != row.target_at
        past += target <= now < row.target_at
    return TargetChanges(moved, past)


def _hours(session: Session) -> int:
    return review_policy(agencies.profile(session).policy).review_target_working_hours


def _with_calendars(session: Session, rows: Collection[Approval]) -> Iterable[tuple[Approval, BusinessCalendar]]:
    """Return each approval with the calendar of its candidate's office, read once for all of them."""
    if not rows:
        return
    calendars = load_calendars(session, min(row.asked_at for row in rows))
    for row in rows:
        yield row, _calendar(calendars, row)


def _calendar(calendars: AgencyCalendars, row: Approval) -> BusinessCalendar:
    return calendars.calendar_of(row.note.interview.application.candidate.office_id)


def _escalation(row: Approval, calendar: BusinessCalendar) -> datetime | None:
    half = working_time_midpoint(row.asked_at, row.target_at, calendar)
    claimed, escalated = row.claimed_by_id is not None, row.escalated_at is not None
    return approval_escalation_time(half, row.target_at, claimed=claimed, escalated=escalated)
