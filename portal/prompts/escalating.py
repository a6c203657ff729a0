"""Telling others of an address that nobody has taken by half of the target, or no recruiter was told of: once."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts import rules
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.rules import accent
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.drafts.rules import first_name
from portal.followups import waiting
from portal.followups.agency_time import after_working_hours
from portal.messaging import actions as messages
from portal.messaging import templates
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import Message
from portal.prompts.telling import Colleague, stand_ins

KIND = "contact-request-open"
BATCH = 100


def tell_due(session: Session, now: datetime) -> int:
    """Of requests that nobody has taken in time others are told, a batch of them; returns how many requests."""
    due = session.scalars(
        select(ContactRequest)
        .where(ContactRequest.escalate_at <= now)
        .order_by(ContactRequest.escalate_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.escalate_at, row.escalated_at = None, now
        for account in _stand_ins(session, row, waiting.waiting_for(session, row.contact_id)):
            _put(session, row, account, now)
    session.flush()
    return len(due)


def _stand_ins(session: Session, request: ContactRequest, candidates: Sequence[Candidate]) -> list[Account]:
    able = {account.id: account for account in accounts.recruiters(session)}
    colleagues = [Colleague(row.id, row.role == rules.OWNER, row.office_id) for row in able.values()]
    asked = {request.candidate.recruiter_id} - {None}
    offices = {row.office_id for row in candidates if row.office_id}
    theirs = {row.recruiter_id for row in candidates if row.recruiter_id}
    visibility = agencies.profile(session).visibility
    return [able[found] for found in stand_ins(colleagues, asked, offices, visibility, theirs)]


def _put(session: Session, row: ContactRequest, account: Account, now: datetime) -> None:
    messages.put(
        session,
        kind=KIND,
        key=f"{KIND}:{row.id}:{account.id}",
        to_name=account.name,
        to_email=account.email,
        payload={"request": str(row.id), "account": str(account.id)},
        about_id=account.id,
        queue="due",
        due_at=after_working_hours(session, now, 0),
        now=now,
    )


def _recheck(session: Session, message: Message, now: datetime) -> Send | Wait | Drop:
    row = session.scalar(select(ContactRequest).where(ContactRequest.id == uuid.UUID(message.payload["request"])))
    account = session.scalar(select(Account).where(Account.id == uuid.UUID(message.payload["account"])))
    if row is None or row.closed_at is not None or row.taken_by_id is not None:
        return Drop("nothing_left")
    if account is None or account.deactivated_at is not None:
        return Drop("deactivated")
    candidates = waiting.who_wait(session, _eyes(session, account), [row])[row.contact_id]
    if not candidates:
        return Drop("nothing_left")
    working = after_working_hours(session, now, 0)
    return Wait(working) if working > now else Send({"row": row, "account": account, "candidates": candidates})


def _eyes(session: Session, account: Account) -> Viewer:
    """As far as this account sees: nobody is named to who may not see them."""
    return accounts.viewer_as(account, agencies.profile(session).visibility)


def _render(session: Session, _message: Message, values: dict[str, Any], _now: datetime) -> Content:
    profile, account, row = agencies.profile(session), values["account"], values["row"]
    rendered = templates.render(
        KIND,
        agency=profile.name,
        colour=accent(profile.colour),
        name=first_name(account.name),
        zone=account.time_zone,
        contact=row.contact.name,
        employer=row.contact.employer.name,
        candidates=[candidate.name for candidate in values["candidates"]],
        theirs=account.id in {candidate.recruiter_id for candidate in values["candidates"]},
        recruiter=_who_was_told(row),
        target_at=row.target_at,
        link=links.url(session, f"/contact-requests/{row.id}/answer"),
    )
    return Content(rendered.subject, rendered.text, rendered.html, from_name=profile.name)


def _who_was_told(row: ContactRequest) -> str | None:
    recruiter = row.candidate.recruiter
    return recruiter.name if recruiter is not None and recruiter.deactivated_at is None else None


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Wired by the factory."""
