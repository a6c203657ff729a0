"""Closing candidates' applications."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, exists, select

from portal.applications import actions as applications
from portal.applications.models import ACTIVE_STATES, Application, Closure
from portal.bulk_actions.rules import GOES, CandidateVerdict, Done
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.interviews.models import Interview

NONE_ACTIVE, INTERVIEW_AHEAD = "none_active", "interview_ahead"


def judge(
    command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return whose applications close: not one with an interview ahead, about which its own page asks."""
    closing, ahead = _active(command, people)
    return {who.id: _verdict(closing[who.id], bool(ahead[who.id])) for who in people}


def _verdict(closing: Sequence[Application], has_ahead: bool) -> CandidateVerdict:
    if not closing:
        return CandidateVerdict(INTERVIEW_AHEAD if has_ahead else NONE_ACTIVE)
    return CandidateVerdict(GOES, {"count": len(closing)}, closing)


def do(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Close their applications; return the closures."""
    kind = parameters["reason"]
    return {
        who.id: {"closures": [str(applications.close(command, one, kind).id) for one in verdict.found]}
        for who, verdict in people.items()
    }


def undo(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Reopen what was closed, unless somebody did."""
    ids = {uuid.UUID(one): who for who, data in people.items() for one in data["closures"]}
    undone = set()
    for row in command.session.scalars(select(Closure).where(Closure.id.in_(ids))).all():
        undone.add(ids[row.id].id)
        applications.undo_ending(command, row)
    return undone


def _active(
    command: Command, people: Sequence[Candidate]
) -> tuple[Mapping[uuid.UUID, list[Application]], Mapping[uuid.UUID, list[Application]]]:
    """Return, by candidate, the active applications without an interview ahead, and those with one."""
    planned = and_(Interview.status == "planned", Interview.ends_at > command.now)
    own = and_(Interview.agency_id == Application.agency_id, Interview.application_id == Application.id)
    query = select(Application, exists().where(own, planned)).where(Application.state.in_(ACTIVE_STATES))
    closing: dict[uuid.UUID, list[Application]] = defaultdict(list)
    ahead: dict[uuid.UUID, list[Application]] = defaultdict(list)
    for row, has_ahead in command.session.execute(
        query.where(Application.candidate_id.in_([who.id for who in people]))
    ):
        (ahead if has_ahead else closing)[row.candidate_id].append(row)
    return closing, ahead
