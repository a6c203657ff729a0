"""An application's rounds as staff see them: what each was, how it went, and the people with the state of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.followups.models import Step
from portal.interviews.models import Interview
from portal.names.rules import first_name
from portal.web.interviews.presenter import PersonStatus
from portal.web.notes import status as note_status
from portal.web.shared import formatting, labels, request_cycle
from portal.web.shared.next_action import ActionLink
from portal.web.shared.rounds import round_title


@dataclass(frozen=True)
class PersonRow:
    """One person of a round: who, the state of their thank-you, why their note came back, and the one thing to do."""

    name: str
    title: str | None
    state: str = ""
    label: str = ""
    action: ActionLink | None = None
    returned: str = ""


@dataclass(frozen=True)
class Round:
    """One round: its title, its state, what the debrief said, and its people. `is_done`: nothing of it is left."""

    interview: Interview
    title: str
    state: str
    label: str
    is_done: bool
    debrief: str
    people: tuple[PersonRow, ...]


def rounds_of(
    interviews: Sequence[Interview], steps: Sequence[Step], people: Sequence[PersonStatus], now: datetime
) -> list[Round]:
    """Return the rounds, the latest first."""
    numbers = {row.id: number for number, row in enumerate(interviews, 1)}
    return [
        _round(
            row,
            numbers[row.id],
            [step for step in steps if step.interview_id == row.id],
            [met for met in people if met.interview.id == row.id],
            now,
        )
        for row in reversed(interviews)
    ]


def _round(row: Interview, number: int, steps: Sequence[Step], people: Sequence[PersonStatus], now: datetime) -> Round:
    state, label, is_done = _state(row, steps, now)
    return Round(
        row,
        round_title(number, row.round_name, row.round_kind),
        state,
        label,
        is_done,
        _debrief(row),
        tuple(_person(met, now) for met in people),
    )


def _state(row: Interview, steps: Sequence[Step], now: datetime) -> tuple[str, str, bool]:
    """Return the round's state, its words, and whether nothing of it is left to do."""
    if row.status != "planned":
        return row.status, labels.no_show(row) if row.status == "no_show" else labels.state(row.status), True
    if row.ends_at > now:
        return "planned", gettext("Scheduled"), False
    thanks = [step for step in steps if step.kind == "thank" and step.state != "dropped"]
    done = sum(step.state == "done" for step in thanks)
    pending = [step for step in steps if step.kind in ("debrief", "thank", "request_contact") and _is_pending(step)]
    if any(step.kind == "debrief" for step in pending):
        return "waiting", gettext("Waiting for the debrief"), False
    thanked = gettext("Thanked %(sent)s of %(all)s", sent=done, all=len(thanks)) if thanks else gettext("Done")
    return "waiting" if pending else "done", thanked, not pending


def _is_pending(step: Step) -> bool:
    return step.state in ("open", "blocked", "upcoming")


def _debrief(row: Interview) -> str:
    """Return when the debrief was done, what was said of the timeline, and what is still to be clarified."""
    done = next((done for done in row.completions if done.kind == "debrief"), None)
    if done is None:
        return ""
    said = [gettext("Debrief done %(when)s", when=formatting.moment(done.at)), *labels.pace(row)]
    said += [
        gettext("To clarify with %(name)s: %(what)s", name=first_name(person.contact.name), what=person.clarify)
        for person in row.people
        if person.clarify
    ]
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in said)


def _person(met: PersonStatus, now: datetime) -> PersonRow:
    contact = met.person.contact
    state, label = _person_state(met, now)
    returned = note_status.return_message(met.back) if met.back else ""
    return PersonRow(contact.name, contact.title, state, label, _person_action(met), returned)


def _person_state(met: PersonStatus, now: datetime) -> tuple[str, str]:
    if met.thanked_at:
        return "done", gettext("Thanked %(when)s", when=formatting.moment(met.thanked_at))
    if met.person.met is False:
        return "dropped", gettext("Didn’t meet")
    step = met.thank
    if step is None:
        return "", ""
    if met.note and (met.card or met.mail or met.note.submitted_at or met.back):
        status = note_status.status_of(met.note, met.back, met.card)
        return status.state, status.label
    if step.state != "open":
        return labels.step_state(step), labels.state(labels.step_state(step))
    when = gettext("To thank, planned for %(when)s", when=formatting.moment(step.due_at))
    return "late" if step.is_late(now) else "open", when


def _person_action(met: PersonStatus) -> ActionLink | None:
    """Return what to do about this person; None for who may only look, and where nothing is to be done."""
    ids: dict[str, Any] = {"interview_id": met.interview.id, "person_id": met.person.id}
    if met.note is not None:
        is_draft = not met.note.is_on_its_way and not met.thanked_at
        label = gettext("View draft") if is_draft else gettext("View note")
        return ActionLink(label, url_for("notes.detail", note_id=met.note.id), "")
    may_act = request_cycle.viewer().may(permissions.DO_TASKS)
    if not may_act or met.thanked_at or met.thank is None:
        return None
    if met.thank.state == "blocked":
        return ActionLink(gettext("Add contact info"), url_for("contact_info.detail", **ids), "contact-round")
    return (
        ActionLink(gettext("Write note"), url_for("notes.thank_you", **ids), "") if met.thank.state == "open" else None
    )
