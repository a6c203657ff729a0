"""The mails that ask: candidates for their steps, recruiters for addresses."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.rules import accent
from portal.candidates.models import Candidate
from portal.candidates.unsubscribing import token_of
from portal.contacts.models import Employer
from portal.drafts.rules import first_name
from portal.followups import wording
from portal.followups.models import Step
from portal.followups.reasons import worded
from portal.followups.rules.reason import Reason
from portal.messaging import templates
from portal.messaging.kinds import Content, Drop, MailKind, Send, Wait
from portal.messaging.models import Message
from portal.prompts import actions, queries, requests, rules


def _recheck(session: Session, message: Message, now: datetime) -> Send | Wait | Drop:
    prompt = queries.of_message(session, message.id)
    candidate = session.scalar(
        select(Candidate)
        .where(Candidate.id == uuid.UUID(message.payload["candidate"]))
        .options(joinedload(Candidate.recruiter))
        .with_for_update(of=Candidate)
    )
    if prompt is None or candidate is None:
        return Drop("gone")
    decision = actions.decide_again(session, prompt, candidate, now)
    if decision.withheld:
        return Drop(decision.withheld)
    if decision.wait_until:
        return Wait(decision.wait_until)
    if not decision.asks:
        return Drop("nothing_left")
    message.kind, message.not_after = decision.kind, decision.not_after
    return Send({"candidate": candidate, "decision": decision})


def _render(session: Session, _message: Message, values: dict[str, Any], now: datetime) -> Content:
    candidate: Candidate = values["candidate"]
    decision: rules.Decision = values["decision"]
    steps = {_key(step): step for step in queries.steps_standing(session, candidate.id)}
    tasks = _distinct(session, [steps[ask.task.key] for ask in decision.asks], {a.task.key: a for a in decision.asks})
    later = _distinct(session, [steps[ask.task.key] for ask in decision.announced], {})
    profile, recruiter = agencies.profile(session), accounts.who_answers(session, candidate.recruiter)
    unsubscribe = links.url(session, f"/unsubscribe/{token_of(candidate.id)}")
    rendered = templates.render(
        "prompt",
        agency=profile.name,
        colour=accent(profile.colour),
        name=first_name(candidate.name),
        zone=candidate.time_zone,
        kind=decision.kind,
        tasks=tasks,
        later=later,
        recruiter=recruiter.name if recruiter else profile.name,
        unsubscribe=unsubscribe,
        now=now,
    )
    reply_to = (recruiter.name, recruiter.email) if recruiter else None
    return Content(rendered.subject, rendered.text, rendered.html, profile.name, reply_to, unsubscribe_url=unsubscribe)


def _distinct(session: Session, steps: list[Step], asks: dict[Any, rules.Ask]) -> list[dict[str, Any]]:
    """Each step once, as its mail shows it."""
    seen: dict[uuid.UUID, dict[str, Any]] = {}
    for step in steps:
        ask = asks.get(_key(step))
        like = rules.OTHER_WAY if ask and ask.reason == rules.OTHER_WAY else step.kind
        seen[step.id] = {
            "title": wording.title(step, like=like),
            "button": wording.BUTTONS[like],
            "reason": worded(Reason(step.reason_code, step.reason_values)),
            "why": ask.reason if ask else None,
            "kind": step.kind,
            "person": step.person.contact.name if step.person else None,
            "employer": step.process.employer.name,
            "hr": _hr(step.process.employer) if step.kind == "request_contact" else None,
            "due_at": step.due_at,
            "opens_at": step.opens_at,
            "link": links.url(session, f"/steps/{step.id}"),
        }
    return list(seen.values())


def _hr(employer: Employer) -> dict[str, str | None]:
    return {"name": employer.hr_name, "phone": employer.hr_phone, "email": employer.hr_email}


def _key(step: Step) -> tuple[str, str, str, str | None]:
    person = str(step.person_id) if step.person_id else None
    return str(step.process_id), step.kind, str(step.interview_id), person


def _recheck_request(session: Session, message: Message, _now: datetime) -> Send | Drop:
    recruiter = session.scalar(select(Account).where(Account.id == uuid.UUID(message.payload["recruiter"])))
    if recruiter is None or recruiter.deactivated_at is not None:
        return Drop("deactivated")
    waiting = requests.untold(session, recruiter.id)
    return Send({"recruiter": recruiter, "waiting": waiting}) if waiting else Drop("nothing_left")


def _render_request(session: Session, _message: Message, values: dict[str, Any], now: datetime) -> Content:
    profile, recruiter = agencies.profile(session), values["recruiter"]
    rows = [
        {
            "contact": row.contact.name,
            "employer": row.contact.employer.name,
            "candidate": row.candidate.name,
            "target_at": row.target_at,
            "link": links.url(session, f"/contact-requests/{row.id}/answer"),
        }
        for row in values["waiting"]
    ]
    for row in values["waiting"]:
        row.told_at = now
    rendered = templates.render(
        requests.KIND,
        agency=profile.name,
        colour=accent(profile.colour),
        name=first_name(recruiter.name),
        zone=recruiter.time_zone,
        requests=rows,
    )
    return Content(rendered.subject, rendered.text, rendered.html, from_name=profile.name)


KINDS = (
    *(MailKind(name, "candidate", _recheck, _render) for name in (rules.PROMPT, rules.DEBRIEF, rules.CONTACT_READY)),
    MailKind(requests.KIND, "recruiter", _recheck_request, _render_request),
)
"""Wired by the factory."""
