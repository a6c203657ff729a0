"""Ending a colleague's access together with the hand-over of their work, and letting them in again."""

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.staff import workload
from portal.staff.handing_over import hand_over_everything, lock_accounts
from portal.staff.rules import WorkloadCounts


def deactivate(command: Command, account: Account, to: Account | None) -> WorkloadCounts:
    """End the colleague's access at once and hand over what they look after; return how much that was.

    `to` may be None where there is nothing to hand over. Raise `ActionRefused` for the last owner, or as `hand_over`
    does.
    """
    lock_accounts(command.session, account, to)
    if account.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s is deactivated already."), name=account.name)
    counts = WorkloadCounts()
    if to is not None:
        counts = hand_over_everything(command, account, to)
    elif workload.load_workload(command.session, account).counts.any:
        raise ActionRefused(N_("Choose who takes over."), field="to")
    accounts.deactivate(command, account)
    return counts


def reactivate(command: Command, account: Account) -> None:
    """Let the colleague sign in again; one who never accepted the invitation gets a new one."""
    lock_row(command.session, account)
    if account.deactivated_at is None:
        return
    accounts.reactivate(command, account)
    if account.accepted_at is None:
        accounts.invite(command, account)
