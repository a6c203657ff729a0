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
from portal.audit.actions import Actor
from portal.candidates.models import Candidate, ReminderSuppression
from portal.core.email_addresses import normalize_email
from portal.core.errors import N_, ActionRefused


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


def create(session: Session, profile: CandidateProfile, *, by: Actor, now: datetime) -> Candidate:
    """Create a candidate; raise `ActionRefused` at `email` when one has that address already."""
    refuse_invalid(profile, None)
    refuse_taken(session, profile.email, None)
    candidate = Candidate(**asdict(profile), email_key=email_key(profile.email))
    session.add(candidate)
    session.flush()
    audit.record(session, "candidate.create", candidate, by=by, now=now)
    return candidate


def update(session: Session, candidate: Candidate, profile: CandidateProfile, *, by: Actor, now: datetime) -> None:
    """Update the profile and the account that the candidate signs in with.

    `email_changes.update_with_confirmation` lets a new address be confirmed first. `applications.actions` re-plans the
    applications in a new time zone.
    """
    refuse_invalid(profile, candidate.email)
    refuse_taken(session, profile.email, candidate.id)
    if candidate.account is not None:
        who = {"name": profile.name, "email": profile.email, "time_zone": profile.time_zone}
        accounts.update_profile(session, candidate.account, **who, by=by, now=now)
    values: dict[str, Any] = asdict(profile) | {"email_key": email_key(profile.email)}
    audit.apply_change(session, "candidate.update", candidate, values, by=by, now=now)


def suppress_reminders(
    session: Session, candidate: Candidate, kind: str, *, until: datetime | None = None, by: Actor, now: datetime
) -> ReminderSuppression:
    """Stop reminders to the candidate for this reason, until `until` or until lifted; return the one suppression."""
    standing = _active_suppression(session, candidate, kind)
    if standing is not None:
        audit.apply_change(session, "candidate.stop", standing, {"until": until}, by=by, now=now)
        return standing
    row = ReminderSuppression(candidate_id=candidate.id, kind=kind, at=now, until=until, by_id=by.account_id)
    session.add(row)
    session.flush()
    candidate.next_reminder_at = now
    audit.record(session, f"candidate.{kind}", candidate, by=by, now=now)
    return row


def lift_suppression(session: Session, candidate: Candidate, kind: str, *, by: Actor, now: datetime) -> None:
    """Lift the suppression for this reason; where there is none, change nothing."""
    standing = _active_suppression(session, candidate, kind)
    if standing is None:
        return
    standing.lifted_at = now
    candidate.next_reminder_at = now
    session.flush()
    audit.record(session, f"candidate.{kind}.lift", candidate, by=by, now=now)


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
        raise ActionRefused(N_("Another candidate already has this e-mail address."), field="email")
