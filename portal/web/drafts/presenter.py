"""A draft as it reads in a note to a person who was met, and what is wrong with its merge fields."""

from typing import Any

from flask import request
from flask_babel import gettext

from portal.candidates.models import Candidate
from portal.core.db import db
from portal.drafts import messages, rules
from portal.drafts.rules import FieldFault
from portal.interviews import queries as interviews
from portal.interviews.models import InterviewPerson
from portal.web.shared import formatting, merge_fields, request_cycle

MAX_SHOWN = 30
"""How many of the people met a preview offers, and how many faults a page lists."""
PERSON_FIELD = "preview_with"


def is_preview_requested() -> bool:
    """Return whether the form was sent only for a preview."""
    return request.method == "POST" and request.form.get("then") == "preview"


def preview_context(subject: str, body: str, kind: str, candidate: Candidate | None = None) -> dict[str, Any]:
    """Return what a page with the draft needs: how it reads in a note to a person, and all faults.

    The request names the person; by default it is the one met last, by this candidate if one is given.
    """
    met = interviews.people_met(db.session(), request_cycle.viewer(), MAX_SHOWN, candidate.id if candidate else None)
    chosen = request.values.get(PERSON_FIELD, "")
    person = next((row for row in met if str(row.id) == chosen), met[0] if met else None)
    values = rules.values_allowed_in(
        merge_fields.merge_values(person) if person else merge_fields.example_values(candidate), kind
    )
    return {
        "met": [(str(row.id), _person_label(row)) for row in met],
        "selected_person_id": str(person.id) if person else None,
        "faults": rules.letter_faults(subject, body, kind, values)[:MAX_SHOWN],
        "preview_subject": rules.split_at_placeholders(rules.fill_merge_fields(subject, values)),
        "preview_body": rules.split_at_placeholders(rules.fill_merge_fields(body, values)),
        "fault_message": fault_message,
        "meanings": merge_fields.FIELD_LABELS,
    }


def fault_message(fault: FieldFault) -> str:
    """Return the message about a fault."""
    return gettext(messages.message_for(fault), text=fault.text, near=fault.near)


def _person_label(person: InterviewPerson) -> str:
    application = person.interview.application
    day = formatting.day(person.interview.starts_at, application.candidate.time_zone)
    who = (
        person.contact.name
        if request_cycle.viewer().is_candidate
        else f"{application.candidate.name} → {person.contact.name}"
    )
    return f"{who}, {application.employer.name}, {day}"
