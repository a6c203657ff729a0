"""Employers, the people met there, and the requests for what is missing of them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.contacts.rules import is_reachable
from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, has_many, tenant_foreign_key
from portal.core.email_addresses import normalize_email


class Employer(TenantModel, ExternallyIdentified):
    """A company that interviews candidates, with its human resources department as the way out.

    `note_sending` is who sends notes to its people, where that is not as the agency has it.
    """

    __tablename__ = "employers"
    __table_args__ = (
        UniqueConstraint("agency_id", "name"),
        CheckConstraint("note_sending in ('candidate', 'approval', 'recruiter')", name="note_sending"),
    )

    name: Mapped[str] = mapped_column()
    domain: Mapped[str | None] = mapped_column()
    hr_name: Mapped[str | None] = mapped_column()
    hr_phone: Mapped[str | None] = mapped_column()
    hr_email: Mapped[str | None] = mapped_column()
    postal_address: Mapped[str | None] = mapped_column()
    website: Mapped[str | None] = mapped_column()
    note_sending: Mapped[str | None] = mapped_column()

    contacts = has_many("Contact", "Employer", "employer_id", "Contact.name")

    @property
    def usable_hr_email(self) -> str | None:
        """The address of human resources, unless it could never receive email."""
        return self.hr_email if self.hr_email and normalize_email(self.hr_email) else None


class Contact(TenantModel, ExternallyIdentified):
    """Somebody who works at an employer; at first often no more than a name.

    `reachable_at`, in UTC, is when the portal learned an address; None while there is none. `via_hr`: mail to them
    goes to the employer's human resources; `email_is_guess`: nobody has confirmed the address yet. `merged_into_id`
    names the contact that took this one's place; `email_key` is then empty, and frees the address.
    `email_confirmed_at` and `email_confirmed_by_id` say who made a guess certain.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        tenant_foreign_key("employers", "employer_id"),
        tenant_foreign_key("contacts", "merged_into_id"),
        tenant_foreign_key("accounts", "email_confirmed_by_id"),
        UniqueConstraint("agency_id", "employer_id", "email_key"),
        Index(None, "agency_id", "name"),
    )

    employer_id: Mapped[uuid.UUID] = mapped_column()
    name: Mapped[str] = mapped_column()
    title: Mapped[str | None] = mapped_column()
    email: Mapped[str | None] = mapped_column()
    email_key: Mapped[str | None] = mapped_column()
    phone: Mapped[str | None] = mapped_column()
    postal_address: Mapped[str | None] = mapped_column()
    reachable_at: Mapped[datetime | None] = mapped_column()
    via_hr: Mapped[bool] = mapped_column(server_default=text("false"))
    email_is_guess: Mapped[bool] = mapped_column(server_default=text("false"))
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column()
    email_confirmed_at: Mapped[datetime | None] = mapped_column()
    email_confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column()

    employer = belongs_to("Employer", "Contact", "employer_id")
    card_photos = has_many("CardPhoto", "Contact", "contact_id", "CardPhoto.id.desc()")

    @property
    def confirmed_email(self) -> str | None:
        """Their own address, unless it is only a guess, or could never receive email."""
        return self.email if self.email and not self.email_is_guess and normalize_email(self.email) else None

    @property
    def mail_address(self) -> str | None:
        """Where mail to them goes: their own address unless it is a guess, or human resources' where it goes there."""
        return self.confirmed_email or (self.employer.usable_hr_email if self.via_hr else None)

    @property
    def reachable(self) -> bool:
        """Whether a note can get to them (docs/rules.md#reachable)."""
        return is_reachable(self.mail_address, self.postal_address)


