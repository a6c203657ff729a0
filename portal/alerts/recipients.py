"""Emails to colleagues who may step in: who gets them, with one email for everything a colleague is notified of."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import acting, rules
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.agencies.emails import write_email_to
from portal.alerts.escalation_recipients import Colleague, escalation_recipients
from portal.candidates.models import Candidate
from portal.followups.agency_time import add_office_working_hours
from portal.messaging import actions as messages
from portal.messaging.kinds import Content
from portal.messaging.models import OutgoingMessage

ActiveRecruiters = Mapping[uuid.UUID, Account]


def active_recruiters(session: Session, now: datetime) -> ActiveRecruiters:
    """Return all accounts that can look after candidates and aren't away, by id; all of them where everyone is."""
    every = {account.id: account for account in accounts.recruiters(session)}
    return {account_id: account for account_id, account in every.items() if not account.is_away(now)} or every


def colleagues_to_alert(
    session: Session,
    found: ActiveRecruiters,
    asked: Collection[uuid.UUID],
    candidates: Sequence[Candidate],
    now: datetime,
) -> Sequence[uuid.UUID]:
    """Return the ids of colleagues to notify of what these candidates wait for, without those already `asked`.

    Those who act for an away recruiter count as the candidate's recruiter.
    """
    colleagues = [Colleague(row.id, row.role == rules.OWNER, row.office_id) for row in found.values()]
    offices = {row.office_id for row in candidates if row.office_id}
    theirs = {account_id for row in candidates if (account_id := _acting_id(session, found, row, now))}
    return escalation_recipients(colleagues, asked, offices, agencies.profile(session).visibility, theirs)


def asked_first(
    session: Session, found: ActiveRecruiters, candidate: Candidate, now: datetime
) -> Collection[uuid.UUID]:
    """Return who was notified of what this candidate waits for: the recruiter, and who acts for them now."""
    return {known for known in (candidate.recruiter_id, _acting_id(session, found, candidate, now)) if known}


def _acting_id(session: Session, found: ActiveRecruiters, candidate: Candidate, now: datetime) -> uuid.UUID | None:
    """Return the candidate's recruiter, or who acts for one who is away; None where they have none."""
    recruiter = candidate.recruiter if candidate.recruiter_id not in found else None
    if recruiter is None or recruiter.deactivated_at is not None:
        return candidate.recruiter_id
    chosen = acting.acting_colleague(session, candidate, now)
    return chosen.id if chosen else None


def enqueue_or_extend(session: Session, kind: str, what: str, account: Account, ids: list[str], now: datetime) -> None:
    """Add these ids to the payload key `what` of this account's queued email of this kind, or queue a new one."""
    waits = (
        select(OutgoingMessage)
        .where(OutgoingMessage.kind == kind, OutgoingMessage.about_id == account.id, OutgoingMessage.state == "queued")
        .with_for_update(skip_locked=True)
        .limit(1)
    )
    if (standing := session.scalar(waits)) is not None:
        standing.payload = {**standing.payload, what: [*standing.payload[what], *ids]}
        return
    messages.enqueue(
        session,
        kind=kind,
        key=f"{kind}:{ids[0]}:{account.id}",
        to_name=account.name,
        to_email=account.email,
        payload={what: ids, "account": str(account.id)},
        about_id=account.id,
        queue="due",
        due_at=add_office_working_hours(session, account.office_id, now, 0),
        now=now,
    )


def active_recipient(session: Session, message: OutgoingMessage) -> Account | None:
    """Return the account that this email goes to; None if it is no longer active."""
    return accounts.find_active(session, uuid.UUID(message.payload["account"]))


def build_content(
    session: Session, kind: str, account: Account, *, now: datetime, answers: Account | None = None, **said: Any
) -> Content:
    """Return the email of this kind to this account, in the agency's name; its times are in the account's time zone.

    `answers` is the colleague who gets replies.
    """
    return write_email_to(session, kind, account, now=now, answers=answers, **said)


def shared_recruiter(
    session: Session, account: Account, candidates: Iterable[Candidate], now: datetime
) -> Account | None:
    """Return the one colleague who looks after all these candidates now; None where that is `account` or no one."""
    found = {recruiter_or_substitute(session, candidate, now) for candidate in candidates}
    only = found.pop() if len(found) == 1 else None
    return only if only != account else None


def recruiter_or_substitute(session: Session, candidate: Candidate, now: datetime) -> Account | None:
    """Return the candidate's active recruiter, or who acts for one who is away; None where they have none."""
    recruiter = candidate.recruiter
    if recruiter is None or recruiter.deactivated_at is not None:
        return None
    return acting.acting_colleague(session, candidate, now)


def viewer_for(session: Session, account: Account) -> Viewer:
    """Return the viewer for this account, so that it only reads of candidates it may see."""
    return accounts.viewer_as(account, agencies.profile(session).visibility)
