"""A thank-you, follow-up, or reply to one person, its earlier versions, its built sentences, and what went out."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key
from portal.drafts.edit_conflicts import text_digest
from portal.notes.rules import thank_you_obstacle

UNSENT_STATES = ("failed", "dropped", "lapsed")
"""The states of a message that did not go out, so that its note can still be changed."""


class Note(TenantModel):
    """A note to one person met at an interview. `message_id` is the message it was queued as.

    `submitted_at` is when a recruiter got it, to review it or to pass it on; None while none has it. `approved_digest`
    is the digest of the text a recruiter approved; None if the recipient changed since then. `saved_in_tab` is the
    token of the tab it was last typed in (`drafts.edit_conflicts.EditorTab`). `medium` is the chosen one, `email` or
    `card`; None before the choice.
    There is one `thank` per person and interview. There is one `follow_up` per interview, to a person the candidate
    chooses, and one `answer` to a decision. `to_hr`: the note goes to the employer's HR instead.
    """

    __tablename__ = "notes"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("interview_people", "person_id"),
        tenant_foreign_key("outgoing_messages", "message_id"),
        Index(None, "agency_id", "interview_id"),
        Index(None, "agency_id", "message_id"),
        Index(
            "uq_notes_thank",
            "agency_id",
            "person_id",
            unique=True,
            postgresql_where=text("kind = 'thank'"),
        ),
        Index(
            "uq_notes_follow_up",
            "agency_id",
            "interview_id",
            unique=True,
            postgresql_where=text("kind = 'follow_up'"),
        ),
        Index(
            "uq_notes_answer",
            "agency_id",
            "interview_id",
            unique=True,
            postgresql_where=text("kind = 'answer'"),
        ),
        CheckConstraint("kind in ('thank', 'follow_up', 'answer')", name="kind"),
        CheckConstraint("medium in ('email', 'card')", name="medium"),
    )

    interview_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    medium: Mapped[str | None]
    subject: Mapped[str]
    body: Mapped[str]
    saved_at: Mapped[datetime]
    saved_in_tab: Mapped[str | None]
    message_id: Mapped[uuid.UUID | None]
    to_hr: Mapped[bool] = mapped_column(server_default=text("false"))
    submitted_at: Mapped[datetime | None]
    approved_digest: Mapped[str | None]

    interview = belongs_to("Interview", "Note", "interview_id")
    person = belongs_to("InterviewPerson", "Note", "person_id")
    message = belongs_to("OutgoingMessage", "Note", "message_id")

    @property
    def is_going_out(self) -> bool:
        """Whether it was queued and did not fail: it is waiting, going out, or sent."""
        return self.message is not None and self.message.state not in UNSENT_STATES

    @property
    def is_on_its_way(self) -> bool:
        """Whether its writer can no longer change it: a recruiter has it, or it was queued to be sent."""
        return self.submitted_at is not None or self.is_going_out

    @property
    def obstacle(self) -> str | None:
        """Why a thank-you is not called for any more, as `rules.thank_you_obstacle` says it."""
        return thank_you_obstacle(self.kind, is_held=self.interview.status == "planned", met=self.person.met)

    @property
    def is_approved(self) -> bool:
        """Whether a recruiter has approved the exact text it has now."""
        return self.approved_digest == text_digest(self.subject, self.body)

    @property
    def to_name(self) -> str:
        """The name of the recipient: the person's, or HR's."""
        employer = self.person.contact.employer
        name: str = (employer.hr_name or employer.name) if self.to_hr else self.person.contact.name
        return name

    @property
    def to_email(self) -> str | None:
        """The address that the note is emailed to; None if none is known."""
        contact = self.person.contact
        email: str | None = contact.employer.usable_hr_email if self.to_hr else contact.mail_address
        return email


class NoteVersion(TenantModel):
    """The text of a note at one time, and the `reason` why it was kept."""

    __tablename__ = "note_versions"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "note_id", "at"),
        CheckConstraint("reason in ('begun', 'typed', 'saved', 'restored', 'sent', 'aside')", name="reason"),
    )

    note_id: Mapped[uuid.UUID]
    subject: Mapped[str]
    body: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "NoteVersion", "by_id")


class WorkedInSentence(TenantModel):
    """A sentence of a note that was built from a recorded fact, and when its writer looked at it.

    `field` is the debrief's question, `fact` the words recorded, `sentence` what was made of them. It is marked while
    it stands in the note word for word and `reviewed_at` is None.
    """

    __tablename__ = "worked_in_sentences"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id"),
        UniqueConstraint("agency_id", "note_id", "field", "fact"),
        CheckConstraint("field in ('talked_about', 'clarify', 'personal_detail')", name="field"),
    )

    note_id: Mapped[uuid.UUID]
    field: Mapped[str]
    fact: Mapped[str]
    sentence: Mapped[str]
    at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]


class SentNote(TenantModel):
    """A note as it went out, and how. It is kept for good: the program can neither change nor delete it."""

    __tablename__ = "sent_notes"
    __table_args__ = (
        tenant_foreign_key("notes", "note_id", ondelete="CASCADE"),
        Index(None, "agency_id", "note_id", "at"),
    )

    note_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    means: Mapped[str]
    from_name: Mapped[str]
    to_name: Mapped[str]
    to_email: Mapped[str | None]
    subject: Mapped[str]
    body: Mapped[str]
