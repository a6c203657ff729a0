"""The task that comes next, as a recruiter reads it: why, since when, and what helps most now."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import request, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.candidates.models import Candidate
from portal.core.db import db
from portal.core.phone_links import tel_url
from portal.followups.models import Step
from portal.names.rules import first_name
from portal.notes.models import Note
from portal.reminders import message_queries
from portal.summaries.rules import urgency
from portal.web.shared import formatting, labels, request_cycle

ADD_CONTACT_INFO, REVIEW, REMIND, CALL, EMAIL, OPEN = "add_contact_info", "review", "remind", "call", "email", "open"
"""What helps most with a task: one of these is its first button."""


@dataclass(frozen=True)
class ActionLink:
    """A button that leads somewhere; with `values`, one that posts them there."""

    label: str
    href: str
    symbol: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NextAction:
    """The next task: its title, its state, why it waits and since when, and its buttons, the first one first."""

    title: str
    state: str
    why: str
    links: tuple[ActionLink, ...] = ()
    label: str | None = None


def best_help(kind: str, state: str, *, has_note_to_review: bool, was_reminded: bool, has_phone: bool) -> str:
    """Return what helps most with a task of this kind and state."""
    if kind == "request_contact" or state == "blocked":
        return ADD_CONTACT_INFO
    if has_note_to_review:
        return REVIEW
    if state != "open" or kind == "close":
        return OPEN
    if was_reminded:
        return CALL if has_phone else EMAIL
    return REMIND


def next_step(steps: Sequence[Step], leaving: Collection[uuid.UUID]) -> Step | None:
    """Return the pending step that comes next, as lists choose it; None if there is none.

    Steps whose ids are in `leaving` only wait for their note to go out: they come next only if nothing else does.
    """
    to_do = [step for step in steps if step.state in ("open", "upcoming") and step.id not in leaving]
    rest = [step for step in steps if step.state in ("open", "upcoming", "blocked")]
    return min(to_do or rest, key=lambda step: urgency(step.kind, step.due_at, step.person_id), default=None)


def next_action(
    candidate: Candidate, steps: Sequence[Step], notes: Mapping[uuid.UUID, Note], *, names_employer: bool = False
) -> NextAction | None:
    """Return what comes next of these steps; None if nothing is planned. `notes` are those of the steps, by step."""
    leaving = {step_id for step_id, note in notes.items() if note.is_going_out}
    step = next_step(steps, leaving)
    if step is None:
        return None
    note = notes.get(step.id)
    reminded = message_queries.last_reminded(db.session(), step) if step.is_for_candidate else None
    title = labels.step_title(step)
    if names_employer and step.application.employer.name not in title:
        title = f"{title}, {step.application.employer.name}"
    why, links = _why(step, candidate, note, reminded), _links(step, candidate, note, reminded)
    if note is not None and note.submitted_at is not None:
        return NextAction(title, "waiting", why, links, gettext("Waiting for review"))
    state = "late" if step.is_late(request_cycle.now()) and not leaving else labels.step_state(step)
    return NextAction(title, state, why, links)


def _why(step: Step, candidate: Candidate, note: Note | None, reminded: datetime | None) -> str:
    """Return since when the task waits, how far it is, and when the candidate was last reminded."""
    if not step.is_for_candidate:
        times = {"since": formatting.moment(step.opens_at), "by": formatting.target(step.due_at)}
        return gettext("Requested %(since)s. The goal is %(by)s.", **times)
    said = [gettext("Planned for %(when)s.", when=formatting.moment(step.due_at))]
    if note is not None and note.submitted_at is not None:
        said.append(
            gettext("The note has waited for review since %(when)s.", when=formatting.moment(note.submitted_at))
        )
    elif note is not None and not note.is_going_out:
        said.append(gettext("The note is started."))
    if reminded:
        name, when = first_name(candidate.name), formatting.moment(reminded)
        said.append(gettext("%(name)s was reminded %(when)s.", name=name, when=when))
    elif step.state == "open" and (note is None or note.submitted_at is None):
        said.append(gettext("No reminder has gone out yet."))
    return " ".join(said)


def _links(step: Step, candidate: Candidate, note: Note | None, reminded: datetime | None) -> tuple[ActionLink, ...]:
    """Return the buttons: what helps most, then the page of the task and the other way to reach the candidate."""
    if not request_cycle.viewer().may(permissions.DO_TASKS):
        return ()
    name = first_name(candidate.name)
    found = {
        OPEN: ActionLink(labels.step_button(step), url_for("steps.open_step", step_id=step.id), "arrow-right"),
        EMAIL: ActionLink(gettext("Email %(name)s", name=name), f"mailto:{candidate.email}", "mail"),
    }
    if step.state == "open":
        label = gettext("Remind again") if reminded else gettext("Remind %(name)s", name=name)
        found[REMIND] = ActionLink(label, url_for("bulk_actions.create"), "bell", values_for_one(candidate, "remind"))
    if candidate.phone:
        found[CALL] = ActionLink(gettext("Call %(name)s", name=name), tel_url(candidate.phone), "phone")
    if note is not None:
        found[REVIEW] = ActionLink(gettext("View the note"), url_for("notes.detail", note_id=note.id), "mail")
    if step.person_id is not None:
        path = url_for("contact_info.detail", interview_id=step.interview_id, person_id=step.person_id)
        found[ADD_CONTACT_INFO] = ActionLink(gettext("Add contact info"), path, "contact-round")
    first = best_help(
        step.kind,
        step.state,
        has_note_to_review=note is not None and note.submitted_at is not None,
        was_reminded=reminded is not None,
        has_phone=bool(candidate.phone),
    )
    wanted = (
        [first] if first in (ADD_CONTACT_INFO, REVIEW) else [first, REMIND, CALL if candidate.phone else EMAIL, OPEN]
    )
    return tuple(found[code] for code in dict.fromkeys(wanted) if code in found)


def values_for_one(candidate: Candidate, action: str) -> Mapping[str, str]:
    """Return what begins this action for one candidate, as an action of a list does for many."""
    return {"action": action, "candidate": str(candidate.id), "back": request.full_path.rstrip("?")}
