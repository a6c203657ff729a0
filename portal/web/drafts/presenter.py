"""A draft as it reads in a note to a person who was met, and what is wrong with its merge fields."""

from typing import Any

from flask import request

from portal.candidates.models import Candidate
from portal.core.db import db
from portal.drafts import field_labels, messages, rules
from portal.drafts.rules import MESSAGE, FieldFault
from portal.interviews import queries as interviews
from portal.interviews.models import InterviewPerson
from portal.web.shared import formatting, merge_fields, request_cycle
from portal.web.shared.letter_fields import show_labels, translated_labels
from portal.web.shared.sentences import translate

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
    viewer, whose = request_cycle.viewer(), candidate.id if candidate else None
    met = interviews.people_met(db.session(), viewer, MAX_SHOWN, whose) if kind != MESSAGE else []
    chosen = request.values.get(PERSON_FIELD, "")
    person = next((row for row in met if str(row.id) == chosen), met[0] if met else None)
    example = merge_fields.message_example(viewer) if kind == MESSAGE else merge_fields.example_values(candidate)
    values = rules.values_allowed_in(merge_fields.merge_values(person) if person else example, kind)
    return {
        "met": [(str(row.id), _person_label(row)) for row in met],
        "selected_person_id": str(person.id) if person else None,
        "faults": [*rules.letter_faults(subject, body, kind, values), *_misspelled(subject, body)][:MAX_SHOWN],
        "preview_subject": _filled_pieces(subject, values),
        "preview_body": _filled_pieces(body, values),
        "fault_message": fault_message,
        "is_message": kind == MESSAGE,
    }


def fault_message(fault: FieldFault) -> str:
    """Return the message about a fault."""
    return translate(messages.message_for(fault), field_labels.fault_values(fault))


def _misspelled(subject: str, body: str) -> tuple[FieldFault, ...]:
    labels = translated_labels()
    return tuple(
        fault
        for field, text in (("subject", subject), ("body", body))
        for fault in field_labels.misspelled_labels(field, text, labels)
    )


def _filled_pieces(text: str, values: dict[str, str]) -> tuple[tuple[str, bool], ...]:
    """Return the text with the values filled in, in pieces; what has no value is a label in brackets."""
    return rules.split_at_placeholders(show_labels(rules.fill_merge_fields(text, values)))


def _person_label(person: InterviewPerson) -> str:
    application = person.interview.application
    day = formatting.day(person.interview.starts_at, application.candidate.time_zone)
    who = (
        person.contact.name
        if request_cycle.viewer().is_candidate
        else f"{application.candidate.name} → {person.contact.name}"
    )
    return f"{who}, {application.employer.name}, {day}"
