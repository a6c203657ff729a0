"""Inviting a candidate to sign in, from where their reminders start."""

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.rules import CANDIDATE
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.reminders import schedule


def invite(command: Command, candidate: Candidate) -> None:
    """Email the candidate an invitation, with an account of their own; earlier links stop working.

    Raise `ActionRefused` at `email` if a colleague signs in with that address.
    """
    account = candidate.account
    if account is None:
        if account_queries.find_by_email(command.session, candidate.email) is not None:
            raise ActionRefused(N_("A colleague already signs in with this email address."), field="email")
        account = accounts.create(
            command, name=candidate.name, email=candidate.email, role=CANDIDATE, time_zone=candidate.time_zone
        )
        candidate.account_id = account.id
    candidate.invited_at = command.now
    command.session.flush()
    schedule.recompute(command.session, account.id, command.now)
    accounts.invite(command, account)
