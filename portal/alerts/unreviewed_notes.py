"""Emails to colleagues about a submitted note that is unclaimed at half of its target, or undecided at it; once."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.agencies import links
from portal.alerts import recipients
from portal.approvals import queries
from portal.approvals.mails import REQUESTED
from portal.approvals.models import Approval
from portal.candidates.models import Candidate
from portal.followups.agency_time import add_office_working_hours
from portal.interviews.email_details import interview_details
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage

KIND, PAYLOAD_KEY = "approval-open", "approvals"
BATCH = 100


def enqueue_due_alerts(session: Session, now: datetime) -> int:
    """Notify colleagues of a batch of notes that no one has reviewed in time, and return how many notes."""
    due = session.scalars(queries.approvals_to_escalate(now, BATCH)).all()
    told: dict[uuid.UUID, list[str]] = {}
    able = recipients.active_recruiters(session, now)
    for row in due:
        row.escalate_at, row.escalated_at = None, now
        candidate = _candidate(row)
        for found in recipients.colleagues_to_alert(session, able, _already_alerted(session, row), [candidate], now):
            told.setdefault(found, []).append(str(row.id))
    for found, ids in told.items():
        recipients.enqueue_or_extend(session, KIND, PAYLOAD_KEY, able[found], ids, now)
    session.flush()
    return len(due)


def _already_alerted(session: Session, row: Approval) -> set[uuid.UUID]:
    """Return the accounts that know of it: the one notified when it was submitted, and the one that claimed it."""
    told = session.scalar(select(OutgoingMessage.about_id).where(OutgoingMessage.key == f"{REQUESTED}:{row.id}"))
    return {known for known in (told, row.claimed_by_id) if known}


def _candidate(row: Approval) -> Candidate:
    found: Candidate = row.note.interview.application.candidate
    return found


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    account = recipients.active_recipient(session, message)
    if account is None:
        return Drop("deactivated")
    ids = [uuid.UUID(found) for found in message.payload[PAYLOAD_KEY]]
    rows = session.scalars(queries.unreviewed_approvals(recipients.viewer_for(session, account), ids, now)).all()
    return recheck_notes(session, account, rows, now)


def recheck_notes(session: Session, account: Account, rows: Sequence[Approval], now: datetime) -> Send | Wait | Drop:
    """Decide whether an email about these notes is still wanted, in the account's business hours."""
    if not rows:
        return Drop("nothing_left")
    working = add_office_working_hours(session, account.office_id, now, 0)
    return Wait(working) if working > now else Send({"rows": rows, "account": account})


def _render(session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return render_notes(session, KIND, values, now)


def render_notes(session: Session, kind: str, values: dict[str, Any], now: datetime) -> Content:
    """Return the email of this kind about the notes in `rows`, to the `account`."""
    account = values["account"]
    notes = [_template_values(session, account, row, now) for row in values["rows"]]
    answers = recipients.shared_recruiter(session, account, [_candidate(row) for row in values["rows"]], now)
    return recipients.build_content(session, kind, account, now=now, answers=answers, notes=notes)


def _template_values(session: Session, account: Account, row: Approval, now: datetime) -> dict[str, Any]:
    candidate = _candidate(row)
    acts = recipients.recruiter_or_substitute(session, candidate, now)
    return {
        "candidate": candidate.name,
        "to": row.note.to_name,
        "employer": row.note.interview.application.employer.name,
        "interview": interview_details(row.note.interview),
        "passed_on": row.kind == "pass_on",
        "recruiter": acts.short_name if acts and acts != account else None,
        "target_at": row.target_at,
        "link": links.absolute_url(session, f"/approvals/{row.id}"),
    }


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Registered by the app factory."""
