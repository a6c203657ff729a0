"""The agency's templates with their versions and proposals, and each candidate's general draft."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import TenantModel, belongs_to, tenant_foreign_key
from portal.drafts.edit_conflicts import LetterText
from portal.drafts.rules import TemplateText

KIND_CHECK = "kind in ('thank', 'follow_up', 'card', 'answer', 'message')"
STAGE_CHECK = "stage in ('first', 'later', 'offer', 'refusal')"


class TemplateColumns:
    """A mixin with the content of a template; `field_id` and `stage` are None if it suits any."""

    kind: Mapped[str]
    name: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    field_id: Mapped[uuid.UUID | None]
    stage: Mapped[str | None]

    @property
    def wording(self) -> TemplateText:
        return TemplateText(self.kind, self.name, self.subject, self.body, self.field_id, self.stage)


class Template(TenantModel, TemplateColumns):
    """A text that the agency offers for a kind of note; `{{ names }}` in it are merge fields.

    `number` is that of its latest version, which has the same text; one with `archived_at` is no longer offered.
    """

    __tablename__ = "templates"
    __table_args__ = (
        tenant_foreign_key("job_fields", "field_id"),
        UniqueConstraint("agency_id", "kind", "name"),
        Index(None, "agency_id", "field_id"),
        CheckConstraint(KIND_CHECK, name="kind"),
        CheckConstraint(STAGE_CHECK, name="stage"),
    )

    number: Mapped[int] = mapped_column(server_default=text("1"))
    archived_at: Mapped[datetime | None]

    field = belongs_to("JobField", "Template", "field_id")


class TemplateVersion(TenantModel):
    """The text of a template from `at`, in UTC, and its author; versions are numbered from 1 and kept.

    `proposed_by_id` is the recruiter who wrote it, if an owner accepted a proposal.
    """

    __tablename__ = "template_versions"
    __table_args__ = (
        tenant_foreign_key("templates", "template_id"),
        tenant_foreign_key("accounts", "by_id"),
        tenant_foreign_key("accounts", "proposed_by_id"),
        UniqueConstraint("agency_id", "template_id", "number"),
    )

    template_id: Mapped[uuid.UUID]
    number: Mapped[int]
    subject: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
    proposed_by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "TemplateVersion", "by_id")
    proposed_by = belongs_to("Account", "TemplateVersion", "proposed_by_id")


class TemplateProposal(TenantModel, TemplateColumns):
    """A proposed text for a template, based on its version `base_number`, or for a new template.

    `reason` is the proposer's comment, `answer` that of the owner who decided.
    """

    __tablename__ = "template_proposals"
    __table_args__ = (
        tenant_foreign_key("templates", "template_id"),
        tenant_foreign_key("job_fields", "field_id"),
        tenant_foreign_key("accounts", "by_id"),
        tenant_foreign_key("accounts", "decided_by_id"),
        Index(None, "agency_id", "template_id"),
        Index(None, "agency_id", "at"),
        CheckConstraint(KIND_CHECK, name="kind"),
        CheckConstraint(STAGE_CHECK, name="stage"),
        CheckConstraint("state in ('open', 'accepted', 'declined', 'withdrawn')", name="state"),
    )

    template_id: Mapped[uuid.UUID | None]
    base_number: Mapped[int | None]
    reason: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="open")
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None]
    answer: Mapped[str | None]

    template = belongs_to("Template", "TemplateProposal", "template_id")
    field = belongs_to("JobField", "TemplateProposal", "field_id")
    by = belongs_to("Account", "TemplateProposal", "by_id")
    decided_by = belongs_to("Account", "TemplateProposal", "decided_by_id")


class GeneralDraft(TenantModel):
    """A candidate's own starting text for thank-you notes, prepared before the interview.

    `ready_at`, in UTC, is when they marked it ready; None while it is still being written. `typed` is what was typed
    since it was last saved, and `typed_in_tab` the token of the tab it was last typed or saved in.
    """

    __tablename__ = "general_drafts"
    __table_args__ = (tenant_foreign_key("candidates", "candidate_id"), UniqueConstraint("agency_id", "candidate_id"))

    candidate_id: Mapped[uuid.UUID]
    subject: Mapped[str]
    body: Mapped[str]
    ready_at: Mapped[datetime | None]
    typed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    typed_in_tab: Mapped[str | None]

    candidate = belongs_to("Candidate", "GeneralDraft", "candidate_id")

    @property
    def saved(self) -> LetterText:
        """The subject and the body that notes start from."""
        return self.subject, self.body

    @property
    def latest(self) -> LetterText:
        """The subject and the body as last typed, saved or not."""
        return (self.typed["subject"], self.typed["body"]) if self.typed else self.saved
