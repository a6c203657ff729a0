"""Interviews, the people met there, completed steps, and the history of changes."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.applications.models import PaceColumns
from portal.core.db import ExternallyIdentified, TenantModel, belongs_to, has_many, tenant_foreign_key
from portal.interviews.change_rules import KnownInterview
from portal.interviews.round_details import RoundDetails
from portal.interviews.slots import Slot


class Interview(TenantModel, ExternallyIdentified, PaceColumns):
    """One interview: when, where, and the pace mentioned there. Moments are UTC; `time_zone` is the meeting's own.

    `calendar_uid`, `calendar_recurrence`, `calendar_sequence`, and `calendar_stamp` are those of the invitation it
    came from. `calendar_occurrence` is the time of a series that it is at, as a RECURRENCE-ID;
    `occurrence_sequence` and `occurrence_stamp` are those of the last change of that one time. `entry_sequence`
    counts the changes of the portal's own calendar entry. `no_show_by` is who did not show up, `candidate` or
    `employer`, if that was recorded. `imported`: it was over before it was imported, so it has no tasks.
    `round_name` is what the round is called; `round_kind` is how it takes place, None where it is not known.
    """

    __tablename__ = "interviews"
    __table_args__ = (
        tenant_foreign_key("applications", "application_id"),
        Index(None, "agency_id", "application_id"),
        Index(None, "agency_id", "starts_at"),
        Index("ix_interviews_ahead", "agency_id", "ends_at", postgresql_where=text("status = 'planned'")),
        Index(
            "uq_interviews_calendar",
            "agency_id",
            "application_id",
            "calendar_uid",
            "calendar_recurrence",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("calendar_uid is not null"),
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("status in ('planned', 'cancelled', 'no_show')", name="status"),
        CheckConstraint("stage in ('near_end', 'way_to_go')", name="stage"),
        CheckConstraint("no_show_by in ('candidate', 'employer')", name="no_show_by"),
        CheckConstraint("round_kind in ('phone', 'video', 'on_site', 'panel')", name="round_kind"),
    )

    application_id: Mapped[uuid.UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    place: Mapped[str | None]
    link: Mapped[str | None]
    round_name: Mapped[str | None]
    round_kind: Mapped[str | None]
    recorded_at: Mapped[datetime]
    imported: Mapped[bool] = mapped_column(server_default=text("false"))
    status: Mapped[str] = mapped_column(server_default="planned")
    status_changed_at: Mapped[datetime | None]
    status_reason: Mapped[str | None]
    no_show_by: Mapped[str | None]
    calendar_uid: Mapped[str | None]
    calendar_recurrence: Mapped[str | None]
    calendar_sequence: Mapped[int] = mapped_column(server_default=text("0"))
    calendar_stamp: Mapped[datetime | None]
    calendar_occurrence: Mapped[str | None]
    occurrence_sequence: Mapped[int | None]
    occurrence_stamp: Mapped[datetime | None]
    entry_sequence: Mapped[int] = mapped_column(server_default=text("0"))

    @property
    def slot(self) -> Slot:
        """When and where it takes place."""
        return Slot(self.starts_at, self.ends_at, self.time_zone, self.place, self.link)

    @property
    def round_details(self) -> RoundDetails:
        """What the round is called, and its kind."""
        return RoundDetails(self.round_name, self.round_kind)

    application = belongs_to("Application", "Interview", "application_id")
    people = has_many("InterviewPerson", "Interview", "interview_id", "InterviewPerson.id")
    moves = has_many("InterviewMove", "Interview", "interview_id", "InterviewMove.at")
    status_changes = has_many("InterviewStatusChange", "Interview", "interview_id", "InterviewStatusChange.at")
    completions = has_many("StepCompletion", "Interview", "interview_id", "StepCompletion.at")


class InterviewPerson(TenantModel):
    """A contact expected or met at an interview. `met` is None until it is known.

    `contact_requested_at`, in UTC, is when their contact info was first requested for this interview. `listed_by` is
    `staff`, or `candidate` while only the candidate says that this person was there.
    """

    __tablename__ = "interview_people"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("contacts", "contact_id"),
        UniqueConstraint("agency_id", "interview_id", "contact_id"),
        Index(None, "agency_id", "contact_id"),
        CheckConstraint("listed_by in ('staff', 'candidate')", name="listed_by"),
    )

    interview_id: Mapped[uuid.UUID]
    contact_id: Mapped[uuid.UUID]
    listed_by: Mapped[str] = mapped_column(server_default="candidate")
    met: Mapped[bool | None]
    talked_about: Mapped[str | None]
    clarify: Mapped[str | None]
    personal_detail: Mapped[str | None]
    contact_requested_at: Mapped[datetime | None]

    interview = belongs_to("Interview", "InterviewPerson", "interview_id")
    contact = belongs_to("Contact", "InterviewPerson", "contact_id")


class StepCompletion(TenantModel):
    """A step of the follow-up that was done: which, when, by what person, and by what means.

    `person_id` is the person that a `thank` is for; `means` is `portal`, `mail_program`, `card`, `told`, or
    `passed_on`.
    """

    __tablename__ = "step_completions"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id"),
        tenant_foreign_key("interview_people", "person_id"),
        tenant_foreign_key("accounts", "by_id"),
        Index(
            "uq_step_completions_step",
            "agency_id",
            "interview_id",
            "kind",
            "person_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("kind in ('collect_contacts', 'debrief', 'thank', 'follow_up')", name="kind"),
        CheckConstraint("means in ('portal', 'mail_program', 'card', 'told', 'passed_on')", name="means"),
        CheckConstraint("(kind = 'thank') = (person_id is not null)", name="person"),
    )

    interview_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    means: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "StepCompletion", "by_id")


class InterviewStatusChange(TenantModel):
    """An interview was canceled, missed, or planned again: when, why, and by which account.

    `starts_at` is its start at that time. The program can add such a row, but neither change nor delete one.
    """

    __tablename__ = "interview_status_changes"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "interview_id"),
        CheckConstraint("status in ('planned', 'cancelled', 'no_show')", name="status"),
    )

    interview_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    status: Mapped[str]
    starts_at: Mapped[datetime]
    reason: Mapped[str | None]
    by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "InterviewStatusChange", "by_id")


class InterviewMove(TenantModel):
    """An interview was changed: from when to when, why, and by which account.

    Both times are equal if only details changed. The program can add such a row, but neither change nor delete one.
    """

    __tablename__ = "interview_moves"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "interview_id"),
    )

    interview_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    from_starts_at: Mapped[datetime]
    to_starts_at: Mapped[datetime]
    reason: Mapped[str | None]
    by_id: Mapped[uuid.UUID | None]

    by = belongs_to("Account", "InterviewMove", "by_id")


class InterviewNotice(TenantModel):
    """What the candidate knew of an interview before it was changed, so that an email says what is different.

    The columns are those of `KnownInterview`; `at` is when it was changed, and `by_id` by which account.
    """

    __tablename__ = "interview_notices"
    __table_args__ = (
        tenant_foreign_key("interviews", "interview_id", ondelete="CASCADE"),
        tenant_foreign_key("accounts", "by_id"),
        Index(None, "agency_id", "interview_id", "at"),
    )

    interview_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    place: Mapped[str | None]
    link: Mapped[str | None]
    is_on: Mapped[bool]
    people: Mapped[list[str]] = mapped_column(ARRAY(Text))

    interview = belongs_to("Interview", "InterviewNotice", "interview_id")

    @property
    def known(self) -> KnownInterview:
        """What the candidate knew."""
        return KnownInterview(
            self.starts_at, self.ends_at, self.time_zone, self.place, self.link, self.is_on, frozenset(self.people)
        )


class TaskLink(TenantModel):
    """A link in emails to one candidate, to the page at `path`, which is about the interview.

    The row has the SHA-256 of its token, which gives no access by itself. It leads nowhere from `kept_until`, in UTC.
    `person` is the id of the row of `interview_people` that the task is about; that may be gone.
    """

    __tablename__ = "task_links"
    __table_args__ = (
        tenant_foreign_key("candidates", "candidate_id"),
        tenant_foreign_key("interviews", "interview_id"),
        UniqueConstraint("agency_id", "path"),
        UniqueConstraint("agency_id", "token_hash"),
        Index(None, "agency_id", "candidate_id"),
        Index(None, "agency_id", "interview_id"),
        Index("ix_task_links_kept_until", "kept_until", "agency_id"),
    )

    candidate_id: Mapped[uuid.UUID]
    interview_id: Mapped[uuid.UUID]
    path: Mapped[str]
    person: Mapped[uuid.UUID | None]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    kept_until: Mapped[datetime]

    candidate = belongs_to("Candidate", "TaskLink", "candidate_id")
    interview = belongs_to("Interview", "TaskLink", "interview_id")
