"""Giving candidates to a recruiter."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from portal.accounts import queries as accounts
from portal.bulk_actions.rules import GOES, CandidateVerdict, Done
from portal.candidates import actions as candidates
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused

ALREADY = "already"


def check(command: Command, parameters: Mapping[str, Any]) -> None:
    """Raise `ActionRefused` where no recruiter is chosen, or none that there is."""
    if parameters.get("recruiter_id") not in {str(account.id) for account in accounts.recruiters(command.session)}:
        raise ActionRefused(N_("Choose a recruiter."), field="recruiter_id")


def judge(
    _command: Command, people: Sequence[Candidate], parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return for whom it is: a candidate may be with the chosen recruiter already."""
    chosen = parameters.get("recruiter_id")
    return {who.id: CandidateVerdict(ALREADY if chosen == str(who.recruiter_id) else GOES) for who in people}


def do(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Assign these candidates; return whose they were."""
    to = uuid.UUID(parameters["recruiter_id"])
    before = {who.id: str(who.recruiter_id) if who.recruiter_id else None for who in people}
    for who in people:
        candidates.assign(command, who, to)
    return {who.id: {"before": before[who.id], "after": str(to)} for who in people}


def undo(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Give them back, unless somebody reassigned them since."""
    undone = set()
    for who, data in people.items():
        if str(who.recruiter_id) == data["after"]:
            candidates.assign(command, who, uuid.UUID(data["before"]) if data["before"] else None)
            undone.add(who.id)
    return undone
