"""What is done about a candidate."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.candidates.models import Candidate, ReminderSuppression
from portal.core.command import Command
from portal.core.email_addresses import normalize_email
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch_candidates


@dataclass(frozen=True)
class CandidateProfile:
    """What a recruiter enters of a candidate; `time_zone` is an IANA name."""

    name: str
    email: str
    time_zone: str
    phone: str | None = None
    field_id: UUID | None = None
    office_id: UUID | None = None
    recruiter_id: UUID | None = None


def profile_of(candidate: Candidate) -> CandidateProfile:
    """Return the profile as it is now, to change a part of it."""
    return CandidateProfile(**{field.name: getattr(candidate, field.name) for field in fields(CandidateProfile)})


def create(command: Command, profile: CandidateProfile, *, external_id: str | None = None) -> Candidate:
    """Create a candidate; raise `ActionRefused` at `email` when one has that address already."""
    refuse_invalid(profile, None)
    refuse_taken(command.session, profile.email, None)
    candidate = Candidate(**asdict(profile), email_key=email_key(profile.email), external_id=external_id)
    command.session.add(candidate)
    command.session.flush()
    audit.record(command, "candidate.create", candidate)
    touch_candidates(command.session, [candidate.id])
    return candidate


def update(command: Command, candidate: Candidate, profile: CandidateProfile) -> None:
    """Update the profile and the account that the candidate signs in with.

    `email_changes.update_with_confirmation` lets a new address be confirmed first. `applications.actions` re-plans the
    applications in a new time zone.
    """
    refuse_invalid(profile, candidate.email)
    refuse_taken(command.session, profile.email, candidate.id)
    if candidate.account is not None:
        who = {"name": profile.name, "email": profile.email, "time_zone": profile.time_zone}
        accounts.update_profile(command, candidate.account, **who)
    values: dict[str, Any] = asdict(profile) | {"email_key": email_key(profile.email)}
    audit.apply_change(command, "candidate.update", candidate, values)
    touch_candidates(command.session, [candidate.id])


def assign(command: Command, candidate: Candidate, recruiter_id: UUID | None) -> None:
    """Give the candidate to this recruiter, or to nobody."""
    audit.apply_change(command, "candidate.assign", candidate, {"recruiter_id": recruiter_id})
    touch_candidates(command.session, [candidate.id])


def snooze_tasks(command: Command, candidate: Candidate, until: datetime, reason: str | None) -> None:
    """Leave the candidate's late tasks out of Today until then, for staff. Reminders go on."""
    audit.apply_change(command, "candidate.snooze", candidate, {"snoozed_until": until, "snooze_reason": reason})
    touch_candidates(command.session, [candidate.id])


def end_snooze(command: Command, candidate: Candidate) -> None:
    """Bring the candidate's late tasks back to Today."""
    audit.apply_change(command, "candidate.end_snooze", candidate, {"snoozed_until": None, "snooze_reason": None})
    touch_candidates(command.session, [candidate.id])


def suppress_reminders(
    command: Command, candidate: Candidate, kind: str, *, until: datetime | None = None
) -> ReminderSuppression:
    """Stop reminders to the candidate for this reason, until `until` or until lifted; return the one suppression."""
    standing = _active_suppression(command.session, candidate, kind)
    touch_candidates(command.session, [candidate.id])
    if standing is not None:
        audit.apply_change(command, "candidate.stop", standing, {"until": until})
        return standing
    row = ReminderSuppression(
        candidate_id=candidate.id, kind=kind, at=command.now, until=until, by_id=command.by.account_id
    )
    command.session.add(row)
    command.session.flush()
    candidate.next_reminder_at = command.now
    audit.record(command, f"candidate.{kind}", candidate)
    return row


def lift_suppression(command: Command, candidate: Candidate, kind: str) -> None:
    """Lift the suppression for this reason; where there is none, change nothing."""
    standing = _active_suppression(command.session, candidate, kind)
    if standing is None:
        return
    touch_candidates(command.session, [candidate.id])
    standing.lifted_at = command.now
    candidate.next_reminder_at = command.now
    command.session.flush()
    audit.record(command, f"candidate.{kind}.lift", candidate)


def _active_suppression(session: Session, candidate: Candidate, kind: str) -> ReminderSuppression | None:
    return session.scalar(
        select(ReminderSuppression).where(
            ReminderSuppression.candidate_id == candidate.id,
            ReminderSuppression.kind == kind,
            ReminderSuppression.lifted_at.is_(None),
        )
    )


def refuse_invalid(profile: CandidateProfile, standing: str | None) -> None:
    """Raise `ActionRefused` for a blank name, or a new address that could never receive email."""
    if not profile.name.strip():
        raise ActionRefused(N_("Enter a name, like Dana Ruiz."), field="name")
    if profile.email != standing and normalize_email(profile.email) is None:
        raise ActionRefused(N_("Enter an email address, like name@example.com."), field="email")


def is_suppressed(session: Session, candidate: Candidate, kind: str) -> bool:
    """Return whether reminders to the candidate are stopped for this reason."""
    return _active_suppression(session, candidate, kind) is not None


def refuse_taken(session: Session, email: str, own_id: UUID | None) -> None:
    """Raise `ActionRefused` at `email` when another candidate has this address."""
    taken = select(Candidate.id).where(Candidate.email_key == email_key(email), Candidate.id != own_id)
    if own_id is None:
        taken = select(Candidate.id).where(Candidate.email_key == email_key(email))
    if session.scalar(taken) is not None:
        raise ActionRefused(N_("Another candidate already has this email address."), field="email")
