"""A candidate's own words, and the issues of a note that were let pass."""

import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, tenant_foreign_key


class DictionaryWord(TenantModel):
    """A word that is right in whatever this candidate writes; `word_key` is what it is known by, whatever its case."""

    __tablename__ = "dictionary_words"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "candidate_id", "word_key"),
    )

    candidate_id: Mapped[uuid.UUID]
    word: Mapped[str]
    word_key: Mapped[str]
    by_id: Mapped[uuid.UUID | None]


class DismissedIssue(TenantModel):
    """Something in a note that was pointed out and left as it is: what, when and by whom. `mark` finds it again."""

    __tablename__ = "dismissed_issues"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "note_id", "mark"),
    )

    note_id: Mapped[uuid.UUID]
    mark: Mapped[str]
    code: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
