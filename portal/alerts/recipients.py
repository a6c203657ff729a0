"""Mails to colleagues who may stand in: whom they go to, and one for all that one of them is to be told of."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts import rules
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.agencies import queries as agencies
from portal.agencies.rules import accent_color
from portal.alerts.escalation import Colleague, escalation_recipients
from portal.candidates.models import Candidate
from portal.drafts.rules import greeting_name
from portal.followups.agency_time import add_agency_working_hours
from portal.messaging import actions as messages
from portal.messaging import templates
from portal.messaging.kinds import Content
from portal.messaging.models import OutgoingMessage

ActiveRecruiters = Mapping[uuid.UUID, Account]


def active_recruiters(session: Session) -> ActiveRecruiters:
    """Everybody who can look after candidates, by id."""
    return {account.id: account for account in accounts.recruiters(session)}


def colleagues_to_alert(
    session: Session, found: ActiveRecruiters, asked: Collection[uuid.UUID], candidates: Sequence[Candidate]
) -> Sequence[uuid.UUID]:
    """Who else is told of what these candidates wait for, `asked` having been told already."""
    colleagues = [Colleague(row.id, row.role == rules.OWNER, row.office_id) for row in found.values()]
    offices = {row.office_id for row in candidates if row.office_id}
    theirs = {row.recruiter_id for row in candidates if row.recruiter_id}
    return escalation_recipients(colleagues, asked, offices, agencies.profile(session).visibility, theirs)


def enqueue_or_extend(session: Session, kind: str, what: str, account: Account, ids: list[str], now: datetime) -> None:
    """One mail of this kind tells this account of all these, its payload's `what`: the one that waits, or a new one."""
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
        due_at=add_agency_working_hours(session, now, 0),
        now=now,
    )


def active_recipient(session: Session, message: OutgoingMessage) -> Account | None:
    """The account that this mail goes to, None where it works here no more."""
    return accounts.find_active(session, uuid.UUID(message.payload["account"]))


def build_content(
    session: Session, kind: str, account: Account, *, answers: Account | None = None, **said: Any
) -> Content:
    """The mail of this kind to this account, in the agency's name; times in it are of the account's zone.

    `answers` is the colleague to whom a reply goes.
    """
    profile = agencies.profile(session)
    rendered = templates.render(
        kind,
        agency=profile.name,
        color=accent_color(profile.color),
        name=greeting_name(account.name),
        zone=account.time_zone,
        **said,
    )
    reply_to = (answers.name, answers.email) if answers is not None else None
    return Content(rendered.subject, rendered.text, rendered.html, from_name=profile.name, reply_to=reply_to)


def viewer_for(session: Session, account: Account) -> Viewer:
    """As far as this account sees: nobody is named to who may not see them."""
    return accounts.viewer_as(account, agencies.profile(session).visibility)
