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
from portal.audit.actions import By
from portal.candidates.models import Candidate, Stop
from portal.core.email_addresses import normalized
from portal.core.errors import N_, Refused


@dataclass(frozen=True)
class Profile:
    """What a recruiter enters of a candidate; `time_zone` is an IANA name."""

    name: str
    email: str
    time_zone: str
    phone: str | None = None
    field_id: UUID | None = None
    office_id: UUID | None = None
    recruiter_id: UUID | None = None


def as_it_stands(candidate: Candidate) -> Profile:
    """The profile as it reads now, to change a part of it."""
    return Profile(**{field.name: getattr(candidate, field.name) for field in fields(Profile)})


def create(session: Session, profile: Profile, *, by: By, now: datetime) -> Candidate:
    """The agency has a new candidate; raises `Refused` at `email` when one has that address already."""
    refuse_unusable(profile, None)
    refuse_taken(session, profile.email, None)
    candidate = Candidate(**asdict(profile), email_key=email_key(profile.email))
    session.add(candidate)
    session.flush()
    audit.record(session, "candidate.create", candidate, by=by, now=now)
    return candidate


def update(session: Session, candidate: Candidate, profile: Profile, *, by: By, now: datetime) -> None:
    """The profile reads as given, and so does the account they sign in with.

    `email_changes.update` lets a new address confirm itself first; `processes.actions.update_candidate` also re-plans
    what is theirs in a new time zone.
    """
    refuse_unusable(profile, candidate.email)
    refuse_taken(session, profile.email, candidate.id)
    if candidate.account is not None:
        who = {"name": profile.name, "email": profile.email, "time_zone": profile.time_zone}
        accounts.correct(session, candidate.account, **who, by=by, now=now)
    values: dict[str, Any] = asdict(profile) | {"email_key": email_key(profile.email)}
    audit.change(session, "candidate.update", candidate, values, by=by, now=now)


def stop(
    session: Session, candidate: Candidate, kind: str, *, until: datetime | None = None, by: By, now: datetime
) -> Stop:
    """Prompts to the candidate stop for this reason, until `until` or until lifted; stopping twice is one stop."""
    standing = _standing(session, candidate, kind)
    if standing is not None:
        audit.change(session, "candidate.stop", standing, {"until": until}, by=by, now=now)
        return standing
    row = Stop(candidate_id=candidate.id, kind=kind, at=now, until=until, by_id=by.account_id)
    session.add(row)
    session.flush()
    candidate.next_prompt_at = now
    audit.record(session, f"candidate.{kind}", candidate, by=by, now=now)
    return row


def lift(session: Session, candidate: Candidate, kind: str, *, by: By, now: datetime) -> None:
    """Prompts are no longer stopped for this reason; lifting what does not stand changes nothing."""
    standing = _standing(session, candidate, kind)
    if standing is None:
        return
    standing.lifted_at = now
    candidate.next_prompt_at = now
    session.flush()
    audit.record(session, f"candidate.{kind}.lift", candidate, by=by, now=now)


def _standing(session: Session, candidate: Candidate, kind: str) -> Stop | None:
    return session.scalar(
        select(Stop).where(Stop.candidate_id == candidate.id, Stop.kind == kind, Stop.lifted_at.is_(None))
    )


def refuse_unusable(profile: Profile, standing: str | None) -> None:
    """Raise `Refused` for a blank name, or a new address that could never receive email."""
    if not profile.name.strip():
        raise Refused(N_("Enter a name, like Dana Ruiz."), field="name")
    if profile.email != standing and normalized(profile.email) is None:
        raise Refused(N_("Enter an email address, like name@example.com."), field="email")


def is_stopped(session: Session, candidate: Candidate, kind: str) -> bool:
    """Return whether reminders to the candidate are stopped for this reason."""
    return _standing(session, candidate, kind) is not None


def refuse_taken(session: Session, email: str, own_id: UUID | None) -> None:
    """Raise `Refused` at `email` when another candidate has this address."""
    taken = select(Candidate.id).where(Candidate.email_key == email_key(email), Candidate.id != own_id)
    if own_id is None:
        taken = select(Candidate.id).where(Candidate.email_key == email_key(email))
    if session.scalar(taken) is not None:
        raise Refused(N_("Another candidate already has this e-mail address."), field="email")
