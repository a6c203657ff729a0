"""A colleague's absence: from when to when, who gets their requests, notes, and replies meanwhile, and the return."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts import rules
from portal.accounts.models import Account
from portal.applications.models import Application
from portal.approvals.models import Approval
from portal.audit import actions as audit
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core.command import PORTAL, Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.followups.rules.working_time import to_utc
from portal.interviews.models import Interview
from portal.notes.models import Note
from portal.staff import mails, reassigning, workload
from portal.staff.rules import WorkloadCounts

BATCH = 20
PRESENT = {"away_from": None, "back_on": None, "returns_at": None, "substitute_id": None}


def start_absence(
    command: Command, account: Account, back_on: date, substitute: Account | None, away_from: date | None = None
) -> None:
    """Note that the colleague is away until `back_on`, and who fills in, who gets an email; None is an owner.

    It begins today or on `away_from`. Raise `ActionRefused` at `away_from` or `back_on` for a day that is over, at
    `back_on` for one that isn't later than the first or is more than a year off, and at `substitute_id` for the
    colleague themselves, or someone who can't look after candidates.
    """
    lock_row(command.session, account)
    first = _first_day(command, account, away_from)
    _refuse_days(command, account, first, back_on)
    if not workload.can_take_over(account):
        raise ActionRefused(N_("%(name)s doesn’t look after candidates."), name=account.name)
    if substitute is not None:
        _refuse_substitute(account, substitute)
    values = {
        "away_from": first,
        "back_on": back_on,
        "returns_at": _start_of(account, back_on),
        "substitute_id": substitute.id if substitute else None,
    }
    if audit.apply_change(command, "account.absence", account, values) and substitute is not None:
        mails.enqueue_substitute(command, account, substitute)


def end_absence(command: Command, account: Account) -> WorkloadCounts:
    """Note that the colleague is back, give them what the substitute took for them, and tell both by an email.

    Return what came back. If it was only planned, the substitute alone gets an email, which says so.
    """
    lock_row(command.session, account)
    if account.back_on is None or account.away_from is None:
        return WorkloadCounts()
    began, substitute = _start_of(account, account.away_from), _substitute_of(command.session, account)
    was_away, back = began <= command.now, WorkloadCounts()
    if substitute is not None and was_away:
        back = _give_back(command, account, substitute, began)
    audit.apply_change(command, "account.return", account, PRESENT)
    if was_away:
        mails.enqueue_return(command, account, account, substitute, back)
    if substitute is not None:
        mails.enqueue_return(command, substitute, account, substitute, back if was_away else None)
    return back


def end_due(session: Session, now: datetime) -> int:
    """End a batch of absences whose day of return has begun, and return how many."""
    due = session.scalars(
        select(Account)
        .where(Account.returns_at <= now)
        .order_by(Account.returns_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for account in due:
        end_absence(Command(session, PORTAL, now), account)
    return len(due)


def _give_back(command: Command, account: Account, substitute: Account, since: datetime) -> WorkloadCounts:
    """Name the colleague as who works on what the substitute took since then for the colleague's candidates."""
    session = command.session
    requests = select(ContactRequest.id).join(ContactRequest.candidate).where(ContactRequest.closed_at.is_(None))
    notes = (
        select(Approval.id)
        .join(Approval.note)
        .join(Note.interview)
        .join(Interview.application)
        .join(Application.candidate)
        .where(Approval.decided_at.is_(None))
    )
    moved = []
    for name, model, query in (("contact_request", ContactRequest, requests), ("approval", Approval, notes)):
        theirs = query.where(
            Candidate.recruiter_id == account.id, model.claimed_by_id == substitute.id, model.claimed_at >= since
        )
        ids = session.scalars(theirs).all()
        moved += [reassigning.move_claims(command, f"{name}.take_back", model, ids, old=substitute, new=account)]
    return WorkloadCounts(0, len(moved[0]), len(moved[1]))


def _substitute_of(session: Session, account: Account) -> Account | None:
    return accounts.get_account(session, account.substitute_id) if account.substitute_id else None


def _start_of(account: Account, day: date) -> datetime:
    return to_utc(day, time(0), ZoneInfo(account.time_zone))


def _first_day(command: Command, account: Account, chosen: date | None) -> date:
    """Return the chosen day, or today; the day on which an absence began stays."""
    today = command.now.astimezone(ZoneInfo(account.time_zone)).date()
    if chosen is None and account.away_from is not None and account.away_from < today:
        return account.away_from
    return chosen or today


def _refuse_days(command: Command, account: Account, first: date, back_on: date) -> None:
    today = command.now.astimezone(ZoneInfo(account.time_zone)).date()
    if first < today and first != account.away_from:
        raise ActionRefused(N_("Choose today or a later day."), field="away_from")
    if back_on <= today:
        raise ActionRefused(N_("Choose a day after today."), field="back_on")
    if back_on <= first:
        raise ActionRefused(N_("Choose a day after the first day away."), field="back_on")
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
