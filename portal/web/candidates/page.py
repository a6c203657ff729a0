"""A candidate's page: what comes next, their applications with rounds, people met, and what happened."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from portal.accounts import email_changes
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.candidates.reminder_choices import choices_of
from portal.core.db import db
from portal.drafts import queries as drafts
from portal.followups import wording
from portal.followups.models import Step
from portal.history.timeline import History
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.reminders import queries as reminders
from portal.summaries import candidate_page
from portal.tags import queries as tags
from portal.web.candidates import timeline
from portal.web.candidates.duplicates import same_name_or_phone
from portal.web.candidates.reminder_words import describe_choices
from portal.web.notes import status as note_status
from portal.web.recruiter_notes.presenter import notes_of_candidate
from portal.web.shared import request_cycle
from portal.web.shared.next_action import next_action, values_for_one
from portal.web.shared.progress import ProgressMark, marks_of
from portal.web.shared.rounds import round_title


@dataclass(frozen=True)
class ApplicationRow:
    """One application: the summary's columns as `of`, its rounds with their titles, its marks, and the next task."""

    of: Any
    rounds: Sequence[tuple[uuid.UUID, str]]
    marks: tuple[ProgressMark, ...]
    task: str | None
    is_late: bool


def context(candidate: Candidate) -> dict[str, Any]:
    """Return what the page shows, with as many statements however long the candidate has been with the agency."""
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    rows = candidate_page.applications_of(session, candidate.id)
    ids = [row.id for row in rows]
    steps = reminders.pending_steps_of(session, candidate.id)
    applications = _application_rows(rows)
    return {
        "candidate": candidate,
        "applications": applications,
        "counts": _counts(applications),
        "next": next_action(candidate, steps, note_status.notes_by_step(steps, _notes(steps)), names_employer=True),
        "suppressed": reminders.suppressed(session, candidate, now),
        "stops": {row.kind for row in candidates.active_suppressions(session, [candidate.id])[candidate.id]},
        "reminder_words": describe_choices(choices_of(candidate)),
        "draft": drafts.find_general_draft(session, candidate.id),
        "email_change": email_changes.pending_change(session, candidate.account_id),
        "people": candidate_page.people_met(session, ids),
        "timeline": timeline.build(viewer, History(candidate.id, candidate.account_id, ids)),
        "merges": candidates.merges_into(session, candidate.id),
        "duplicates": same_name_or_phone(candidate),
        "recruiter_notes": notes_of_candidate(candidate),
        "tags": tags.tags_of(session, candidate.id),
        "all_tags": tags.all_tags(session),
        "one": lambda action: values_for_one(candidate, action),
        "now": now,
    }


def _application_rows(rows: candidate_page.Rows) -> list[ApplicationRow]:
    now = request_cycle.now()
    rounds: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for row in candidate_page.rounds_of(db.session(), [row.id for row in rows]):
        found = rounds[row.application_id]
        found.append((row.id, round_title(len(found) + 1, row.round_name, row.round_kind)))
    return [
        ApplicationRow(
            row, rounds[row.id], marks_of(row, now), _task(row), row.late_from is not None and row.late_from < now
        )
        for row in rows
    ]


def _task(row: Any) -> str | None:
    """Return the application's next task as staff read it; None without one."""
    if row.next_kind is None:
        return None
    return wording.title_for(row.next_kind, gettext, employer=row.employer, person=row.person, for_staff=True)


def _counts(rows: Sequence[ApplicationRow]) -> str:
    """Return “2 active, 1 ended”."""
    active = sum(row.of.ended_at is None for row in rows)
    said = [gettext("%(num)s active", num=active) if active else ""]
    said.append(gettext("%(num)s ended", num=len(rows) - active) if active < len(rows) else "")
    return ", ".join(part for part in said if part)


def _notes(steps: Sequence[Step]) -> Sequence[Note]:
    """Return the notes of the interviews that open tasks are about."""
    about = {step.interview_id for step in steps if step.kind in ("thank", "follow_up") and step.state == "open"}
    return notes.notes_of_interviews(db.session(), sorted(about)) if about else []
