"""Putting tags on candidates and taking them off, and renaming and deleting tags for the whole agency."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Uuid, delete, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.names.folding import fold
from portal.tags import queries
from portal.tags.models import CandidateTag, Tag


def get_or_add(command: Command, name: str) -> Tag:
    """Return the tag of this name, however it is written; it is added if there is none."""
    added = insert(Tag).values(name=name, name_key=fold(name)).on_conflict_do_nothing().returning(Tag.id)
    is_new = command.session.scalar(added) is not None
    tag = command.session.scalars(select(Tag).where(Tag.name_key == fold(name))).one()
    if is_new:
        audit.record(command, "tag.add", tag)
    return tag


def tag_candidates(command: Command, tag: Tag, candidate_ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Put the tag on these candidates, and return the ids of those who did not have it."""
    given = func.unnest(literal(sorted(candidate_ids), ARRAY(Uuid))).column_valued("given")
    added = insert(CandidateTag).from_select(["candidate_id", "tag_id"], select(given, literal(tag.id, Uuid())))
    new = command.session.scalars(added.on_conflict_do_nothing().returning(CandidateTag.candidate_id)).all()
    audit.record_all(command, "candidate.tag", Candidate, new, {"tag": (None, tag.id)})
    return new


def untag_candidates(command: Command, tag: Tag, candidate_ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Take the tag off these candidates, and return the ids of those who had it."""
    gone = delete(CandidateTag).where(CandidateTag.tag_id == tag.id, CandidateTag.candidate_id.in_(candidate_ids))
    had = command.session.scalars(gone.returning(CandidateTag.candidate_id)).all()
    audit.record_all(command, "candidate.untag", Candidate, had, {"tag": (tag.id, None)})
    return had


def rename(command: Command, tag: Tag, name: str) -> None:
    """Rename the tag for everyone who has it; raise `ActionRefused` at `name` for the name of another one."""
    try:
        with command.session.begin_nested():
            audit.apply_change(command, "tag.rename", tag, {"name": name, "name_key": fold(name)})
    except IntegrityError as error:
        raise ActionRefused(N_("There’s already one called %(name)s."), field="name", name=name) from error


def delete_tag(command: Command, tag: Tag) -> None:
    """Delete the tag, and take it off everyone who has it."""
    audit.record(command, "tag.delete", tag, changes={"candidates": (queries.count(command.session, tag), 0)})
    command.session.delete(tag)
    command.session.flush()
