"""Changing a candidate's email address: a candidate who signs in confirms the new one before it takes effect."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import actions as accounts
from portal.accounts import credentials
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.accounts.rules import email_key
from portal.audit import actions as audit
from portal.candidates import actions
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate, EmailChange
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.messaging import actions as messages
from portal.messaging.rate_limits import refuse_link_mails_over_limit

CONFIRM, NOTICE = "email-confirmation", "email-change"
LINK_LIFETIME = timedelta(days=7)


def update_with_confirmation(command: Command, candidate: Candidate, profile: CandidateProfile) -> None:
    """Save the profile; a new email address waits for its confirmation once the candidate has signed in.

    Before that it takes effect at once, and the invitation is sent again.
    """
    actions.refuse_invalid(profile, candidate.email)
    account, is_new = candidate.account, email_key(profile.email) != candidate.email_key
    if is_new and account is not None and account.accepted_at is not None:
        request_change(command, candidate, profile.email)
        profile = replace(profile, email=candidate.email)
    actions.update(command, candidate, profile)
    if is_new and account is not None and account.accepted_at is None:
        actions.lift_suppression(command, candidate, "bounced")
        accounts.invite(command, account)


def request_change(command: Command, candidate: Candidate, email: str) -> EmailChange:
    """Ask the new address for confirmation, tell the old one, and end the candidate's sessions.

    The same address again changes nothing. Raise `ActionRefused` at `email` when someone else has it.
    """
    standing = pending_change(command.session, candidate.id)
    if standing is not None and standing.expires_at > command.now and email_key(standing.new_email) == email_key(email):
        return standing
    _refuse_taken(command.session, candidate, email)
    if standing is not None:
        cancel(command, standing)
    row = EmailChange(
        candidate_id=candidate.id,
        old_email=candidate.email,
        new_email=email,
        requested_at=command.now,
        by_id=command.by.account_id,
    )
    command.session.add(row)
    _renew_link(command.session, row, command.now)
    audit.record(command, "email_change.request", row)
    accounts.end_sessions(command.session, _account(candidate), command.now)
    _enqueue_mail(command.session, row, candidate, CONFIRM, email, command.now)
    if not _has_bounced(command.session, candidate):
        _enqueue_mail(command.session, row, candidate, NOTICE, candidate.email, command.now)
    return row


def resend(command: Command, row: EmailChange) -> None:
    """Send the confirmation again with a new link; the earlier link stops working."""
    _lock(command.session, row)
    if row.is_closed:
        raise ActionRefused(N_("This change was confirmed or canceled in the meantime."))
    _renew_link(command.session, row, command.now)
    audit.record(command, "email_change.resend", row)
    _enqueue_mail(command.session, row, row.candidate, CONFIRM, row.new_email, command.now)


def cancel(command: Command, row: EmailChange) -> None:
    """Keep the old address: the link in the email stops working. Canceling twice changes nothing."""
    _lock(command.session, row)
    if row.is_closed:
        return
    row.canceled_at = command.now
    command.session.flush()
    audit.record(command, "email_change.cancel", row)


def confirm(command: Command, row: EmailChange) -> None:
    """Make the new address the candidate's, for signing in and for email, and end every session.

    Raise `ActionRefused` when the link was used or is too old, or when someone else has the address by now.
    """
    _lock(command.session, row)
    if row.is_closed or row.expires_at <= command.now:
        raise ActionRefused(N_("This link was used or is too old. Ask your agency for a new one."))
    candidate = row.candidate
    _refuse_taken(command.session, candidate, row.new_email)
    row.confirmed_at = command.now
    profile = replace(actions.profile_of(candidate), email=row.new_email)
    actions.update(command, candidate, profile)
    actions.lift_suppression(command, candidate, "bounced")
    accounts.end_sessions(command.session, _account(candidate), command.now)
    audit.record(command, "email_change.confirm", row)


def pending_change(session: Session, candidate_id: uuid.UUID) -> EmailChange | None:
    """Return the change that was neither confirmed nor canceled, even if its link has expired."""
    query = select(EmailChange).where(EmailChange.confirmed_at.is_(None), EmailChange.canceled_at.is_(None))
    query = query.where(EmailChange.candidate_id == candidate_id)
    return session.scalar(query.options(joinedload(EmailChange.candidate)))


def find_by_token(session: Session, token: str) -> EmailChange | None:
    """Return the change that this link belongs to, whatever became of it."""
    query = select(EmailChange).where(EmailChange.token_hash == credentials.token_digest(token))
    return session.scalar(query.options(joinedload(EmailChange.candidate)))


def find_change(session: Session, change_id: uuid.UUID) -> EmailChange | None:
    """Return one change with its candidate."""
    query = select(EmailChange).where(EmailChange.id == change_id)
    return session.scalar(query.options(joinedload(EmailChange.candidate)))


def link_token(row_id: str, expires_at: datetime) -> str:
    """Return the secret of the link: made again for every email, and another one once the change is sent again."""
    return credentials.derived_token(f"email-change:{row_id}:{expires_at.timestamp()}")


def _renew_link(session: Session, row: EmailChange, now: datetime) -> None:
    """Give the change a new link that works from now on."""
    row.id = row.id or uuid.uuid4()
    row.expires_at = now + LINK_LIFETIME
    row.token_hash = credentials.token_digest(link_token(str(row.id), row.expires_at))
    session.flush()


def _enqueue_mail(session: Session, row: EmailChange, candidate: Candidate, kind: str, to: str, now: datetime) -> None:
    if kind == CONFIRM:
        refuse_link_mails_over_limit(session, to, now)
    messages.enqueue(
        session,
        kind=kind,
        key=f"{kind}:{row.id}:{row.expires_at.isoformat()}",
        to_name=candidate.name,
        to_email=to,
        payload={"change": str(row.id), "link_until": row.expires_at.isoformat()},
        about_id=candidate.id,
        queue="now",
        due_at=now,
        not_after=row.expires_at,
        now=now,
    )


def _has_bounced(session: Session, candidate: Candidate) -> bool:
    return actions.is_suppressed(session, candidate, "bounced")


def _account(candidate: Candidate) -> Account:
    account: Account | None = candidate.account
    if account is None:
        raise ValueError("a candidate without an account needs no confirmation")
    return account


def _refuse_taken(session: Session, candidate: Candidate, email: str) -> None:
    actions.refuse_taken(session, email, candidate.id)
    other = account_queries.find_by_email(session, email)
    if other is not None and other.id != candidate.account_id:
        raise ActionRefused(N_("Someone else already signs in with this email address."), field="email")


def _lock(session: Session, row: EmailChange) -> None:
    session.refresh(row, ["confirmed_at", "canceled_at", "expires_at"], with_for_update={"of": EmailChange})
