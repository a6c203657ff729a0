"""Questions about tags: which there are, who has them, and how many."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.tags.models import CandidateTag, Tag


def all_tags(session: Session) -> Sequence[Tag]:
    """Return the agency's tags, by name."""
    return session.scalars(select(Tag).order_by(Tag.name_key)).all()


def get_tag(session: Session, tag_id: uuid.UUID) -> Tag:
    """Return one tag; raise `NotFound`."""
    found = session.scalar(select(Tag).where(Tag.id == tag_id))
    if found is None:
        raise NotFound("tag")
    return found


def tags_of(session: Session, candidate_id: uuid.UUID) -> Sequence[Tag]:
    """Return the candidate's tags, by name."""
    has = and_(CandidateTag.agency_id == Tag.agency_id, CandidateTag.tag_id == Tag.id)
    theirs = select(Tag).join(CandidateTag, has).where(CandidateTag.candidate_id == candidate_id)
    return session.scalars(theirs.order_by(Tag.name_key)).all()


def tags_by_key(session: Session, keys: Collection[str]) -> Sequence[Tag]:
    """Return the tags with these folded names."""
    return session.scalars(select(Tag).where(Tag.name_key.in_(keys))).all()


def names_of(session: Session, candidate_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[str]]:
    """Return the names of the tags of these candidates, by candidate; one without any is left out."""
    has = and_(CandidateTag.agency_id == Tag.agency_id, CandidateTag.tag_id == Tag.id)
    theirs = select(CandidateTag.candidate_id, Tag.name).join(Tag, has)
    found: dict[uuid.UUID, list[str]] = {}
    for candidate_id, name in session.execute(
        theirs.where(CandidateTag.candidate_id.in_(candidate_ids)).order_by(Tag.name_key)
    ):
        found.setdefault(candidate_id, []).append(name)
    return found


def tagged(tag_ids: Collection[uuid.UUID]) -> Select[uuid.UUID]:
    """Return the query for the ids of the candidates who have one of these tags."""
    return select(CandidateTag.candidate_id).where(CandidateTag.tag_id.in_(tag_ids))


def counts(session: Session) -> Mapping[uuid.UUID, int]:
    """Return how many candidates have each tag, by its id; a tag that no one has is left out."""
    found = select(CandidateTag.tag_id, func.count()).group_by(CandidateTag.tag_id)
    return dict(session.execute(found).all())


def count(session: Session, tag: Tag) -> int:
    """Return how many candidates have the tag."""
    return session.scalar(select(func.count()).where(CandidateTag.tag_id == tag.id)) or 0
