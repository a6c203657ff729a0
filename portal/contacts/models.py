"""Employers, their contacts, and the requests for contact info."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.contacts.details import PRIVATE_DETAILS
from portal.contacts.rules import is_reachable
from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, has_many, indexed_value_or, tenant_foreign_key
from portal.core.email_addresses import normalize_email
from portal.core.merges import MergeColumns

PHOTO, PASTED_TEXT = "photo", "text"
"""The kinds of `ContactEvidence`."""


class Employer(TenantModel, ExternallyIdentified):
    """A company that interviews candidates, with its HR department as a fallback.

    `note_sending` is who sends notes to its people; None for the agency's default. `is_sample`: sample data, which an
    owner can remove.
    """

    __tablename__ = "employers"
    __table_args__ = (
        UniqueConstraint("agency_id", "name"),
        Index("ix_employers_agency_id_lower_name", "agency_id", text("lower(name)")),
        CheckConstraint("note_sending in ('candidate', 'approval', 'recruiter')", name="note_sending"),
    )

    name: Mapped[str]
    domain: Mapped[str | None]
    hr_name: Mapped[str | None]
    hr_phone: Mapped[str | None]
    hr_email: Mapped[str | None]
    postal_address: Mapped[str | None]
    website: Mapped[str | None]
    note_sending: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(server_default=text("false"))

    contacts = has_many("Contact", "Employer", "employer_id", "Contact.name")

    @property
    def usable_hr_email(self) -> str | None:
        """The address of HR, unless it could never receive email."""
        return self.hr_email if self.hr_email and normalize_email(self.hr_email) else None


class Contact(TenantModel, ExternallyIdentified):
    """A person who works at an employer; at first often only a name.

    `reachable_at`, in UTC, is when the portal learned an address; None while there is none. `via_hr`: mail to them goes
    to the employer's HR. `email_is_guess`: no one has confirmed the address yet. `merged_into_id` is the
    contact that replaced this one; `email_key` is then empty, which frees the address. `email_confirmed_at` and
    `email_confirmed_by_id` say when and by which account a guess was confirmed.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        tenant_foreign_key("employers", "employer_id"),
        tenant_foreign_key("contacts", "merged_into_id"),
        tenant_foreign_key("accounts", "email_confirmed_by_id"),
        UniqueConstraint("agency_id", "employer_id", "email_key"),
        Index(None, "agency_id", "name"),
    )

    employer_id: Mapped[uuid.UUID]
    name: Mapped[str]
    title: Mapped[str | None]
    email: Mapped[str | None]
    email_key: Mapped[str | None]
    phone: Mapped[str | None]
    postal_address: Mapped[str | None]
    reachable_at: Mapped[datetime | None]
    via_hr: Mapped[bool] = mapped_column(server_default=text("false"))
    email_is_guess: Mapped[bool] = mapped_column(server_default=text("false"))
    merged_into_id: Mapped[uuid.UUID | None]
    email_confirmed_at: Mapped[datetime | None]
    email_confirmed_by_id: Mapped[uuid.UUID | None]

    employer = belongs_to("Employer", "Contact", "employer_id")
    evidence = has_many("ContactEvidence", "Contact", "contact_id", "ContactEvidence.id.desc()")

    @property
    def confirmed_email(self) -> str | None:
        """Their own address, unless it is only a guess or could never receive email."""
        return self.email if self.email and not self.email_is_guess and normalize_email(self.email) else None

    @property
    def mail_address(self) -> str | None:
        """Where mail to them goes: their own confirmed address, or that of HR if `via_hr`."""
        return self.confirmed_email or (self.employer.usable_hr_email if self.via_hr else None)

    @property
    def reachable(self) -> bool:
        """Whether a note can reach them (docs/rules.md#reachable)."""
        return is_reachable(self.mail_address, self.postal_address)

    @property
    def card_photos(self) -> list["ContactEvidence"]:
        """The photos of their card, the latest first."""
        return [row for row in self.evidence if row.kind == PHOTO]

    @property
    def pasted_texts(self) -> list["ContactEvidence"]:
        """The texts that candidates pasted about them, the latest first."""
        return [row for row in self.evidence if row.kind == PASTED_TEXT]


