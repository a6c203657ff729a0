"""Exporting candidates: their list is downloaded, nothing happens to them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from portal.bulk_actions.rules import GOES, CandidateVerdict, Done
from portal.candidates.models import Candidate
from portal.core.command import Command


def judge(
    _command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return that all of them are in the file."""
    return {who.id: CandidateVerdict(GOES) for who in people}


def do(_command: Command, people: Mapping[Candidate, CandidateVerdict], _parameters: Mapping[str, Any]) -> Done:
    """Do nothing: the file is made when it is downloaded."""
    return {who.id: {} for who in people}
