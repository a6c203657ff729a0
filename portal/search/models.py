"""What records are found by: their grams, and the forms of the words among these (`portal.search.rules`)."""

import uuid

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from portal.core.db import TenantModel, tenant_foreign_key

BYTEWISE = Text(collation="C")
"""Text in the order of its bytes, so that an index finds what begins with something."""


class Gram(TenantModel):
    """One word, or one end of a phone number, that a record is found by. The database deletes it with the record."""

    __abstract__ = True

    record_id: Mapped[uuid.UUID]
    gram: Mapped[str] = mapped_column(BYTEWISE)


def _of(table: str) -> tuple[SchemaItem, ...]:
    return (
        tenant_foreign_key(table, "record_id", ondelete="CASCADE"),
        UniqueConstraint("agency_id", "record_id", "gram"),
        Index(None, "agency_id", "gram", "record_id"),
    )


class CandidateGram(Gram):
    """What a candidate is found by."""

    __tablename__ = "candidate_grams"
    __table_args__ = _of("candidates")


class ContactGram(Gram):
    """What a contact is found by."""

    __tablename__ = "contact_grams"
    __table_args__ = _of("contacts")


class EmployerGram(Gram):
    """What an employer is found by."""

    __tablename__ = "employer_grams"
    __table_args__ = _of("employers")


class InterviewGram(Gram):
    """What an interview is found by."""

    __tablename__ = "interview_grams"
    __table_args__ = _of("interviews")


class OpeningGram(Gram):
    """What an opening is found by."""

    __tablename__ = "opening_grams"
    __table_args__ = _of("openings")


class WordForm(TenantModel):
    """One form of a word that some record of the agency is found by.

    A trigger deletes the forms of a word with the last gram that is this word.
    """

    __tablename__ = "word_forms"
    __table_args__ = (
        UniqueConstraint("agency_id", "form", "word"),
        Index(None, "agency_id", "word"),
    )

    form: Mapped[str] = mapped_column(BYTEWISE)
    word: Mapped[str] = mapped_column(BYTEWISE)
