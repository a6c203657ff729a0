"""Interviews from invitations: made once, moved by a later one, called off by a cancellation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.audit.actions import By
from portal.contacts.rules import Details
from portal.interviews import actions, queries
from portal.interviews.actions import CalendarKey, Slot
from portal.interviews.models import Interview
from portal.processes.models import Process
from portal.readers.ics import Calendar, Event
from portal.readers.invitation import Invited, Known, invited

USUAL = timedelta(hours=1)
"""How long an interview is taken to be where the invitation does not say."""

NEW, UPDATE, CANCEL, SAME, OLD, UNUSABLE = "new", "update", "cancel", "same", "old", "unusable"


@dataclass(frozen=True)
class Proposal:
    """What one event of a file would do to a process: the code of it, and all that it would record."""

    what: str
    event: Event
    slot: Slot | None
    people: tuple[Invited, ...]
    interview: Interview | None


def propose(session: Session, process: Process, calendar: Calendar) -> list[Proposal]:
    """What each event of the calendar would do, in its order; nothing is changed."""
    known = _known(session, process)
    return [_proposal(session, process, calendar, event, known) for event in calendar.events]


def accept(
    session: Session, process: Process, proposal: Proposal, people: Sequence[Details], *, by: By, now: datetime
) -> Interview | None:
    """The proposal is recorded with these people; the same invitation twice changes nothing the second time."""
    event, interview = proposal.event, proposal.interview
    if proposal.what == NEW and proposal.slot is not None:
        key = CalendarKey(event.uid or "", event.recurrence_id, event.sequence) if event.uid else None
        return actions.record(session, process, proposal.slot, people, by=by, now=now, calendar=key)
    if interview is None or proposal.what not in (UPDATE, CANCEL):
        return None
    audit.change(session, "interview.invitation", interview, {"calendar_sequence": event.sequence}, by=by, now=now)
    if proposal.what == CANCEL:
        actions.set_status(session, interview, "cancelled", None, by=by, now=now)
    elif proposal.slot is not None:
        actions.move(session, interview, proposal.slot, None, by=by, now=now)
        for details in people:
            actions.expect(session, interview, process.employer_id, details, by=by, now=now)
    return interview


def _proposal(session: Session, process: Process, calendar: Calendar, event: Event, known: Known) -> Proposal:
    standing = queries.by_calendar(session, process.id, event.uid, event.recurrence_id) if event.uid else None
    slot = _slot(event, process.candidate.time_zone)
    cancelled = event.status == "CANCELLED" or calendar.method == "CANCEL"
    return Proposal(_what(event, standing, slot, cancelled=cancelled), event, slot, invited(event, known), standing)


def _what(event: Event, standing: Interview | None, slot: Slot | None, *, cancelled: bool) -> str:
    if standing is None:
        return UNUSABLE if cancelled or slot is None else NEW
    if event.sequence < standing.calendar_sequence:
        return OLD
    if cancelled:
        return SAME if standing.status == "cancelled" else CANCEL
    if slot is None:
        return UNUSABLE
    same = (slot.starts_at, slot.ends_at) == (standing.starts_at, standing.ends_at)
    if same and event.sequence == standing.calendar_sequence:
        return SAME
    return SAME if same and standing.status == "planned" and slot.place == standing.place else UPDATE


def _slot(event: Event, zone: str) -> Slot | None:
    """When and where; a floating time is on the candidate's own clock; a whole day is no time for an interview."""
    start, end = event.starts_at, event.ends_at
    if not isinstance(start, datetime):
        return None
    place = ZoneInfo(zone) if start.tzinfo is None else start.tzinfo
    start = start.replace(tzinfo=place)
    finish = end.replace(tzinfo=end.tzinfo or place) if isinstance(end, datetime) else start + USUAL
    if finish <= start:
        finish = start + USUAL
    name = event.time_zone if event.time_zone and isinstance(start.tzinfo, ZoneInfo) else zone
    link = event.link
    location = (event.location or "").strip() or None
    if location and link and location.startswith(("https://", "http://")):
        location = None
    return Slot(start.astimezone(UTC), finish.astimezone(UTC), name, (location or "")[:300] or None, link)


def _known(session: Session, process: Process) -> Known:
    accounts = session.scalars(select(Account.email_key).where(Account.role != "candidate")).all()
    candidate = {email_key(process.candidate.email)}
    return Known(candidate, frozenset(accounts), process.employer.domain)
