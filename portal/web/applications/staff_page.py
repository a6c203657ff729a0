"""An application's page as staff see it: what comes next, its rounds, the plan, and what happened once asked for."""

from typing import Any

from flask import request

from portal.applications.models import Application
from portal.cards import queries as cards
from portal.core.db import db
from portal.followups import queries as followups
from portal.followups.models import PENDING_STATES
from portal.interviews import queries as interviews
from portal.notes import queries as notes
from portal.web.applications.forms import EditApplicationForm
from portal.web.applications.rounds import rounds_of
from portal.web.applications.timeline import build_timeline
from portal.web.interviews.presenter import people_with_status
from portal.web.notes import status as note_status
from portal.web.recruiter_notes.presenter import notes_of_application
from portal.web.shared import request_cycle
from portal.web.shared.edit_conflict_forms import initial_form
from portal.web.shared.next_action import next_action

TEMPLATE = "applications/staff.html"


def context(application: Application) -> dict[str, Any]:
    """Return what the page shows beyond its forms."""
    session, now = db.session(), request_cycle.now()
    shows_history = request.args.get("history") == "shown"
    load_rounds = interviews.interviews_of_application if shows_history else interviews.rounds_of_application
    rounds = load_rounds(session, application.id)
    steps = followups.steps_of_application(session, application.id)
    written = notes.notes_of_interviews(session, [row.id for row in rounds])
    given = cards.agency_cards_by_note(session, [note.id for note in written])
    plan = [step for step in steps if step.state in PENDING_STATES]
    viewer = request_cycle.viewer()
    return {
        "rounds": rounds_of(rounds, steps, people_with_status(session, rounds, steps, written, given), now),
        "next": next_action(application.candidate, plan, note_status.notes_by_step(plan, written)),
        "recruiter_notes": notes_of_application(application),
        "plan": plan,
        "step_labels": note_status.labels_by_step(plan, written, given),
        "timeline": build_timeline(session, application, rounds, steps, viewer) if shows_history else None,
        "ahead": [row for row in rounds if row.status == "planned" and row.ends_at > now],
        "fact_form": initial_form(EditApplicationForm, application),
    }
