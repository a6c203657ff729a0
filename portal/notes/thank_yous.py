"""The thank-yous of one interview, one for each person met: how far each is, and whose turn is next."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.interviews.models import Interview, InterviewPerson, StepCompletion
from portal.messaging.models import OutgoingMessage
from portal.notes import queries
from portal.notes.models import UNSENT_STATES, Note
from portal.notes.rules import DONE, REVIEW, TO_WRITE, UNREACHABLE, WITH_AGENCY, delivery_stage


@dataclass(frozen=True)
class ThankYou:
    """A person met, the note to them if one was begun, and its stage, of those in `notes.rules`."""

    person: InterviewPerson
    note: Note | None
    stage: str
    done: StepCompletion | None = None

    @property
    def message(self) -> OutgoingMessage | None:
        return self.note.message if self.note is not None else None


def thank_yous_of(
    session: Session, interview: Interview, now: datetime, with_agency: Collection[uuid.UUID] = ()
) -> list[ThankYou]:
    """Return the thank-yous to those met at the interview, in the order of its people.

    `with_agency` are the ids of the notes that are cards which the agency has to mail.
    """
    notes = queries.notes_of_interviews(session, [interview.id])
    written = {note.person_id: note for note in notes if note.kind == "thank"}
    done = {row.person_id: row for row in interview.completions if row.kind == "thank"}
    return [
        ThankYou(person, note, _stage(person, note, done.get(person.id), now, with_agency), done.get(person.id))
        for person in interview.people
        if person.met is not False
        for note in [written.get(person.id)]
    ]


def next_to_write(rows: Sequence[ThankYou], after: uuid.UUID | None = None) -> ThankYou | None:
    """Return whose note comes next: the first left to write behind this person, or else from the beginning."""
    place = next((number for number, row in enumerate(rows) if row.person.id == after), -1)
    ahead = [*rows[place + 1 :], *rows[: max(place, 0)]]
    return next((row for row in ahead if row.stage == TO_WRITE), None)


def _stage(
    person: InterviewPerson,
    note: Note | None,
    done: StepCompletion | None,
    now: datetime,
    with_agency: Collection[uuid.UUID],
) -> str:
    if note is not None and note.submitted_at is not None:
        return REVIEW
    mail = note.message if note is not None else None
    if mail is not None and (done is None or mail.state not in UNSENT_STATES):
        return delivery_stage(mail.state, mail.due_at, now, tried=bool(mail.attempts or mail.outcome))
    if done is not None:
        return DONE
    if note is not None and note.id in with_agency:
        return WITH_AGENCY
    return TO_WRITE if person.contact.reachable else UNREACHABLE
