"""The content of reminders: read for many candidates at once as plain values, and rendered from those alone."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.accounts import acting
from portal.agencies import links
from portal.agencies import queries as agencies
from portal.agencies.emails import ReplyReader, letterhead, reader_values, sender_name
from portal.candidates.models import Candidate
from portal.candidates.unsubscribe_tokens import make_token
from portal.contacts.models import Employer
from portal.core.formatting import format_long_day
from portal.followups.models import Step
from portal.followups.reasons import word_open_reason
from portal.followups.rules.lateness import NOT_AVAILABLE
from portal.followups.rules.reason import Reason
from portal.followups.wording import BUTTONS, TITLES
from portal.interviews import queries as interviews
from portal.interviews import task_links
from portal.interviews.email_details import InterviewDetails, interview_details
from portal.messaging import templates
from portal.messaging.kinds import Content
from portal.names.rules import first_name
from portal.reminders import queries, rules, wording
from portal.reminders.plans import ReminderPlan

Expected = Mapping[uuid.UUID | None, Sequence[tuple[str, bool]]]
UNSUBSCRIBE = "/unsubscribe/"
NAMES_PEOPLE = ("collect_contacts", "debrief")
"""Kinds of steps whose emails name who the interview is with."""


@dataclass(frozen=True)
class StepContent:
    """A step as its email shows it; `link` leads to its page, by a token of the candidate where one was made.

    `expected` has the names of people to meet, and whether a note can reach them.
    """

    kind: str
    person: str | None
    interview: InterviewDetails
    hr: dict[str, str | None] | None
    reason: Reason
    due_at: datetime
    opens_at: datetime
    link: str
    expected: Sequence[tuple[str, bool]] = ()

    @property
    def is_other_way(self) -> bool:
        """Whether it is left to reach the person another way, because contact info isn't available."""
        return self.kind == "request_contact" and self.reason.code == NOT_AVAILABLE


@dataclass(frozen=True)
class ReminderContent:
    """What a candidate's email is written from, for any of its steps. `reader` reads a reply."""

    agency: str
    color: str
    locale: str
    name: str
    zone: str
    reader: ReplyReader | None
    unsubscribe: str
    steps: Mapping[queries.StepKey, StepContent]
    sender_name: str = ""
    logo: Mapping[str, Any] | None = None
    footer: Sequence[str] = ()


def read(
    session: Session, people: Sequence[Candidate], plans: Mapping[uuid.UUID, ReminderPlan], now: datetime
) -> dict[uuid.UUID, ReminderContent]:
    """Return the content for these candidates, loaded with their recruiters, with as many statements as for one."""
    steps = {candidate.id: plans[candidate.id].steps for candidate in people}
    profile, base = agencies.profile(session), links.base_url(session)
    acts = acting.acting_colleagues(session, people, now)
    head, expected = letterhead(profile, base), _expected(session, steps)
    tokens = task_links.tokens_by_path(session, list(steps))
    return {
        candidate.id: ReminderContent(
            **head,
            sender_name=sender_name(profile),
            locale=candidate.locale or profile.locale,
            name=first_name(candidate.name),
            zone=candidate.time_zone,
            reader=acting.reader_of(candidate, acts[candidate.id]),
            unsubscribe=f"{base}{UNSUBSCRIBE}{make_token(candidate.id)}",
            steps={queries.step_key(step): _shown(step, base, expected, tokens) for step in steps[candidate.id]},
        )
        for candidate in people
    }


