"""Inviting candidates to sign in, one or many, from where their reminders start."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.rules import CANDIDATE
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.messaging import rate_limits
from portal.reminders import schedule


@dataclass(frozen=True)
class Invited:
    """What became of an invitation to many: how many get one, and how many wait because of the day's limit."""

    invited: int
    waiting: int


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


def invite_all(command: Command, people: Sequence[Candidate]) -> Invited:
    """Invite these candidates, as many as the agency may today; the others stay not invited."""
    rate_limits.lock_link_mails(command.session)
    over = rate_limits.addresses_over_limit(command.session, [row.email for row in people], command.now)
    new = [row.email_key for row in people if row.account_id is None]
    used = account_queries.email_keys_in_use(command.session, new)
    free = [row for row in people if row.email not in over and (row.account_id or row.email_key not in used)]
    now = free[: rate_limits.link_mails_left(command.session, command.now)]
    for candidate in now:
        invite(command, candidate)
    return Invited(len(now), len(people) - len(now))
