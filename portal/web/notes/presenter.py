"""Who a candidate still thanks after their interviews: everyone met, those thanked last, and whose note is next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.approvals.returned_notes import NoteReturn
from portal.cards.models import Card
from portal.followups.models import Step
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.notes import actions
from portal.notes.models import Note
from portal.notes.thank_yous import next_to_write
from portal.web.interviews.presenter import PersonStatus, people_with_status
from portal.web.notes import status as note_status
from portal.web.notes.run import load_run
from portal.web.shared import formatting, labels, request_cycle
from portal.web.shared.merge_fields import merge_values

MAX_INTERVIEWS = 20
"""The latest interviews with someone to thank that a page reads."""
WAITING_STATES = ("open", "blocked")
SENT_MEANS = ("portal", "mail_program")


@dataclass(frozen=True)
class ThankRow:
    """A person who was met: what is known of them, where the row leads, and the state of their thank-you.

    `undo_url` stops a note that still waits; `back` is why a note returned; `card` is one that the agency mails.
    """

    name: str
    under: str
    url: str
    state: str
    label: str
    thanked: bool = False
    leaving: bool = False
    has_note: bool = False
    undo_url: str = ""
    back: NoteReturn | None = None
    card: Card | None = None


@dataclass(frozen=True)
class ThankList:
    """The rows, those thanked or on their way last; the ids of their notes, and of the people whose note was begun."""

    rows: tuple[ThankRow, ...] = ()
    note_ids: frozenset[uuid.UUID] = frozenset()
    begun: frozenset[uuid.UUID] = frozenset()

    @property
    def sent(self) -> int:
        return sum(row.thanked for row in self.rows)

    def without_notes(self) -> "ThankList":
        """Return those who are still to thank and whose note was not begun."""
        return ThankList(tuple(row for row in self.rows if not row.thanked and not row.has_note))


def load_thanks(session: Session, steps: Sequence[Step]) -> ThankList:
    """Return everyone met at the interviews that these pending steps still owe a thank-you for.

    An interview whose debrief is open is left out: who was met is not known yet.
    """
    told_first = {step.interview_id for step in steps if step.kind == "debrief" and step.state == "open"}
    owed = [step for step in steps if step.kind == "thank" and step.state in WAITING_STATES]
    ids = list(dict.fromkeys(step.interview_id for step in owed if step.interview_id not in told_first))
    if not ids:
        return ThankList()
    rounds = interviews.rounds_by_id(session, ids[-MAX_INTERVIEWS:])
    met = [one for one in people_with_status(session, rounds, steps) if one.thank or one.thanked_at]
    several = len({row.application_id for row in rounds}) > 1
    rows = sorted((thank_row(one, names_employer=several) for one in met), key=lambda row: row.thanked or row.leaving)
    begun = [one.note for one in met if one.note]
    return ThankList(tuple(rows), frozenset(note.id for note in begun), frozenset(note.person_id for note in begun))


def begin_next(interview: Interview, after: uuid.UUID | None = None) -> str | None:
    """Begin the note that follows the one to this person, or the first, and return its page; None without any."""
    following = next_to_write(load_run(interview).rows, after)
    if following is None:
        return None
    values = merge_values(following.person)
    note = following.note or actions.begin(request_cycle.command(), following.person, "thank", values)
    return url_for("notes.detail", note_id=note.id)


def note_state(met: PersonStatus) -> tuple[str, str]:
    """Return the state of the thank-you to a person, by its name in the table of states, and its words."""
    note = met.note
    if met.thanked_at and not (note and note.message and note.message.state == "failed"):
        sent = met.means in SENT_MEANS
        return "done", gettext("Sent %(when)s", when=_day_or_time(met.thanked_at)) if sent else gettext("Thanked")
    if met.card:
        return "waiting", gettext("Your agency will mail it")
    if note and (met.mail or note.submitted_at or met.back):
        if note_status.is_scheduled(note) and met.mail:
            return "planned", gettext("Goes out %(when)s", when=formatting.target(met.mail.due_at))
        stands = note_status.status_of(note, met.back)
        return stands.state, stands.label
    if met.thank and met.thank.state == "blocked":
        state = labels.step_state(met.thank)
        return state, labels.state(state) if state != "blocked" else gettext("Waiting")
    if met.thank is None or met.thank.state != "open":
        return "dropped", gettext("No note")
    return ("ready", gettext("Ready")) if note else ("to_write", gettext("To write"))


def thank_row(met: PersonStatus, *, names_employer: bool = False) -> ThankRow:
    """Return the person as a row; with `names_employer`, it says where they work."""
    contact, note = met.person.contact, met.note
    employer = met.interview.application.employer.name if names_employer else None
    state, label = note_state(met)
    ids: dict[str, Any] = {"interview_id": met.interview.id, "person_id": met.person.id}
    url = url_for("notes.detail", note_id=note.id) if note else url_for("notes.thank_you", **ids)
    if met.thank and met.thank.state == "blocked" and not note:
        url = url_for("contact_info.detail", **ids)
    can_undo = note is not None and can_recall(note)
    return ThankRow(
        contact.name,
        _looked_for(met) or ", ".join(part for part in (contact.title, employer) if part),
        url,
        state,
        label,
        thanked=met.thanked_at is not None,
        leaving=note is not None and note.is_going_out,
        has_note=note is not None,
        undo_url=url_for("sending.recall", note_id=note.id) if note and can_undo else "",
        back=met.back,
        card=met.card,
    )


def _looked_for(met: PersonStatus) -> str:
    """Return by when the agency means to have the person's contact info, while it looks for it in time."""
    step = met.request
    if (
        step is None
        or step.state != "open"
        or step.due_at <= request_cycle.now()
        or not met.person.contact_requested_at
    ):
        return ""
    return gettext("Contact info, goal %(when)s", when=formatting.moment(step.due_at))


def _day_or_time(value: datetime) -> str:
    """Return “2:58 PM” for a moment of today, else “Tue, Dec 1”."""
    day, today = (formatting.short_day_of(moment) for moment in (value, request_cycle.now()))
    return formatting.clock_time(value) if day == today else day


def can_recall(note: Note) -> bool:
    """Return whether its writer can still stop the note: it waits to be sent."""
    return note.message is not None and note.message.state == "queued" and not note.message.attempts
