"""Pausing reminders to candidates, and resuming them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.bulk_actions.rules import GOES, CandidateVerdict, Done
from portal.candidates import actions as candidates
from portal.candidates import queries
from portal.candidates.models import Candidate, ReminderSuppression
from portal.core.command import Command

PAUSED, NOT_PAUSED = "paused", "not_paused"


def judge_pause(
    command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return for whom it is: reminders to a candidate may be paused already."""
    pauses = _pauses(command, people)
    return {who.id: CandidateVerdict(PAUSED if who.id in pauses else GOES) for who in people}


def pause(command: Command, people: Mapping[Candidate, CandidateVerdict], _parameters: Mapping[str, Any]) -> Done:
    """Pause reminders to these candidates."""
    for who in people:
        candidates.suppress_reminders(command, who, PAUSED)
    return {who.id: {} for who in people}


def undo_pause(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Resume them, unless somebody did."""
    pauses = _pauses(command, list(people))
    for who in people:
        if who.id in pauses:
            candidates.lift_suppression(command, who, PAUSED)
    return set(pauses)


def judge_resume(
    command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return for whom it is: only for those who are paused."""
    pauses = _pauses(command, people)
    return {
        who.id: CandidateVerdict(GOES, found=pauses[who.id]) if who.id in pauses else CandidateVerdict(NOT_PAUSED)
        for who in people
    }


def resume(command: Command, people: Mapping[Candidate, CandidateVerdict], _parameters: Mapping[str, Any]) -> Done:
    """Resume reminders to these candidates; return until when they were paused."""
    until = {who.id: verdict.found.until for who, verdict in people.items()}
    for who in people:
        candidates.lift_suppression(command, who, PAUSED)
    return {who: {"until": at.isoformat() if at else None} for who, at in until.items()}


def undo_resume(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Pause them again, unless somebody did."""
    pauses = _pauses(command, list(people))
    for who, data in people.items():
        if who.id not in pauses:
            until = datetime.fromisoformat(data["until"]) if data["until"] else None
            candidates.suppress_reminders(command, who, PAUSED, until=until)
    return {who.id for who in people if who.id not in pauses}


def _pauses(command: Command, people: Sequence[Candidate]) -> dict[uuid.UUID, ReminderSuppression]:
    """Return who of them is paused."""
    stops = queries.active_suppressions(command.session, [who.id for who in people])
    return {who: stop for who, rows in stops.items() for stop in rows if stop.kind == PAUSED}
