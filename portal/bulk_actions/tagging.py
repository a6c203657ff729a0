"""Putting a tag on candidates, and taking it off."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from portal.bulk_actions.rules import GOES, CandidateVerdict, Done
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.names.folding import fold
from portal.tags import actions, queries
from portal.tags.models import Tag

TAGGED, NOT_TAGGED = "tagged", "not_tagged"


def judge_tag(
    command: Command, people: Sequence[Candidate], parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return for whom it is: a candidate may have the tag already."""
    have = _who_have(command, parameters)
    return {who.id: CandidateVerdict(TAGGED if who.id in have else GOES) for who in people}


def tag(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Put the tag on these candidates; it is added if there is none of this name."""
    found = actions.get_or_add(command, parameters["tag"])
    new = actions.tag_candidates(command, found, [who.id for who in people])
    return {who: {"tag": str(found.id)} for who in new}


def undo_tag(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Take the tag off again."""
    found = _tag_of(command, people)
    return set(actions.untag_candidates(command, found, [who.id for who in people])) if found else set()


def judge_untag(
    command: Command, people: Sequence[Candidate], parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return for whom it is: only for those who have the tag; for all while none is chosen."""
    have = _who_have(command, parameters) if parameters.get("tag") else {who.id for who in people}
    return {who.id: CandidateVerdict(GOES if who.id in have else NOT_TAGGED) for who in people}


def untag(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Take the tag off these candidates."""
    found = _find(command, parameters)
    had = actions.untag_candidates(command, found, [who.id for who in people]) if found else []
    return {who: {"tag": str(found.id)} for who in had if found}


def undo_untag(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> set[uuid.UUID]:
    """Put the tag on again, unless it was deleted."""
    found = _tag_of(command, people)
    return set(actions.tag_candidates(command, found, [who.id for who in people])) if found else set()


def _who_have(command: Command, parameters: Mapping[str, Any]) -> set[uuid.UUID]:
    found = _find(command, parameters)
    return set(command.session.scalars(queries.tagged([found.id]))) if found else set()


def _find(command: Command, parameters: Mapping[str, Any]) -> Tag | None:
    return command.session.scalar(select(Tag).where(Tag.name_key == fold(parameters.get("tag", ""))))


def _tag_of(command: Command, people: Mapping[Candidate, Mapping[str, Any]]) -> Tag | None:
    """Return the tag that they were given, or lost; None once it is deleted."""
    tag_id = next((uuid.UUID(data["tag"]) for data in people.values()), None)
    return command.session.scalar(select(Tag).where(Tag.id == tag_id))
