"""Changing what colleagues may do, and what they are called."""

from uuid import UUID

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.accounts.rules import OWNER, VIEWER
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.staff import invitations, queries, workload
from portal.staff.rules import ACTIVE, DEACTIVATED, INVITED, account_state


def add_owner(command: Command, email: str) -> str:
    """Make this colleague an owner, or invite one; return `promoted` or `invited`.

    Raise `ActionRefused` for an owner who has accepted, someone deactivated, and an address that is a candidate's.
    """
    account = queries.find_colleague(command.session, email)
    if account is None:
        invitations.invite(command, name=None, email=email, role=OWNER, office_id=None)
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


def rename(command: Command, account: Account, name: str | None) -> None:
    """Enter what the colleague is called; None is for someone invited, who chooses a name when they accept.

    Raise `ActionRefused` at `name` where someone who has accepted would have none.
    """
    if name is None and account.accepted_at is not None:
        raise ActionRefused(N_("Fill this in."), field="name")
    audit.apply_change(command, "account.rename", account, {"name": name or account.email})


def change_role(command: Command, account: Account, role: str, office_id: UUID | None) -> None:
    """Give the colleague this role and office.

    Raise `ActionRefused` at `role` for the last owner, for one's own role, and for a new viewer with work that has not
    been handed over.
    """
    lock_row(command.session, account)
    if role != account.role and command.by.account_id == account.id:
        accounts.refuse_last_owner(command.session, account)
        raise ActionRefused(N_("You can’t change your own role. Ask another owner to change it."), field="role")
    if role == VIEWER and workload.load_workload(command.session, account).counts.any:
        raise ActionRefused(
            N_("%(name)s still has work here, and viewers can’t do it. Hand it over first."),
            field="role",
            name=account.name,
        )
    accounts.change_role(command, account, role, office_id)
