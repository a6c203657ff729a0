"""Inviting colleagues: one, a pasted list at once, or one again; and withdrawing an invitation."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.accounts.rules import CANDIDATE, email_key
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.messaging import rate_limits
from portal.staff import workload
from portal.staff.invitation_verdicts import GOOD, AddressFacts, InvitationVerdict, KnownAccount, judge
from portal.staff.pasted_addresses import read_addresses
from portal.staff.rules import INVITED, account_state, is_withdrawn


@dataclass(frozen=True)
class Assignment:
    """The role and office that someone is invited with."""

    role: str
    office_id: uuid.UUID | None = None


def invite(
    command: Command,
    *,
    name: str | None,
    email: str,
    role: str,
    office_id: uuid.UUID | None,
    message: str | None = None,
) -> Account:
    """Add a colleague and email them an invitation; raise `ActionRefused` at `email` when the address is taken."""
    withdrawn = _refuse_known(command.session, email)
    if withdrawn is None:
        zone = agencies.profile(command.session).time_zone
        account = accounts.create(command, name=name, email=email, role=role, time_zone=zone, office_id=office_id)
    else:
        account = withdrawn
        accounts.reactivate(command, account)
        said = {"name": name or account.name, "role": role, "office_id": office_id}
        audit.apply_change(command, "account.change_role", account, said)
    accounts.invite(command, account, message)
    return account


def judge_list(session: Session, text: str, now: datetime) -> list[InvitationVerdict]:
    """Return the verdict on each address of a pasted list."""
    entries = read_addresses(text)
    return judge(entries, _facts_of(session, [entry.email for entry in entries if entry.email], now))


def invite_list(
    command: Command,
    text: str,
    for_all: Assignment,
    message: str | None = None,
    *,
    own: Mapping[str, Assignment] | None = None,
) -> list[InvitationVerdict]:
    """Invite everyone on the pasted list whose address is good; return every verdict.

    They get the role and office `for_all`, except where `own` has others under their `email_key`.

    Two lists at once wait for each other, so that no one is invited twice.
    """
    rate_limits.lock_link_mails(command.session)
    verdicts = judge_list(command.session, text, command.now)
    for verdict in verdicts:
        if verdict.code == GOOD:
            name, email = verdict.entry.name, str(verdict.entry.email)
            given = (own or {}).get(email_key(email), for_all)
            invite(command, name=name, email=email, role=given.role, office_id=given.office_id, message=message)
    return verdicts


def invite_again(command: Command, account: Account) -> None:
    """Email a new invitation; earlier links stop working. Raise `ActionRefused` unless the account is only invited."""
    _lock_invited(command.session, account)
    accounts.invite(command, account)


def withdraw(command: Command, account: Account) -> None:
    """Make the invitation's link stop working; the address can be invited again.

    Raise `ActionRefused` unless the account is only invited, and where it has been given work already.
    """
    _lock_invited(command.session, account)
    if workload.load_workload(command.session, account).counts.any:
        raise ActionRefused(N_("%(name)s has work here already. Hand it over first."), name=account.name)
    accounts.deactivate(command, account)


def _facts_of(session: Session, emails: Collection[str], now: datetime) -> AddressFacts:
    keys = {email_key(email) for email in emails}
    rows = session.scalars(select(Account).where(Account.email_key.in_(keys))).all()
    of_candidates = session.scalars(select(Candidate.email_key).where(Candidate.email_key.in_(keys))).all()
    over_limit = rate_limits.addresses_over_limit(session, emails, now)
    return AddressFacts(
        {row.email_key: _known_account(row) for row in rows},
        frozenset(of_candidates),
        frozenset(email_key(email) for email in over_limit),
        rate_limits.link_mails_left(session, now),
    )


def _known_account(row: Account) -> KnownAccount:
    return KnownAccount(row.id, row.name, row.role, _state(row), is_withdrawn(row.accepted_at, row.deactivated_at))


def _lock_invited(session: Session, account: Account) -> None:
    lock_row(session, account)
    if _state(account) != INVITED:
        raise ActionRefused(N_("%(name)s has no open invitation."), name=account.name)


def _refuse_known(session: Session, email: str) -> Account | None:
    """Raise `ActionRefused` at `email`, saying who has the address; return the account of a withdrawn invitation."""
    account = account_queries.find_by_email(session, email)
    is_candidate = session.scalar(select(Candidate.id).where(Candidate.email_key == email_key(email))) is not None
    if is_candidate or (account is not None and account.role == CANDIDATE):
        raise ActionRefused(N_("This is a candidate’s email address. Use a different one."), field="email")
    if account is None or is_withdrawn(account.accepted_at, account.deactivated_at):
        return account
    if account.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s was here before. Reactivate them instead."), field="email", name=account.name)
    raise ActionRefused(N_("%(name)s is already here with this email address."), field="email", name=account.name)


def _state(account: Account) -> str:
    return account_state(account.accepted_at, account.deactivated_at)
