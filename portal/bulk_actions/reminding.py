"""Reminding candidates of everything that is open for them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.audit import actions as audit
from portal.bulk_actions.rules import AGAIN_TODAY, GOES, OVER_LIMIT, WAITS, CandidateVerdict, Done
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.reminders import asked_again
from portal.reminders.rules import PlannedReminder

NOTHING_OPEN = "nothing_open"


def judge(
    command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return who gets an email now or later, and why the others get none."""
    decisions = asked_again.decide(command.session, people, command.now)
    recent = asked_again.recent_reminders(command.session, people, command.now)
    return {
        who.id: _verdict(decisions[who.id], recent.today.get(who.id), is_over_limit=who.id in recent.over_limit)
        for who in people
    }


def _verdict(decision: PlannedReminder, reminded_at: datetime | None, *, is_over_limit: bool) -> CandidateVerdict:
    if decision.suppressed:
        return CandidateVerdict(decision.suppressed)
    if not decision.asks:
        return CandidateVerdict(NOTHING_OPEN)
    if is_over_limit:
        return CandidateVerdict(OVER_LIMIT)
    if decision.wait_until:
        return CandidateVerdict(WAITS, {"at": decision.wait_until.isoformat()}, decision)
    if reminded_at:
        return CandidateVerdict(AGAIN_TODAY, {"at": reminded_at.isoformat()}, decision)
    return CandidateVerdict(GOES, {}, decision)


def do(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Queue an email to each; return the ids of the emails."""
    decisions = {who: verdict.found for who, verdict in people.items()}
    ids = asked_again.enqueue(command, decisions, parameters.get("words", ""))
    for who in people:
        audit.record(command, "candidate.ask_again", who)
    return {who: {"message": str(message_id)} for who, message_id in ids.items()}


def undo(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Cancel the emails that have not left."""
    undone = set()
    for who, data in people.items():
        if asked_again.cancel(command, uuid.UUID(data["message"])):
            audit.record(command, "candidate.ask_again.undo", who)
            undone.add(who.id)
    return undone