class ContactRequest(TenantModel):
    """The recruiters are asked for one contact's missing details; one open request a contact, however many wait.

    Times are UTC. `told_at` is when the candidate's recruiter was told by mail; `escalate_at` when others are, if
    nobody has taken it by then, and `escalated_at` when they were. `reason` is why the details are not
    available; `undone_at` is when that decision was undone: another request has gone on since then.
    """

    __tablename__ = "contact_requests"
    __table_args__ = (
        tenant_foreign_key("contacts", "contact_id"),
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("accounts", "answered_by_id"),
        tenant_foreign_key("accounts", "claimed_by_id"),
        tenant_foreign_key("accounts", "asked_hr_by_id"),
        tenant_foreign_key("accounts", "undone_by_id"),
        Index(None, "agency_id", "contact_id"),
        Index(None, "agency_id", "candidate_id"),
        Index(
            "uq_contact_requests_open",
            "agency_id",
            "contact_id",
            unique=True,
            postgresql_where=text("closed_at is null"),
        ),
        Index("ix_contact_requests_waiting", "agency_id", "target_at", postgresql_where=text("closed_at is null")),
        Index("ix_contact_requests_escalate_at", "escalate_at", "agency_id"),
    )

    contact_id: Mapped[uuid.UUID] = mapped_column()
    candidate_id: Mapped[uuid.UUID] = mapped_column()
    requested_at: Mapped[datetime] = mapped_column()
    target_at: Mapped[datetime] = mapped_column()
    told_at: Mapped[datetime | None] = mapped_column("recruiter_notified_at")
    closed_at: Mapped[datetime | None] = mapped_column()
    outcome: Mapped[str | None] = mapped_column()
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column()
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column("claimed_by_id")
    taken_at: Mapped[datetime | None] = mapped_column("claimed_at")
    asked_hr_at: Mapped[datetime | None] = mapped_column()
    asked_hr_by_id: Mapped[uuid.UUID | None] = mapped_column()
    reason: Mapped[str | None] = mapped_column()
    escalate_at: Mapped[datetime | None] = mapped_column()
    escalated_at: Mapped[datetime | None] = mapped_column()
    undone_at: Mapped[datetime | None] = mapped_column()
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column()

    contact = belongs_to("Contact", "ContactRequest", "contact_id")
    candidate = belongs_to("Candidate", "ContactRequest", "candidate_id")
    answered_by = belongs_to("Account", "ContactRequest", "answered_by_id")
    taken_by = belongs_to("Account", "ContactRequest", "taken_by_id")
    asked_hr_by = belongs_to("Account", "ContactRequest", "asked_hr_by_id")
    undone_by = belongs_to("Account", "ContactRequest", "undone_by_id")


class ContactMerge(TenantModel):
    """Two contacts were one person: `loser_id` stands for `winner_id` since `at`, until `undone_at`.

    `kept` is what each of them had, so that undoing gives it back: until `kept_until`, both None once it is let go.
    """

    __tablename__ = "contact_merges"
    __table_args__ = (
        tenant_foreign_key("contacts", "winner_id"),
        tenant_foreign_key("contacts", "loser_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "winner_id"),
        Index(None, "agency_id", "loser_id"),
        Index(None, "agency_id", "at"),
        Index("ix_contact_merges_kept_until", "kept_until", "agency_id"),
    )

    winner_id: Mapped[uuid.UUID] = mapped_column()
    loser_id: Mapped[uuid.UUID] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[uuid.UUID | None] = mapped_column()
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    kept_until: Mapped[datetime | None] = mapped_column()
    undone_at: Mapped[datetime | None] = mapped_column()

    winner = belongs_to("Contact", "ContactMerge", "winner_id")
    loser = belongs_to("Contact", "ContactMerge", "loser_id")
    by = belongs_to("Account", "ContactMerge", "by_id")


class ContactNonDuplicate(TenantModel):
    """Somebody said that these two contacts, the lower id first, are not one person: nobody is asked again."""

    __tablename__ = "contact_non_duplicates"
    __table_args__ = (
        tenant_foreign_key("contacts", "contact_id"),
        tenant_foreign_key("contacts", "other_id"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "contact_id", "other_id"),
    )

    contact_id: Mapped[uuid.UUID] = mapped_column()
    other_id: Mapped[uuid.UUID] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[uuid.UUID | None] = mapped_column()


class CardPhoto(TenantModel):
    """A photo of the business card of somebody met: of `told_id` while it is being told, then of a contact.

    It is there only until it is known how to reach them, and at the latest until `kept_until`, in UTC.
    """

    __tablename__ = "card_photos"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("contacts", "contact_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "interview_id", "debrief_person_id"),
        Index(None, "agency_id", "contact_id"),
        Index("ix_card_photos_kept_until", "kept_until", "agency_id"),
    )

    interview_id: Mapped[uuid.UUID] = mapped_column()
    told_id: Mapped[uuid.UUID] = mapped_column("debrief_person_id")
    contact_id: Mapped[uuid.UUID | None] = mapped_column()
    jpeg: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int] = mapped_column()
    height: Mapped[int] = mapped_column()
    kept_until: Mapped[datetime] = mapped_column()
    by_id: Mapped[uuid.UUID | None] = mapped_column()


class EnteredDetail(TenantModel):
    """A contact detail that this account typed or uploaded; `digest` is `disclosure.digest` of it, never the value."""

    __tablename__ = "entered_details"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id", "kind", "digest"),
        CheckConstraint("kind in ('email', 'phone', 'postal_address')", name="kind"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column()
    kind: Mapped[str] = mapped_column()
    digest: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
