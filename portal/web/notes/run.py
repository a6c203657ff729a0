"""The thank-yous of one interview as one run: how far each is, whose is next, and what became of the last one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.cards import queries as cards
from portal.core.db import db
from portal.followups.models import Step
from portal.interviews.models import Interview
from portal.names.rules import first_name
from portal.notes import queries, rules
from portal.notes.thank_yous import ThankYou, next_to_write, thank_yous_of
from portal.web.shared import formatting, labels, request_cycle

MARKS = {
    rules.SENDING: ("send", _("sending")),
    rules.SCHEDULED: ("clock", _("scheduled")),
    rules.WAITING: ("send", _("waiting to send")),
    rules.SENT: ("circle-check", _("sent")),
    rules.DONE: ("circle-check", _("done")),
    rules.REVIEW: ("eye", _("being reviewed")),
    rules.WITH_AGENCY: ("stamp", _("with the agency")),
    rules.UNCONFIRMED: ("circle-help", _("delivery not confirmed")),
    rules.REFUSED: ("circle-alert", _("couldn’t be sent")),
    rules.STOPPED: ("circle-alert", _("not sent")),
    rules.UNREACHABLE: ("hourglass", _("no contact info yet")),
}
"""The icon and the word beside a person's name, by the stage of the note to them; none while it is to write."""
STATES = {
    rules.TO_WRITE: ("open", _("To write")),
    rules.SENDING: ("claimed", _("Sending")),
    rules.SCHEDULED: ("planned", _("Scheduled")),
    rules.WAITING: ("queued", _("Waiting to send")),
    rules.SENT: ("sent", _("Sent")),
    rules.DONE: ("done", _("Done")),
    rules.REVIEW: ("waiting", _("Being reviewed")),
    rules.WITH_AGENCY: ("waiting", _("With the agency")),
    rules.UNCONFIRMED: ("unknown", _("Delivery not confirmed")),
    rules.REFUSED: ("unknown", _("Couldn’t be sent")),
    rules.STOPPED: ("unknown", _("Not sent")),
    rules.UNREACHABLE: ("waiting", _("No contact info yet")),
}
"""The badge and the words for the stage of a note in the list of all."""
JUST_NOW = timedelta(seconds=45)
"""How long it is said that a note was sent."""
SOON_SECONDS, LATER_SECONDS = 3, 30


@dataclass(frozen=True)
class RunState:
    """The state of a note in the list of all: its name in the table of states, and its text."""

    state: str
    label: str


@dataclass(frozen=True)
class Delivery:
    """What became of the note that was sent last: its words, and whether it can be stopped or has to be looked at."""

    row: ThankYou
    text: str
    stage: str
    # Seconds until the page asks again what became of it; 0 where that is known.
    ask_again: int

    @property
    def can_undo(self) -> bool:
        return self.stage in (rules.SENDING, rules.SCHEDULED)

    @property
    def has_failed(self) -> bool:
        return self.stage in (rules.REFUSED, rules.STOPPED, rules.UNCONFIRMED)


