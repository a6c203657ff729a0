"""The emails that ask candidates for their steps, and recruiters for contact info."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import acting
from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies.emails import write_email_to
from portal.alerts import new_requests
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.interviews.email_details import details_of_requests
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name
from portal.reminders import actions, content, message_queries, plans, prefetch, rules


def _recheck(session: Session, message: OutgoingMessage, now: datetime) -> Send | Wait | Drop:
    reminder = message_queries.reminder_of_message(session, message.id)
    candidate = session.scalar(
        select(Candidate)
        .where(Candidate.id == uuid.UUID(message.payload["candidate"]))
        .options(joinedload(Candidate.recruiter))
        .with_for_update(of=Candidate)
    )
    if reminder is None or candidate is None:
        return Drop("gone")
    planned = plans.read(session, [candidate], now, waiting=False)
    decision = planned[candidate.id].decide(now)
    actions.carry_out(session, reminder, candidate, decision, now)
    if decision.suppressed:
        return Drop(decision.suppressed)
    if decision.wait_until:
        return Wait(decision.wait_until)
    if not decision.asks:
        return Drop("nothing_left")
    message.kind, message.not_after = decision.kind, decision.not_after
    return Send({"content": content.read(session, [candidate], planned, now)[candidate.id], "decision": decision})


def _render(_session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return content.write(values["content"], values["decision"], now)


def _render_request(session: Session, message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    recipient: Account = values["recipient"]
    waiting: Sequence[ContactRequest] = values["waiting"]
    met = details_of_requests(session, [(row.candidate_id, row.contact_id) for row in waiting])
    candidates = {row.candidate for row in waiting}
    only = candidates.pop() if len(candidates) == 1 else None
    for row in waiting:
        row.recruiter_notified_at = now
    return write_email_to(
        session,
        message.kind,
        recipient,
        now=now,
        answers=only,
        **acting.covered(waiting[0].candidate, recipient.id, now),
        requests=[
            {
                "contact": row.contact.name,
                "employer": row.contact.employer.name,
                "candidate": row.candidate.name,
                "writer": first_name(row.candidate.name),
                "interview": met.get((row.candidate_id, row.contact_id)),
                "target_at": row.target_at,
                "link": links.absolute_url(session, f"/contact-requests/{row.id}/answer"),
            }
            for row in waiting
        ],
    )


REMINDER_KINDS = (rules.REMINDER, rules.DEBRIEF, rules.CONTACT_READY)
KINDS = (
    *(MailKind(name, "candidate", _recheck, _render, prefetch=prefetch.read) for name in REMINDER_KINDS),
    MailKind(new_requests.KIND, "recruiter", new_requests.recheck, _render_request),
)
"""Registered by the app factory."""
