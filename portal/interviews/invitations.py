"""Interviews from invitations: made once, moved by a later one, called off by a cancellation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
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
from portal.readers.ics_zones import before
from portal.readers.invitation import Invited, Known, invited

USUAL = timedelta(hours=1)
"""How long an interview is taken to be where the invitation does not say."""

NEW, UPDATE, CANCEL, SAME, OLD, UNUSABLE = "new", "update", "cancel", "same", "old", "unusable"
UNKNOWN, ANSWER, REPEATS = "unknown", "answer", "repeats"
ANSWERS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")
LONGEST_UID = 255


@dataclass(frozen=True)
class Proposal:
    """What one event of a file would do to a process: the code of it, and all that it would record."""

    what: str
    event: Event
    slot: Slot | None
    people: tuple[Invited, ...]
    interview: Interview | None
    key: CalendarKey

    @property
    def has_usable_end(self) -> bool:
        """Whether the event itself says when it ends, later than it starts."""
        start, end = self.event.starts_at, self.event.ends_at
        return end is not None and before(start, end)


@dataclass(frozen=True)
class _Asked:
    """What an event asks for, before it is known what stands."""

    event: Event
    slot: Slot | None
    method: str | None
    now: datetime

    @property
    def cancelled(self) -> bool:
        return self.event.status == "CANCELLED" or self.method == "CANCEL"


def propose(session: Session, process: Process, calendar: Calendar, *, most: int, now: datetime) -> list[Proposal]:
    """What each of the first `most` events would do, in their order; nothing is changed.

    Of one event that the file tells more than once, the latest counts.
    """
    known, events = _known(session, process), calendar.events[:most]
    latest = {
        (key.uid, key.recurrence): key.sequence for key in sorted(map(_key, events), key=lambda row: row.sequence)
    }
    found = []
    for event in reversed(events):
        key = _key(event)
        told = latest.get((key.uid, key.recurrence)) != key.sequence
        if not told:
            latest[key.uid, key.recurrence] = -1
        found.append(_proposal(session, process, _asked(process, calendar, event, now), known, told_later=told))
    return found[::-1]


def accept(
    session: Session, process: Process, proposal: Proposal, people: Sequence[Details], *, by: By, now: datetime
) -> Interview | None:
    """The proposal is recorded with these people; the same invitation twice changes nothing the second time."""
    interview, key = proposal.interview, proposal.key
    if proposal.what == NEW and proposal.slot is not None:
        return actions.record(session, process, proposal.slot, people, by=by, now=now, calendar=key)
    if interview is None or proposal.what not in (UPDATE, CANCEL):
        return None
    values = {"calendar_sequence": key.sequence}
    audit.change(session, "interview.invitation", interview, values, by=by, now=now)
    if proposal.what == CANCEL:
        actions.set_status(session, interview, "cancelled", None, by=by, now=now)
    elif proposal.slot is not None:
        actions.move(session, interview, proposal.slot, None, by=by, now=now)
        actions.set_status(session, interview, "planned", None, by=by, now=now)
        for details in people:
            actions.expect(session, interview, process.employer_id, details, by=by, now=now)
    return interview


def _asked(process: Process, calendar: Calendar, event: Event, now: datetime) -> _Asked:
    return _Asked(event, _slot(event, process.candidate.time_zone), calendar.method, now)


def _proposal(session: Session, process: Process, asked: _Asked, known: Known, *, told_later: bool) -> Proposal:
    key, people = _key(asked.event), invited(asked.event, known)
    standing = _standing(session, process, key)
    what = OLD if told_later else _what(asked, standing, people)
    return Proposal(what, asked.event, asked.slot, people, standing, key)


def _key(event: Event) -> CalendarKey:
    """What tells the event from others; one without a usable UID is known by what it says."""
    uid = event.uid or f"{event.starts_at.isoformat()} {event.ends_at} {event.summary}"
    if not event.uid or len(uid) > LONGEST_UID:
        uid = f"sha256:{sha256(uid.encode('utf-8', 'replace')).hexdigest()}"
    return CalendarKey(uid, event.recurrence_id, event.sequence)


def _standing(session: Session, process: Process, key: CalendarKey) -> Interview | None:
    """The interview made from this event, or from the series whose time this event stands for."""
    found = queries.by_calendar(session, process.id, key.uid, key.recurrence)
    if found is not None or key.recurrence is None:
        return found
    series = queries.by_calendar(session, process.id, key.uid, None)
    return series if series is not None and series.starts_at.isoformat() == key.recurrence else None


def _what(asked: _Asked, standing: Interview | None, people: tuple[Invited, ...]) -> str:
    event, slot = asked.event, asked.slot
    if asked.method in ANSWERS:
        return ANSWER
    if standing is None:
        return _what_new(asked)
    if event.sequence < standing.calendar_sequence:
        return OLD
    if asked.cancelled:
        return SAME if standing.status == "cancelled" else CANCEL
    if slot is None:
        return UNUSABLE
    if event.sequence == standing.calendar_sequence and standing.status != "planned":
        return SAME
    stands = Slot(standing.starts_at, standing.ends_at, standing.time_zone, standing.place, standing.link)
    return SAME if slot == stands and standing.status == "planned" and not _more(standing, people) else UPDATE


def _what_new(asked: _Asked) -> str:
    if asked.cancelled:
        return UNKNOWN
    if asked.slot is None:
        return UNUSABLE
    return REPEATS if asked.event.recurring and asked.slot.ends_at <= asked.now else NEW


def _more(interview: Interview, people: tuple[Invited, ...]) -> bool:
    """Whether somebody is expected whom the interview does not list."""
    listed = {email_key(row.contact.email or "") for row in interview.people}
    return any(
        row.attendee.email and not row.left_out and email_key(row.attendee.email) not in listed for row in people
    )


def _slot(event: Event, zone: str) -> Slot | None:
    """When and where; a floating time is on the candidate's own clock; a whole day is no time for an interview."""
    start, end = event.starts_at, event.ends_at
    if not isinstance(start, datetime):
        return None
    if _whole_day(start, end):
        return None
    place = ZoneInfo(zone) if start.tzinfo is None else start.tzinfo
    start = start.replace(tzinfo=place)
    finish = end.replace(tzinfo=end.tzinfo or place) if isinstance(end, datetime) else start + USUAL
    if finish <= start:
        finish = start + USUAL
    name = place.key if isinstance(place, ZoneInfo) else zone
    link = event.link
    location = (event.location or "").strip() or None
    if location and link and location.startswith(("https://", "http://")):
        location = None
    return Slot(start.astimezone(UTC), finish.astimezone(UTC), name, (location or "")[:300] or None, link)


def _whole_day(start: datetime, end: object) -> bool:
    """Whether a time stands for a day: some programs write one as midnight to midnight."""
    lasts = end.replace(tzinfo=None) - start.replace(tzinfo=None) if isinstance(end, datetime) else timedelta()
    return start.time() == time() and (not lasts or lasts >= timedelta(days=1))


def _known(session: Session, process: Process) -> Known:
    accounts = session.scalars(select(Account.email_key)).all()
    candidate = {email_key(process.candidate.email)}
    return Known(candidate, frozenset(accounts), process.employer.domain)
