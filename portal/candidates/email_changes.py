"""Changing email addresses where candidates are concerned: theirs follows their account's, and no one else takes it."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import email_changes
from portal.accounts.models import Account, EmailChange
from portal.accounts.rules import CANDIDATE, email_key
from portal.candidates import actions
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused


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
    """Ask the candidate's new address for confirmation, and tell the old one unless it bounced.

    Raise `ActionRefused` at `email` when someone else has it.
    """
    actions.refuse_taken(command.session, email, candidate.id)
    account: Account | None = candidate.account
    if account is None:
        raise ValueError("a candidate without an account needs no confirmation")
    has_bounced = actions.is_suppressed(command.session, candidate, "bounced")
    return email_changes.request(command, account, email, notify=not has_bounced)


def request_own_change(command: Command, account: Account, email: str) -> EmailChange:
    """Ask the new address of one's own account for confirmation, and tell the old one.

    Raise `ActionRefused` at `email` when someone else has it; a candidate isn't told who.
    """
    candidate = candidate_of(command.session, account)
    try:
        if candidate is not None:
            return request_change(command, candidate, email)
        _refuse_candidates(command.session, email)
        return email_changes.request(command, account, email)
    except ActionRefused as refused:
        if account.role != CANDIDATE or refused.field != "email" or email_key(email) == account.email_key:
            raise
        raise ActionRefused(
            N_("Use a different email address. This one can’t be used here."), field="email"
        ) from refused


def confirm(command: Command, row: EmailChange) -> Candidate | None:
    """Make the new address the account's, and the candidate's whose account it is; return that candidate, if any.

    Raise `ActionRefused` when the link was used or is too old, or when someone else has the address by now.
    """
    candidate = candidate_of(command.session, row.account)
    if candidate is None:
        _refuse_candidates(command.session, row.new_email)
    else:
        actions.refuse_taken(command.session, row.new_email, candidate.id)
    email_changes.confirm(command, row)
    if candidate is not None:
        actions.update(command, candidate, replace(actions.profile_of(candidate), email=row.new_email))
        actions.lift_suppression(command, candidate, "bounced")
    return candidate


def candidate_of(session: Session, account: Account) -> Candidate | None:
    """Return the candidate whose account this is; None for a colleague's."""
    return session.scalar(select(Candidate).where(Candidate.account_id == account.id))


def _refuse_candidates(session: Session, email: str) -> None:
    if session.scalar(select(Candidate.id).where(Candidate.email_key == email_key(email))) is not None:
        raise ActionRefused(N_("This is a candidate’s email address. Use a different one."), field="email")
