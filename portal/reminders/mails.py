"""The emails that ask candidates for their steps, and recruiters for contact info."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.rules import accent_color
from portal.alerts import new_requests
from portal.candidates.models import Candidate
from portal.messaging import templates
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
    return Send({"content": content.read(session, [candidate], planned)[candidate.id], "decision": decision})


def _render(_session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    return content.write(values["content"], values["decision"], now)


def _recheck_request(session: Session, message: OutgoingMessage, _now: datetime) -> Send | Drop:
    recruiter = session.scalar(select(Account).where(Account.id == uuid.UUID(message.payload["recruiter"])))
    if recruiter is None or recruiter.deactivated_at is not None:
        return Drop("deactivated")
    waiting = new_requests.unannounced_requests(session, recruiter.id)
    return Send({"recruiter": recruiter, "waiting": waiting}) if waiting else Drop("nothing_left")


def _render_request(session: Session, _message: OutgoingMessage, values: dict[str, Any], now: datetime) -> Content:
    profile, recruiter = agencies.profile(session), values["recruiter"]
    rows = [
        {
            "contact": row.contact.name,
            "employer": row.contact.employer.name,
            "candidate": row.candidate.name,
            "target_at": row.target_at,
            "link": links.absolute_url(session, f"/contact-requests/{row.id}/answer"),
        }
        for row in values["waiting"]
    ]
    for row in values["waiting"]:
        row.recruiter_notified_at = now
    rendered = templates.render(
        new_requests.KIND,
        agency=profile.name,
        color=accent_color(profile.color),
        locale=profile.locale,
        name=first_name(recruiter.name),
        zone=recruiter.time_zone,
        requests=rows,
        now=now,
    )
    return Content(rendered.subject, rendered.text, rendered.html, from_name=profile.name)


REMINDER_KINDS = (rules.REMINDER, rules.DEBRIEF, rules.CONTACT_READY)
KINDS = (
    *(MailKind(name, "candidate", _recheck, _render, prefetch=prefetch.read) for name in REMINDER_KINDS),
    MailKind(new_requests.KIND, "recruiter", _recheck_request, _render_request),
)
"""Registered by the app factory."""
