"""The tags that an import puts on candidates, for a batch of its rows at once, and what an undo takes off again."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.command import Command
from portal.exports.rules import format_tags, parse_tags
from portal.imports.models import ImportChange
from portal.names.folding import fold
from portal.tags import actions, queries
from portal.tags.models import CandidateTag, Tag

Added = tuple[str, uuid.UUID]
"""The table and the id of a row that came to be."""


def current_tags(session: Session, candidate_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the tags of each of these candidates as a file writes them."""
    found = queries.names_of(session, candidate_ids)
    return {candidate_id: format_tags(found.get(candidate_id, [])) for candidate_id in candidate_ids}


def add_tags(command: Command, given: Mapping[uuid.UUID, str], created: Collection[uuid.UUID]) -> list[Added]:
    """Put its tags on each candidate, and return what an undo takes away: new tags, and those of standing candidates.

    Those of candidates whom the import `created` stay or go with them.
    """
    names: dict[str, str] = {}
    whose: dict[str, list[uuid.UUID]] = defaultdict(list)
    for candidate_id, text in given.items():
        for name in parse_tags(text):
            names.setdefault(fold(name), name)
            whose[fold(name)].append(candidate_id)
    known = {tag.name_key: tag for tag in queries.tags_by_key(command.session, names)}
    added: list[Added] = []
    new: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for key in sorted(names):
        tag = known.get(key) or actions.get_or_add(command, names[key])
        if key not in known:
            added.append((Tag.__tablename__, tag.id))
        new |= {(candidate_id, tag.id) for candidate_id in actions.tag_candidates(command, tag, whose[key])}
    return added + _on_standing(command.session, {pair for pair in new if pair[0] not in created})


def take_off(command: Command, changes: Sequence[ImportChange]) -> None:
    """Take the tags off again that the import put on standing candidates, but for those that went since."""
    rows = select(CandidateTag).where(CandidateTag.id.in_([change.record_id for change in changes]))
    whose: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in command.session.scalars(rows):
        whose[row.tag_id].append(row.candidate_id)
    for tag in command.session.scalars(select(Tag).where(Tag.id.in_(whose)).order_by(Tag.id)).all():
        actions.untag_candidates(command, tag, whose[tag.id])


def unused(session: Session, tag_ids: Collection[uuid.UUID]) -> Sequence[Tag]:
    """Return those of these tags that no candidate has."""
    used = select(CandidateTag.tag_id).where(CandidateTag.tag_id.in_(tag_ids))
    return session.scalars(select(Tag).where(Tag.id.in_(tag_ids), Tag.id.not_in(used))).all()


def _on_standing(session: Session, pairs: set[tuple[uuid.UUID, uuid.UUID]]) -> list[Added]:
    rows = select(CandidateTag).where(
        CandidateTag.candidate_id.in_({who for who, _tag in pairs}),
        CandidateTag.tag_id.in_({tag for _who, tag in pairs}),
    )
    found = session.scalars(rows).all() if pairs else []
    return [(row.__tablename__, row.id) for row in found if (row.candidate_id, row.tag_id) in pairs]
