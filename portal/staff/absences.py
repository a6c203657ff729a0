"""A colleague's absence: until when, and who gets their contact requests, notes to review, and replies meanwhile."""

from datetime import date
from zoneinfo import ZoneInfo

from portal.accounts import rules
from portal.accounts.models import Account
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.staff import mails, workload


def start_absence(command: Command, account: Account, back_on: date, substitute: Account | None) -> None:
    """Note that the colleague is away until `back_on`, and who fills in, who gets an email; None is an owner.

    Raise `ActionRefused` at `back_on` for a day that isn't ahead or is more than a year off, and at `substitute_id` for
    the colleague themselves, or someone who can't look after candidates.
    """
    lock_row(command.session, account)
    _refuse_day(account, back_on, command)
    if not workload.can_take_over(account):
        raise ActionRefused(N_("%(name)s doesn’t look after candidates."), name=account.name)
    if substitute is not None:
        _refuse_substitute(account, substitute)
    values = {"back_on": back_on, "substitute_id": substitute.id if substitute else None}
    if audit.apply_change(command, "account.absence", account, values) and substitute is not None:
        mails.enqueue_substitute(command, account, substitute)


def end_absence(command: Command, account: Account) -> None:
    """Note that the colleague is back: what comes from now on is theirs again."""
    lock_row(command.session, account)
    audit.apply_change(command, "account.return", account, {"back_on": None, "substitute_id": None})


def _refuse_day(account: Account, back_on: date, command: Command) -> None:
    today = command.now.astimezone(ZoneInfo(account.time_zone)).date()
    if back_on <= today:
        raise ActionRefused(N_("Choose a day after today."), field="back_on")
    if back_on > today + rules.MAX_ABSENCE:
        raise ActionRefused(N_("Choose a day within a year."), field="back_on")


def _refuse_substitute(account: Account, substitute: Account) -> None:
    if substitute.id == account.id:
        raise ActionRefused(N_("Choose someone else to fill in."), field="substitute_id")
    if not workload.can_take_over(substitute):
        raise ActionRefused(
            N_("%(name)s can’t look after candidates. Choose an owner or a recruiter."),
            field="substitute_id",
            name=substitute.name,
        )