class ContactRequest(TenantModel):
    """A request to the recruiters for a contact's missing details; one open request per contact, however many wait.

    Times are UTC. `recruiter_notified_at` is when the candidate's recruiter got an email about it. `escalate_at` is
    when others get one if no one has claimed it by then, and `escalated_at` when they did. `source` is who gave staff
    the answer (`rules.ANSWER_SOURCES`), None where no one said. `reason` is why the details are not available.
    `undone_at` is when that decision was undone; another request has gone on since then.
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
        Index(None, "agency_id", "target_at"),
        Index(None, "agency_id", "requested_at"),
        Index(
            "ix_contact_requests_ended",
            "agency_id",
            indexed_value_or("closed_at", "target_at"),
            "id",
        ),
        Index("ix_contact_requests_waiting", "agency_id", "target_at", postgresql_where=text("closed_at is null")),
        Index("ix_contact_requests_escalate_at", "escalate_at", "agency_id"),
        CheckConstraint("source in ('front_desk', 'hr', 'card')", name="source"),
    )

    contact_id: Mapped[uuid.UUID]
    candidate_id: Mapped[uuid.UUID]
    requested_at: Mapped[datetime]
    target_at: Mapped[datetime]
    recruiter_notified_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    source: Mapped[str | None]
    answered_by_id: Mapped[uuid.UUID | None]
    claimed_by_id: Mapped[uuid.UUID | None]
    claimed_at: Mapped[datetime | None]
    asked_hr_at: Mapped[datetime | None]
    asked_hr_by_id: Mapped[uuid.UUID | None]
    reason: Mapped[str | None]
    escalate_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[uuid.UUID | None]

    contact = belongs_to("Contact", "ContactRequest", "contact_id")
    candidate = belongs_to("Candidate", "ContactRequest", "candidate_id")
    answered_by = belongs_to("Account", "ContactRequest", "answered_by_id")
    claimed_by = belongs_to("Account", "ContactRequest", "claimed_by_id")
    asked_hr_by = belongs_to("Account", "ContactRequest", "asked_hr_by_id")
    undone_by = belongs_to("Account", "ContactRequest", "undone_by_id")


class ContactMerge(TenantModel, MergeColumns):
    """A merge of two contacts that were one person: the winner replaces the loser, whose row stays."""

    __tablename__ = "contact_merges"
    __table_args__ = (
        tenant_foreign_key("contacts", "winner_id"),
        tenant_foreign_key("contacts", "loser_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "winner_id"),
        Index(None, "agency_id", "loser_id"),
        Index(None, "agency_id", "at"),
        Index("ix_contact_merges_undo_until", "undo_until", "agency_id"),
    )

    winner = belongs_to("Contact", "ContactMerge", "winner_id")
    loser = belongs_to("Contact", "ContactMerge", "loser_id")
    by = belongs_to("Account", "ContactMerge", "by_id")


class ContactNonDuplicate(TenantModel):
    """A decision that these two contacts, the lower id first, are not one person, until it is undone."""

    __tablename__ = "contact_non_duplicates"
    __table_args__ = (
        tenant_foreign_key("contacts", "contact_id"),
        tenant_foreign_key("contacts", "other_id"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint("agency_id", "contact_id", "other_id"),
    )

    contact_id: Mapped[uuid.UUID]
    other_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]


class ContactEvidence(TenantModel):
    """How to reach a person met, as the candidate has it: a photo of their card, or a text such as their signature.

    It is about `debrief_person_id` during the debrief, then about a contact. It is kept only until there is a confirmed
    way to reach them, and until `kept_until`, in UTC, at the latest.
    """

    __tablename__ = "contact_evidence"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("contacts", "contact_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        UniqueConstraint(
            "agency_id", "interview_id", "debrief_person_id", "kind", name="uq_contact_evidence_person_kind"
        ),
        CheckConstraint(f"kind = case when jpeg is null then '{PASTED_TEXT}' else '{PHOTO}' end", name="kind"),
        Index(None, "agency_id", "contact_id"),
        Index("ix_contact_evidence_kept_until", "kept_until", "agency_id"),
    )

    interview_id: Mapped[uuid.UUID]
    debrief_person_id: Mapped[uuid.UUID]
    contact_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    jpeg: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    text: Mapped[str | None]
    kept_until: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]


class EnteredDetail(TenantModel):
    """A contact detail that this account typed or uploaded; only the digest is kept (`disclosure.detail_digest`)."""

    __tablename__ = "entered_details"
    __table_args__ = (
        tenant_foreign_key("accounts", "account_id"),
        UniqueConstraint("agency_id", "account_id", "kind", "digest"),
        CheckConstraint(f"kind in ({', '.join(repr(detail.name) for detail in PRIVATE_DETAILS)})", name="kind"),
    )

    account_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]
