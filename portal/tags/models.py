"""The agency's own words for candidates, and which candidate has which."""

import uuid

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, tenant_foreign_key


class Tag(TenantModel):
    """A word that recruiters put on candidates, such as “forklift license”. `name_key` is the folded name."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("agency_id", "name_key"),)

    name: Mapped[str]
    name_key: Mapped[str]


class CandidateTag(TenantModel):
    """A candidate has this tag."""

    __tablename__ = "candidate_tags"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id", ondelete="CASCADE"),
        tenant_foreign_key("tags", "tag_id", ondelete="CASCADE"),
        UniqueConstraint("agency_id", "candidate_id", "tag_id"),
        Index(None, "agency_id", "tag_id", "candidate_id"),
    )

    candidate_id: Mapped[uuid.UUID]
    tag_id: Mapped[uuid.UUID]