@dataclass(frozen=True)
class NoteRun:
    """The thank-yous of an interview, seen from the note to one of its people, or from none."""

    interview: Interview
    rows: Sequence[ThankYou]
    person_id: uuid.UUID | None = None

    @property
    def place(self) -> str:
        """Which of the notes this is: "2 of 3"; empty for the only one."""
        ids = [row.person.id for row in self.rows]
        if len(ids) < 2 or self.person_id not in ids:
            return ""
        return gettext("%(number)s of %(total)s", number=ids.index(self.person_id) + 1, total=len(ids))

    @property
    def next_row(self) -> ThankYou | None:
        """Whose note follows this one; None for the last."""
        return next_to_write(self.rows, self.person_id)

    @property
    def next_name(self) -> str:
        """What the person is called whose note follows this one; empty for the last."""
        return self.name_of(self.next_row) if self.next_row else ""

    @property
    def called(self) -> str:
        """What the person of this note is called; empty without one."""
        row = next((row for row in self.rows if row.person.id == self.person_id), None)
        return self.name_of(row) if row else ""

    @property
    def delivery(self) -> Delivery | None:
        """What to say about the note that was sent last, or that could not be; None where there is nothing."""
        shown = [row for row in self.rows if row.message is not None and row.person.id != self.person_id]
        told = [(row, _ask_again(row)) for row in shown if _is_worth_saying(row)]
        if not told:
            return None
        row, again = max(told, key=lambda pair: (_urgency(pair[0]), pair[0].message.created_at))  # type: ignore[union-attr]
        return Delivery(row, _delivery_text(row, self.name_of(row)), row.stage, again)

    @property
    def ask_again(self) -> int:
        """In how many seconds to ask again what became of the notes; 0 where all of that is known."""
        return min((seconds for row in self.rows if (seconds := _ask_again(row))), default=0)

    def state_of(self, row: ThankYou) -> RunState:
        """Return the state of the note to this person, by its name in the table of states, and its text."""
        name, label = STATES[row.stage]
        at = row.message.finished_at if row.message else row.done.at if row.done else None
        if row.stage == rules.SENT and at is not None:
            return RunState(name, gettext("Sent %(when)s", when=formatting.moment(at)))
        if row.stage == rules.SCHEDULED and row.message is not None:
            return RunState(name, gettext("Scheduled for %(when)s", when=formatting.moment(row.message.due_at)))
        if row.stage == rules.DONE and row.done is not None:
            return RunState(name, labels.means(row.done.means).capitalize())
        return RunState(name, str(label))

    def name_of(self, row: ThankYou) -> str:
        """Return the first name of the person, or all of it where someone else has the same one."""
        name = first_name(row.person.contact.name)
        others = [first_name(one.person.contact.name) for one in self.rows if one.person.id != row.person.id]
        return row.person.contact.name if name in others else name


def load_run(interview: Interview, person_id: uuid.UUID | None = None) -> NoteRun:
    """Return the run of this interview's thank-yous, seen from the note to this person."""
    session = db.session()
    notes = [note.id for note in queries.notes_of_interviews(session, [interview.id]) if note.medium == "card"]
    given = cards.agency_cards_by_note(session, notes) if notes else {}
    return NoteRun(interview, thank_yous_of(session, interview, request_cycle.now(), given), person_id)


def next_date(plan: Sequence[Step], employer: str) -> str:
    """Return until when there is nothing to do for this employer; empty where the plan is empty."""
    due = min((step.due_at for step in plan if step.due_at > request_cycle.now()), default=None)
    if due is None:
        return gettext("Nothing else is needed for %(employer)s.", employer=employer)
    return gettext("Nothing else for %(employer)s until %(day)s.", employer=employer, day=formatting.short_day_of(due))


def _is_worth_saying(row: ThankYou) -> bool:
    mail, now = row.message, request_cycle.now()
    if row.stage in (rules.SENT, rules.SCHEDULED):
        return mail is not None and (mail.finished_at or mail.created_at) > now - JUST_NOW
    return row.stage in (rules.SENDING, rules.WAITING, rules.REFUSED, rules.STOPPED, rules.UNCONFIRMED)


def _urgency(row: ThankYou) -> int:
    """Return what goes before what: what can still be stopped, then what did not go out."""
    order = (rules.SENT, rules.WAITING, rules.UNCONFIRMED, rules.STOPPED, rules.REFUSED, rules.SCHEDULED, rules.SENDING)
    return order.index(row.stage)


def _delivery_text(row: ThankYou, name: str) -> str:
    if row.stage == rules.SCHEDULED and row.message is not None:
        return gettext("Scheduled for %(when)s", when=formatting.moment(row.message.due_at))
    texts = {
        rules.SENDING: gettext("Sending to %(name)s", name=name),
        rules.WAITING: gettext("Waiting to send to %(name)s", name=name),
        rules.SENT: gettext("Sent to %(name)s", name=name),
        rules.UNCONFIRMED: gettext("Delivery to %(name)s not confirmed", name=name),
        rules.REFUSED: gettext("Couldn’t be sent to %(name)s", name=name),
        rules.STOPPED: gettext("Not sent to %(name)s", name=name),
    }
    return texts[row.stage]


def _ask_again(row: ThankYou) -> int:
    if row.message is None or row.stage not in (rules.SENDING, rules.WAITING):
        return 0
    left = (row.message.due_at - request_cycle.now()).total_seconds()
    if left > 0:
        return int(left) + 1
    return SOON_SECONDS if left > -60 else LATER_SECONDS
