"""Inviting colleagues, and changing what they may do."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.accounts.rules import CANDIDATE, OWNER, VIEWER, email_key
from portal.agencies import queries as agencies
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.staff import queries, workload
from portal.staff.rules import ACTIVE, DEACTIVATED, INVITED, account_state


def invite(command: Command, *, name: str | None, email: str, role: str, office_id: UUID | None) -> Account:
    """Add a colleague and email them an invitation; raise `ActionRefused` at `email` when the address is taken."""
    _refuse_known(command.session, email)
    zone = agencies.profile(command.session).time_zone
    account = accounts.create(command, name=name, email=email, role=role, time_zone=zone, office_id=office_id)
    accounts.invite(command, account)
    return account


def add_owner(command: Command, email: str) -> str:
    """Make this colleague an owner, or invite one; return `promoted` or `invited`.

    Raise `ActionRefused` for an owner who has accepted, someone deactivated, and an address that is a candidate's.
    """
    account = queries.find_colleague(command.session, email)
    if account is None:
        invite(command, name=None, email=email, role=OWNER, office_id=None)
        return "invited"
    lock_row(command.session, account)
    state = account_state(account.accepted_at, account.deactivated_at)
    if state == DEACTIVATED:
        raise ActionRefused(N_("%(name)s is deactivated. Choose someone who works here."), name=account.name)
    if state == ACTIVE and account.role == OWNER:
        raise ActionRefused(N_("%(name)s is an owner already."), name=account.name)
    if account.role != OWNER:
        accounts.change_role(command, account, OWNER, account.office_id)
    if state == INVITED:
        accounts.invite(command, account)
    return "invited" if state == INVITED else "promoted"


def invite_again(command: Command, account: Account) -> None:
    """Email a new invitation; earlier links stop working. Raise `ActionRefused` unless the account is only invited."""
    _lock_invited(command.session, account)
    accounts.invite(command, account)


def correct_invitation(
    command: Command, account: Account, *, name: str, email: str, role: str, office_id: UUID | None
) -> None:
    """Correct whom an invitation is for; a new one is sent where the address changed, and the old link stops working.

    Raise `ActionRefused` unless the account is only invited, and at `email` when the address is taken.
    """
    _lock_invited(command.session, account)
    is_other_address = email_key(email) != account.email_key
    if is_other_address:
        _refuse_known(command.session, email)
    values = {"name": name, "email": email, "email_key": email_key(email), "role": role, "office_id": office_id}
    audit.apply_change(command, "account.correct_invitation", account, values)
    if is_other_address:
        accounts.invite(command, account)


def change_role(command: Command, account: Account, role: str, office_id: UUID | None) -> None:
    """Give the colleague this role and office.

    Raise `ActionRefused` at `role` for the last owner, and for a new viewer with work that has not been handed over.
    """
    lock_row(command.session, account)
    if role == VIEWER and workload.load_workload(command.session, account).counts.any:
        raise ActionRefused(
            N_("%(name)s still has work here, and viewers can’t do it. Hand it over first."),
            field="role",
            name=account.name,
        )
    accounts.change_role(command, account, role, office_id)


def _lock_invited(session: Session, account: Account) -> None:
    lock_row(session, account)
    if account_state(account.accepted_at, account.deactivated_at) != INVITED:
        raise ActionRefused(N_("%(name)s has no open invitation."), name=account.name)


def _refuse_known(session: Session, email: str) -> None:
    """Raise `ActionRefused` at `email`, saying who has the address already."""
    account = account_queries.find_by_email(session, email)
    is_candidate = session.scalar(select(Candidate.id).where(Candidate.email_key == email_key(email))) is not None
    if is_candidate or (account is not None and account.role == CANDIDATE):
        raise ActionRefused(N_("This is a candidate’s email address. Use a different one."), field="email")
    if account is None:
        return
    if account.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s was here before. Reactivate them instead."), field="email", name=account.name)
    raise ActionRefused(N_("%(name)s is already here with this email address."), field="email", name=account.name)
