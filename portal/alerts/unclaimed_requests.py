"""Emails to colleagues about a contact request that no one claimed by half of its target, sent once.

A request that no recruiter was notified of is due at once.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.agencies import links
from portal.alerts import recipients
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.followups import request_queries
from portal.followups.agency_time import add_office_working_hours
from portal.interviews.email_details import details_of_requests
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage

KIND, PAYLOAD_KEY = "contact-request-open", "requests"
BATCH = 100


def enqueue_due_alerts(session: Session, now: datetime) -> int:
    """Notify colleagues of a batch of requests that no one has claimed in time, and return how many requests."""
    due = session.scalars(
        select(ContactRequest)
        .where(ContactRequest.escalate_at <= now)
        .order_by(ContactRequest.escalate_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    told: dict[uuid.UUID, list[ContactRequest]] = {}
    able = recipients.active_recruiters(session, now)
    for row in due:
        row.escalate_at, row.escalated_at = None, now
        candidates = request_queries.candidates_waiting_for(session, row.contact_id)
        asked = recipients.asked_first(session, able, row.candidate, now)
        for found in recipients.colleagues_to_alert(session, able, asked, candidates, now):
            told.setdefault(found, []).append(row)
    for found, rows in told.items():
        recipients.enqueue_or_extend(session, KIND, PAYLOAD_KEY, able[found], [str(row.id) for row in rows], now)
    session.flush()
    return len(due)


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    account = recipients.active_recipient(session, message)
    if account is None:
        return Drop("deactivated")
    rows = requests_claimed_by(session, None, [uuid.UUID(found) for found in message.payload[PAYLOAD_KEY]])
    return recheck_requests(session, account, rows, now)


def recheck_requests(
    session: Session, account: Account, rows: Sequence[ContactRequest], now: datetime
) -> Send | Wait | Drop:
    """Decide whether an email about these requests is still wanted, in the account's business hours."""
    waits = request_queries.waiting_candidates_by_contact(session, recipients.viewer_for(session, account), rows)
    asks = [(row, waits[row.contact_id]) for row in rows if waits[row.contact_id]]
    if not asks:
        return Drop("nothing_left")
    working = add_office_working_hours(session, account.office_id, now, 0)
    return Wait(working) if working > now else Send({"asks": asks, "account": account})


def requests_claimed_by(
    session: Session, account_id: uuid.UUID | None, ids: Sequence[uuid.UUID]
) -> Sequence[ContactRequest]:
    """Return those of these requests that are open, and that this account has claimed; None: no one; urgent first."""
    is_theirs = ContactRequest.claimed_by_id.is_not_distinct_from(account_id)
    return session.scalars(
        select(ContactRequest)
        .where(ContactRequest.id.in_(ids), ContactRequest.closed_at.is_(None), is_theirs)
        .options(joinedload(ContactRequest.contact).joinedload(Contact.employer))
        .options(joinedload(ContactRequest.candidate).joinedload(Candidate.recruiter))
        .order_by(ContactRequest.target_at, ContactRequest.id)
    ).all()


def _render(session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return render_requests(session, KIND, values, now)


def render_requests(session: Session, kind: str, values: dict[str, Any], now: datetime) -> Content:
    """Return the email of this kind about the requests in `asks`, each with who waits, to the `account`."""
    account = values["account"]
    asks: list[tuple[ContactRequest, Sequence[Candidate]]] = values["asks"]
    met = details_of_requests(session, [(waiting[0].id, row.contact_id) for row, waiting in asks])
    requests = [
        _template_values(session, account, row, waiting, now) | {"interview": met.get((waiting[0].id, row.contact_id))}
        for row, waiting in asks
    ]
    answers = recipients.shared_recruiter(session, account, [row.candidate for row, _ in asks], now)
    return recipients.build_content(session, kind, account, answers=answers, requests=requests, now=now)


def _template_values(
    session: Session, account: Account, row: ContactRequest, candidates: Sequence[Candidate], now: datetime
) -> dict[str, Any]:
    acts = recipients.recruiter_or_substitute(session, row.candidate, now)
    return {
        "contact": row.contact.name,
        "employer": row.contact.employer.name,
        "candidates": [candidate.name for candidate in candidates],
        "theirs": account.id in {candidate.recruiter_id for candidate in candidates},
        "recruiter": acts.short_name if acts else None,
        "target_at": row.target_at,
        "link": links.absolute_url(session, f"/contact-requests/{row.id}/answer"),
    }


KINDS = (MailKind(KIND, "recruiter", _recheck, _render),)
"""Registered by the app factory."""