def write(
    facts: ReminderContent, decision: rules.PlannedReminder, now: datetime, *, sender: str = "", words: str = ""
) -> Content:
    """Return the email that asks for what was decided; `sender` is who asked for it, and `words` what they add."""
    keys = [item.task.key for item in wording.leading_items(decision)]
    lead = facts.steps[keys[0]]
    people = [facts.steps[key].person or "" for key in keys] if lead.person else [name for name, _ in lead.expected]
    beginning = wording.begin(decision, now, ZoneInfo(facts.zone), names_people=bool(people))
    tasks = _tasks(facts, [*keys, *(item.task.key for item in decision.asks)], now, decision.again)
    rendered = templates.render(
        "reminder",
        agency=facts.agency,
        color=facts.color,
        logo=facts.logo,
        footer=facts.footer,
        locale=facts.locale,
        name=facts.name,
        zone=facts.zone,
        subject_sentence=beginning.subject,
        opening=beginning.opening,
        opening_says_reason=beginning.says_why,
        due_at=beginning.due_at,
        until=beginning.until,
        sender=sender,
        words=words,
        lead=tasks[0],
        names=people,
        others=len(tasks) - len(keys),
        tasks=tasks,
        later=_tasks(facts, [item.task.key for item in decision.announced], now),
        **reader_values(facts.reader),
        unsubscribe=facts.unsubscribe,
        now=now,
    )
    said = rendered.subject, rendered.text, rendered.html
    reply_to = (facts.reader.name, facts.reader.email) if facts.reader else None
    return Content(*said, facts.sender_name or facts.agency, reply_to, unsubscribe_url=facts.unsubscribe)


def _expected(session: Session, steps: Mapping[uuid.UUID, Sequence[Step]]) -> Expected:
    """Return, by interview, the people listed at interviews that candidates prepare for or share, with one query."""
    named = [step.interview_id for several in steps.values() for step in several if step.kind in NAMES_PEOPLE]
    return interviews.people_expected_at(session, [one for one in named if one]) if named else {}


def without_personal_links(facts: ReminderContent) -> ReminderContent:
    """Return the same content for someone else's eyes, with links that lead nowhere in place of the candidate's."""
    base = facts.unsubscribe.partition(UNSUBSCRIBE)[0]
    steps = {key: replace(step, link=f"{base}{task_links.PATH}…") for key, step in facts.steps.items()}
    return replace(facts, steps=steps, unsubscribe=f"{base}{UNSUBSCRIBE}…")


def _shown(step: Step, base: str, expected: Expected, tokens: Mapping[str, str]) -> StepContent:
    path = f"/steps/{step.id}"
    return StepContent(
        kind=step.kind,
        person=step.person.contact.name if step.person else None,
        interview=interview_details(step.interview),
        hr=_hr(step.application.employer) if step.kind == "request_contact" else None,
        reason=Reason(step.reason_code, step.reason_values),
        due_at=step.due_at,
        opens_at=step.opens_at,
        link=f"{base}{task_links.PATH}{tokens[path]}" if path in tokens else f"{base}{path}",
        expected=expected.get(step.interview_id, ()) if step.kind in NAMES_PEOPLE else (),
    )


def _hr(employer: Employer) -> dict[str, str | None]:
    return {"name": employer.hr_name, "phone": employer.hr_phone, "email": employer.hr_email}


def _tasks(
    facts: ReminderContent,
    keys: Iterable[queries.StepKey],
    now: datetime,
    again: Collection[queries.StepKey] = (),
) -> list[dict[str, Any]]:
    """Return each step once, and whether an earlier email asked for it."""
    return [_task(facts.steps[key], facts.locale, now) | {"again": key in again} for key in dict.fromkeys(keys)]


def _task(step: StepContent, locale: str, now: datetime) -> dict[str, Any]:
    like = rules.OTHER_WAY if step.is_other_way else step.kind
    meeting = step.expected if step.kind == "collect_contacts" else ()
    return {
        "employer": step.interview.employer,
        "interview": step.interview,
        "person": step.person or "",
        "link": step.link,
        "due_at": step.due_at,
        "opens_at": step.opens_at,
        "title": TITLES[like],
        "button": BUTTONS[like],
        "is_other_way": step.is_other_way,
        "reason": _word_reason(step, locale, now),
        "meeting": [name for name, _ in meeting],
        "unreachable": [name for name, is_reachable in meeting if not is_reachable],
        "asks_hr": step.hr is not None and not step.is_other_way,
        "hr": [value for value in (step.hr or {}).values() if value],
    }


def _word_reason(step: StepContent, locale: str, now: datetime) -> str:
    """Return the reason with its date as emails write dates."""
    values = dict(step.reason.values)
    if "on" in values:
        values["on"] = format_long_day(date.fromisoformat(str(values["on"])), locale, now.year)
    reason = Reason(step.reason.code, values)
    return word_open_reason(reason, step.due_at, now, templates.catalog(locale).gettext)
