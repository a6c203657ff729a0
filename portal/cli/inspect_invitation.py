"""`portal inspect invitation`: what calendar files would record, in the order given, into an empty application."""

import sys
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import click

from portal.cli.inspect_output import InspectionResult, print_result, read_file
from portal.core import machine_clock
from portal.interviews import calendar_changes
from portal.interviews.calendar_changes import (
    CANCEL,
    NEW,
    OLD,
    PROPOSED,
    SAME,
    UPDATE,
    CalendarChange,
    RecordedFacts,
    RecordedInterview,
)
from portal.interviews.slots import Slot
from portal.readers import ics
from portal.readers.ics_zones import zone_by_name
from portal.readers.invitation import Invitee, KnownAddresses

CHANGE_KINDS = {NEW: "new", UPDATE: "moved", CANCEL: "called_off", SAME: "same", OLD: "old", PROPOSED: "proposed"}
CHANGE_TEXTS = {
    "new": "Adds an interview.",
    "moved": "Moves the interview.",
    "called_off": "Cancels the interview.",
    "same": "Already added. Nothing would change.",
    "old": "Older than what's on file or than another event in this file. Nothing would change.",
    "proposed": "Proposes another time. Nothing would change until a new invitation confirms it.",
}
PROBLEMS = {
    calendar_changes.UNUSABLE: "“{title}” is an all-day event with no time, or has no time left.",
    calendar_changes.UNKNOWN: "“{title}” cancels something that is not here.",
    calendar_changes.ANSWER: "“{title}” is a reply to an invitation, not an invitation.",
}
LEFT_OUT_REASONS = {"organizer": "not_the_employer", "account": "not_the_employer", "no_reply": "not_the_employer"}
LEFT_OUT_REASONS |= {"group": "resource"}


@dataclass
class _RecordedInterview:
    """One interview as recorded so far, with what the last event said about it."""

    recorded: RecordedInterview
    change: CalendarChange
    people: dict[str, Invitee] = field(default_factory=dict)


@dataclass
class _Inspection:
    """What the files gave so far."""

    kept: list[_RecordedInterview] = field(default_factory=list)
    changes: list[InspectionResult] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def _instant(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime:
    if value is None:
        return machine_clock.now()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.BadParameter("Enter a time with its offset, like 2027-07-01T09:00:00-04:00.")
    return moment


def _zone(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    found = zone_by_name(value)
    if found is None:
        raise click.BadParameter("Enter a time zone by its name, like America/New_York.")
    return found.key


@click.command("invitation")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--candidate", metavar="EMAIL", help="The candidate's email address, so they aren't listed among the people met."
)
@click.option(
    "--domain", "domains", multiple=True, metavar="DOMAIN", help="An email domain of the employer. Can be repeated."
)
@click.option(
    "--zone", default="UTC", callback=_zone, metavar="ZONE", help="The time zone for times that don't name one."
)
@click.option(
    "--now", callback=_instant, metavar="INSTANT", help="Read repeating events from this time on. Default: now."
)
def invitation(
    files: tuple[str, ...], candidate: str | None, domains: tuple[str, ...], zone: str, now: datetime
) -> None:
    """Show what invitations would record, in the order given.

    Example: portal inspect invitation invite.ics update.ics --candidate ann@home.example --domain acme.example
    """
    known = KnownAddresses(
        frozenset({candidate.lower()} if candidate else ()), domains=frozenset(map(str.lower, domains))
    )
    facts, found, good = RecordedFacts((), known, zone, now), _Inspection(), True
    for file in files:
        data, problem = read_file(file, ics.MAX_BYTES)
        calendar = ics.read(data) if data is not None else ics.ParsedCalendar(False, problems=(problem or "",))
        found.problems += calendar.problems
        good = good and calendar.ok
        for change in calendar_changes.evaluate_events(calendar.events, replace(facts, recorded=_recorded(found))):
            _record_change(found, file, change)
    interviews = [_interview(kept) for kept in found.kept]
    others = [row for kept in found.kept for row in _other_slots(kept)]
    print_result({
        "files": list(files), "ok": good, "interviews": interviews, "others": others,
        "changes": found.changes, "problems": found.problems,
    })  # fmt: skip
    sys.exit(0 if good else 1)


def _recorded(found: _Inspection) -> tuple[RecordedInterview, ...]:
    return tuple(kept.recorded for kept in found.kept)


def _record_change(found: _Inspection, file: str, change: CalendarChange) -> None:
    """Record the change and report it; one that neither records nor changes anything is a problem."""
    if change.what in PROBLEMS:
        found.problems.append(PROBLEMS[change.what].format(title=(change.event.summary or change.key.uid)[:60]))
        return
    kept = next((row for row in found.kept if row.recorded is change.recorded), None)
    found.changes.append(_change(file, change))
    recorded = calendar_changes.recorded_after(change)
    if recorded is None or change.what not in (NEW, UPDATE, CANCEL):
        return
    if kept is None:
        kept = _RecordedInterview(recorded, change)
        found.kept.append(kept)
    kept.recorded = recorded
    if change.what != CANCEL:
        kept.change = change
        kept.people |= {(row.attendee.email or row.attendee.name or "").lower(): row for row in change.people}


def _change(file: str, change: CalendarChange) -> InspectionResult:
    kind, text = CHANGE_KINDS[change.what], CHANGE_TEXTS[CHANGE_KINDS[change.what]]
    if change.what == UPDATE and change.recorded and change.recorded.slot == change.slot:
        kind, text = "same", "Changes who attends, not when."
    return {"file": file, "uid": change.key.uid, "kind": kind, "text": text}


def _interview(kept: _RecordedInterview) -> InspectionResult:
    slot, event = kept.recorded.slot, kept.change.event
    known = zone_by_name(event.time_zone) if event.time_zone else None
    return {
        "uid": kept.recorded.key.uid,
        **_times(kept, slot),
        "time_zone": known.key if known else slot.time_zone,
        "status": "cancelled" if kept.recorded.cancelled else "planned",
        "people": [_person(row) for row in kept.people.values()],
    }


def _other_slots(kept: _RecordedInterview) -> list[InspectionResult]:
    return [{"uid": kept.recorded.key.uid, **_times(kept, slot)} for slot in kept.change.others]


def _times(kept: _RecordedInterview, slot: Slot) -> InspectionResult:
    """Return the start and end times of the slot in the event's own offset."""
    zone = _own_zone(kept, slot)
    return {
        "starts_at": slot.starts_at.astimezone(zone).isoformat(),
        "ends_at": slot.ends_at.astimezone(zone).isoformat(),
    }


def _own_zone(kept: _RecordedInterview, slot: Slot) -> tzinfo:
    start = kept.change.event.starts_at
    own = start.tzinfo if isinstance(start, datetime) else None
    return own or ZoneInfo(slot.time_zone)


def _person(row: Invitee) -> InspectionResult:
    why = LEFT_OUT_REASONS.get(row.left_out, row.left_out) if row.left_out else None
    return {"name": row.attendee.name, "email": row.attendee.email, "expected": why is None, "why": why}
