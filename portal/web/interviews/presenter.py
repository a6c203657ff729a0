"""The people met in an interview, each with the state of their thank-you."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.approvals.returned_notes import NoteReturn
from portal.cards import queries as cards
from portal.cards.models import Card
from portal.followups.models import Step
from portal.interviews import queries
from portal.interviews.models import Interview, InterviewPerson
from portal.messaging.models import OutgoingMessage
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.web.notes import status as note_status
from portal.web.shared import request_cycle


def shows_past() -> bool:
    """Return whether the address asks for interviews that are over or canceled, instead of those ahead."""
    return request.args.get("when") == "past"


def listed_interviews() -> Select[Interview]:
    """Return the interviews that the list shows, as the address filters it."""
    query = queries.past_or_canceled_interviews if shows_past() else queries.upcoming_interviews
    return query(request_cycle.viewer(), request_cycle.now())


def interview_day(interview: Interview) -> date:
    """Return the day of the interview on its own clock."""
    return interview.starts_at.astimezone(ZoneInfo(interview.time_zone)).date()


@dataclass
class PersonStatus:
    """One person of one interview, with the steps and the note about them."""

    person: InterviewPerson
    interview: Interview
    thank: Step | None = None
    request: Step | None = None
    note: Note | None = None
    mail: OutgoingMessage | None = None
    thanked_at: datetime | None = None
    means: str = ""
    back: NoteReturn | None = None
    card: Card | None = None


def people_with_status(
    session: Session,
    rounds: Sequence[Interview],
    steps: Sequence[Step],
    loaded: Sequence[Note] | None = None,
    given: Mapping[uuid.UUID, Card] | None = None,
) -> list[PersonStatus]:
    """Return everyone met or expected in these rounds, the latest round first.

    `loaded` are the rounds' notes, and `given` the cards that the agency has for them, if they were loaded before.
    """
    found_notes = notes.notes_of_interviews(session, [row.id for row in rounds]) if loaded is None else loaded
    written = {row.person_id: row for row in found_notes if row.kind == "thank"}
    by_person: dict[tuple[str, uuid.UUID | None], Step] = {(step.kind, step.person_id): step for step in steps}
    found, backs = [], note_status.returns_by_note(written.values())
    if given is None:
        given = cards.agency_cards_by_note(session, [note.id for note in written.values()])
    for interview in reversed(rounds):
        thanked = {row.person_id: row for row in interview.completions if row.kind == "thank"}
        for person in _without_merged(interview.people, thanked, written):
            note, done = written.get(person.id), thanked.get(person.id)
            met = PersonStatus(
                person, interview, by_person.get(("thank", person.id)), by_person.get(("request_contact", person.id))
            )
            met.note, met.mail = note, note.message if note else None
            met.back = backs.get(note.id) if note else None
            met.card = given.get(note.id) if note else None
            if done:
                met.thanked_at, met.means = done.at, done.means
            found.append(met)
    return found


def _without_merged(people: Sequence[InterviewPerson], *done: Mapping[Any, object]) -> list[InterviewPerson]:
    """Return the people without second entries of merged contacts, unless something was done about them."""
    return [
        row for row in people if row.contact.merged_into_id is None or row.met or any(row.id in found for found in done)
    ]
