"""A candidate's dictionary, and the issues dismissed in a note."""

import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.core.db import TenantModel, tenant_foreign_key


class DictionaryWord(TenantModel):
    """A word that is right in everything this candidate writes; `word_key` is its key, whatever its case."""

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
    """An issue dismissed in a note: what, when and by whom. `mark` finds it again."""

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
