"""Ending a colleague's access together with the hand-over of their work, and letting them in again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts.models import Account
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.staff import taking_back, workload
from portal.staff.hand_over_plan import HandOverPlan
from portal.staff.handing_over import hand_over_locked, lock_accounts
from portal.staff.models import HandOver
from portal.staff.rules import undo_until
from portal.staff.split import BY_FIELD
from portal.staff.taking_back import Offer


def deactivate(command: Command, account: Account, to: Sequence[Account], how: str = BY_FIELD) -> HandOverPlan:
    """End the colleague's access at once and hand over what they look after; return who got what.

    `to` may be empty where there is nothing to hand over. Raise `ActionRefused` for the last owner, or as `hand_over`
    does.
    """
    lock_accounts(command.session, account, to)
    if account.deactivated_at is not None:
        raise ActionRefused(N_("%(name)s is deactivated already."), name=account.name)
    moved = HandOverPlan(())
    if to:
        moved = hand_over_locked(command, account, to, how, ended_access=True)
    elif workload.load_workload(command.session, account).counts.any:
        raise ActionRefused(N_("Choose who takes over."), field="to")
    accounts.deactivate(command, account)
    return moved


def reactivate(command: Command, account: Account) -> None:
    """Let the colleague sign in again; one who never accepted the invitation gets a new one."""
    lock_row(command.session, account)
    if account.deactivated_at is None:
        return
    accounts.reactivate(command, account)
    if account.accepted_at is None:
        accounts.invite(command, account)


def undo_deactivation(command: Command, account: Account) -> Sequence[Offer]:
    """Reactivate the colleague and give back what is still with the others; return what that was.

    Raise `ActionRefused` once the time to undo is over.
    """
    lock_row(command.session, account)
    until = undo_deadline(command.session, account)
    if until is None or until <= command.now:
        raise ActionRefused(N_("It’s too late to undo this. Reactivate %(name)s instead."), name=account.name)
    reactivate(command, account)
    return taking_back.take_back(command, account)


def undo_deadline(session: Session, account: Account) -> datetime | None:
    """Return until when the deactivation can be undone; None where it handed nothing over, or there is none."""
    if account.deactivated_at is None:
        return None
    found = session.scalar(
        select(HandOver.at).where(
            HandOver.account_id == account.id, HandOver.ended_access, HandOver.at == account.deactivated_at
        )
    )
    return undo_until(found) if found is not None else None
