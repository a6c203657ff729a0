"""Telling others of a note handed in that nobody looks at by half of its target, or has not decided by it: once."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import links
from portal.approvals import queries
from portal.approvals.mails import ASKED
from portal.approvals.models import Approval
from portal.candidates.models import Candidate
from portal.followups.agency_time import after_working_hours
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import Message
from portal.prompts import colleagues

KIND, WHAT = "approval-open", "approvals"
BATCH = 100


def tell_due(session: Session, now: datetime) -> int:
    """Of notes that nobody looks at in time others are told, a batch of them; returns how many notes."""
    due = session.scalars(queries.to_tell_of(now, BATCH)).all()
    told: dict[uuid.UUID, list[str]] = {}
    able = colleagues.able(session)
    for row in due:
        row.escalate_at, row.escalated_at = None, now
        candidate = _candidate(row)
        for found in colleagues.others(session, able, _asked(session, row), [candidate]):
            told.setdefault(found, []).append(str(row.id))
    for found, ids in told.items():
        colleagues.put(session, KIND, WHAT, able[found], ids, now)
    session.flush()
    return len(due)


def _asked(session: Session, row: Approval) -> set[uuid.UUID]:
    """Who knows of it: whoever was told as it was handed in, and whoever said that they look at it."""
    told = session.scalar(select(Message.about_id).where(Message.key == f"{ASKED}:{row.id}"))
    return {known for known in (told, row.taken_by_id) if known}


def _candidate(row: Approval) -> Candidate:
    found: Candidate = row.note.interview.process.candidate
    return found


def _recheck(session: Session, message: Message, now: datetime) -> Send | Wait | Drop:
    account = colleagues.told(session, message)
    if account is None:
        return Drop("deactivated")
    ids = [uuid.UUID(found) for found in message.payload[WHAT]]
    rows = session.scalars(queries.unseen(colleagues.eyes(session, account), ids, now)).all()
    if not rows:
        return Drop("nothing_left")
    working = after_working_hours(session, now, 0)
    return Wait(working) if working > now else Send({"rows": rows, "account": account})


def _render(session: Session, _message: Message, values: dict[str, Any], now: datetime) -> Content:
    account = values["account"]
    notes = [_told(session, account, row, now) for row in values["rows"]]
    return colleagues.content(session, KIND, account, notes=notes)


def _told(session: Session, account: Account, row: Approval, now: datetime) -> dict[str, Any]:
    candidate = _candidate(row)
    recruiter = candidate.recruiter
    return {
        "candidate": candidate.name,
        "to": row.note.to_name,
        "employer": row.note.interview.process.employer.name,
        "passed_on": row.kind == "pass_on",
        "recruiter": recruiter.name
        if recruiter and recruiter.deactivated_at is None and recruiter != account
        else None,
        "target_at": row.target_at,
        "over": row.target_at <= now,
        "link": links.url(session, f"/approvals/{row.id}"),
    }


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Wired by the factory."""
