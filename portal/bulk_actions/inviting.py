"""Inviting candidates to sign in."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from portal.accounts import queries as accounts
from portal.bulk_actions.rules import GOES, CandidateVerdict, Done
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.messaging import rate_limits
from portal.reminders import candidate_invitations

HAS_ACCOUNT, DEACTIVATED, TAKEN, TOO_OFTEN, TOMORROW = "has_account", "deactivated", "taken", "too_often", "tomorrow"


def judge(
    command: Command, people: Sequence[Candidate], _parameters: Mapping[str, Any]
) -> dict[uuid.UUID, CandidateVerdict]:
    """Return who gets an invitation now: as many as the agency may send today."""
    session, now = command.session, command.now
    known = accounts.accounts_by_id(session, [who.account_id for who in people if who.account_id])
    over = rate_limits.addresses_over_limit(session, [who.email for who in people], now)
    used = accounts.email_keys_in_use(session, [who.email_key for who in people if who.account_id is None])
    left, verdicts = rate_limits.link_mails_left(session, now), {}
    for who in people:
        account = known.get(who.account_id) if who.account_id else None
        code = GOES if left else TOMORROW
        if account and (account.accepted_at or account.deactivated_at):
            code = DEACTIVATED if account.deactivated_at else HAS_ACCOUNT
        elif who.email in over or (account is None and who.email_key in used):
            code = TOO_OFTEN if who.email in over else TAKEN
        left -= code == GOES
        verdicts[who.id] = CandidateVerdict(code)
    return verdicts


def do(command: Command, people: Mapping[Candidate, CandidateVerdict], parameters: Mapping[str, Any]) -> Done:
    """Invite them, one bulk action of the agency at a time, so that no two use up the same day's limit."""
    rate_limits.lock_link_mails(command.session)
    still = judge(command, list(people), parameters)
    invited = [who for who in people if still[who.id].is_included]
    for who in invited:
        candidate_invitations.invite(command, who)
    return {who.id: {} for who in invited}
