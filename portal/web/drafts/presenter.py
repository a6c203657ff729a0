"""A draft as it would read in a note to somebody really met, and what is wrong with its fields."""

from typing import Any

from flask import request
from flask_babel import gettext

from portal.candidates.models import Candidate
from portal.core.db import db
from portal.drafts import rules, sentences
from portal.drafts.rules import FieldFault
from portal.interviews import queries as interviews
from portal.interviews.models import Person
from portal.web.shared import formatting, merge_fields, request_cycle

MOST = 30
"""So many of the people met can be chosen to see a draft with, and so many faults are told at once."""
WITH = "preview_with"


def is_asked() -> bool:
    """Whether the form was sent to be looked at only."""
    return request.method == "POST" and request.form.get("then") == "preview"


def reading(subject: str, body: str, kind: str, candidate: Candidate | None = None) -> dict[str, Any]:
    """What a page that shows the draft needs: how it reads with somebody, and every fault.

    With whom, the request says; else it is the latest met, of this candidate where one is given.
    """
    met = interviews.people_met(db.session(), request_cycle.viewer(), MOST, candidate.id if candidate else None)
    chosen = request.values.get(WITH, "")
    person = next((row for row in met if str(row.id) == chosen), met[0] if met else None)
    values = rules.placed(merge_fields.merge_values(person) if person else merge_fields.example_values(candidate), kind)
    return {
        "met": [(str(row.id), _named(row)) for row in met],
        "seen_with": str(person.id) if person else None,
        "faults": rules.letter_faults(subject, body, kind, values)[:MOST],
        "read_subject": rules.pieces(rules.merged(subject, values)),
        "read_body": rules.pieces(rules.merged(body, values)),
        "told_fault": told,
        "meanings": merge_fields.MEANINGS,
    }


def told(fault: FieldFault) -> str:
    """What is said of a fault."""
    return gettext(sentences.of_fault(fault), text=fault.text, near=fault.near)


def _named(person: Person) -> str:
    process = person.interview.process
    day = formatting.day(person.interview.starts_at, process.candidate.time_zone)
    who = (
        person.contact.name
        if request_cycle.viewer().is_candidate
        else f"{process.candidate.name} → {person.contact.name}"
    )
    return f"{who}, {process.employer.name}, {day}"
