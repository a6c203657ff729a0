"""The agency's templates and candidates' general drafts."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.drafts.models import GeneralDraft, Template


def general(session: Session, candidate_id: uuid.UUID) -> GeneralDraft | None:
    """The candidate's own general draft, ready or not."""
    return session.scalar(select(GeneralDraft).where(GeneralDraft.candidate_id == candidate_id))


def templates(session: Session, kind: str) -> Sequence[Template]:
    """The agency's templates for `thank` or `follow_up` notes, by name."""
    return session.scalars(select(Template).where(Template.kind == kind).order_by(Template.name)).all()
