"""Today: what a candidate has to do now; which candidates need a recruiter's help."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import joinedload

from portal.accounts import permissions
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.approvals import queries as approvals
from portal.approvals import returned_notes
from portal.approvals.returned_notes import NoteReturn
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.cards import queries as cards
from portal.cards.models import Card
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.drafts import queries as drafts
from portal.followups import queries as followups
from portal.followups import request_queries
from portal.followups.models import Step
from portal.followups.rules.policy import quiet_hours, reminder_policy
from portal.followups.rules.snooze_options import SnoozeOption, snooze_options
from portal.followups.rules.step_kinds import STEP_KINDS
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.messaging import queries as messages
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.openings import queries as opening_queries
from portal.reminders import queries as reminders
from portal.web.notes import status as note_status
from portal.web.onboarding.presenter import checklist_context
from portal.web.openings import presenter as opening_presenter
from portal.web.shared import request_cycle
from portal.web.shared.progress import load_progress
from portal.web.shared.responses import ViewResponse, count_rows
from portal.web.today.groups import GROUP_SIZE, Group, load_group
from portal.web.today.weeks import week_bounds

blueprint = Blueprint("today", __name__)
MAX_NOW_CARDS = 3
MAX_UPCOMING = 5
MAX_OPENINGS = 3
MAX_ROWS = 100
RECENTLY = timedelta(days=14)
LATE_STEP_KINDS = [kind.name for kind in STEP_KINDS.values() if kind.is_late_for_staff]


@blueprint.get("/today")
@access.requires(permissions.SIGN_IN)
def index() -> ViewResponse:
    return _render_candidate() if request_cycle.viewer().is_candidate else _render_staff()


def _render_candidate() -> str:
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    mine = candidates.candidate_of_account(session, viewer)
    steps = reminders.pending_steps_of(session, mine.id)
    opened = [step for step in steps if step.state == "open" and step.is_for_candidate]
    standing = _without_waiting_thank_yous(opened)
    put_off = [step for step in standing if step.snoozed_until and step.snoozed_until > now]
    own = applications.applications_of(session, mine.id)
    theirs = Interview.application_id.in_([row.id for row in own])  # ids, so that each query starts from an index
    leaving, given = _notes_and_cards_under_way(viewer, theirs)
    left = [*leaving, *(card.note for card in given)]
    to_do = [step for step in standing if step not in put_off and not _is_step_for_any(step, left)]
    backs, returned = _returned_notes(viewer, theirs, to_do[:MAX_NOW_CARDS])
    blocked = [step for step in steps if step.state == "blocked"]
    missing = [step.person.contact_id for step in blocked if step.person]
    week, _ = week_bounds(now, ZoneInfo(mine.time_zone), g.profile.country)
    upcoming = interviews.upcoming_interviews(viewer, now).where(theirs).limit(MAX_UPCOMING)
    return render_template(
        "today/candidate.html",
        candidate=mine,
        due_cards=to_do[:MAX_NOW_CARDS],
        more=to_do[MAX_NOW_CARDS:],
        put_off=put_off,
        choices=_snooze_choices(mine, now),
        backs=backs,
        returned=returned,
        leaving=leaving,
        given=given,
        coming=_upcoming_rows(steps, session.scalars(upcoming).unique().all()),
        waiting=blocked,
        given_up=contacts.not_available_requests(session, missing),
        requested=contacts.open_requests_by_contact(session, missing),
        searches=[step for step in steps if step.kind == "request_contact" and step.state == "open"],
        unsent={step.id: _open_thank_yous(step, steps) for step in to_do},
        done=followups.steps_done_since(session, mine.id, week),
        applications=own,
        suppressed=reminders.suppressed(session, mine, now),
        offers=opening_presenter.openings_for(mine, MAX_OPENINGS),
        now=now,
    )


def _snooze_choices(mine: Candidate, now: datetime) -> Callable[[Step], tuple[SnoozeOption, ...]]:
    """Return what gives a step's choices of a snooze."""
    zone, quiet = ZoneInfo(mine.time_zone), quiet_hours(g.profile.policy)
    return lambda step: snooze_options(now, zone, quiet, step.missed_from)


def _notes_and_cards_under_way(viewer: Viewer, theirs: ColumnElement[bool]) -> tuple[Sequence[Note], Sequence[Card]]:
    """Return the notes that are going out, and the cards that the agency has."""
    session = db.session()
    leaving = session.scalars(notes.notes_in_progress(viewer).where(theirs).limit(MAX_ROWS)).unique().all()
    return leaving, session.scalars(cards.cards_at_agency(viewer).where(theirs).limit(MAX_ROWS)).all()


def _returned_notes(
    viewer: Viewer, theirs: ColumnElement[bool], cards: Sequence[Step]
) -> tuple[dict[uuid.UUID, NoteReturn], list[tuple[Note, NoteReturn]]]:
    """Return what came back: the reasons by the step that shows them, and the other notes with their reasons."""
    rows = (
        db.session.scalars(returned_notes.notes_recalled_or_returned(viewer).where(theirs).limit(MAX_ROWS))
        .unique()
        .all()
    )
    backs = note_status.returns_by_note(rows)
    asked = {note.id: step.id for note in rows for step in cards if _is_step_for_any(step, [note])}
    by_step = {asked[note_id]: back for note_id, back in backs.items() if note_id in asked}
    return by_step, [(note, backs[note.id]) for note in rows if note.id in backs.keys() - asked.keys()]


def _is_step_for_any(step: Step, leaving: Sequence[Note]) -> bool:
    """Return whether the step only waits for one of these notes to go out."""
    return any(note_status.is_note_for_step(step, note) for note in leaving)


def _open_thank_yous(step: Step, steps: Sequence[Step]) -> list[Step]:
    """Return the thank-yous still open for the interview that this follow-up is for."""
    return [
        row
        for row in steps
        if step.kind == "follow_up" and row.kind == "thank" and row.interview_id == step.interview_id
    ]


def _upcoming_rows(
    steps: Sequence[Step], ahead: Sequence[Interview]
) -> list[tuple[datetime, Step | None, Interview | None]]:
    """Return what comes next: the steps that open later, and interviews, in the order of their time."""
    later = [step for step in steps if step.state == "upcoming"]
    rows: list[tuple[datetime, Step | None, Interview | None]] = [(step.opens_at, step, None) for step in later]
    rows += [(interview.starts_at, None, interview) for interview in ahead]
    return sorted(rows, key=lambda row: row[0])[:MAX_UPCOMING]


def _without_waiting_thank_yous(steps: list[Step]) -> list[Step]:
    """Return the steps without thank-yous whose debrief is still open."""
    told_first = {step.interview_id for step in steps if step.kind == "debrief"}
    return [step for step in steps if step.kind != "thank" or step.interview_id not in told_first]


def _late_group(viewer: Viewer, now: datetime) -> Group:
    """Return what is late and was asked for, by application, but for notes that are under way."""
    reminded = timedelta(hours=reminder_policy(g.profile.policy).late_reminder_hours)
    late = followups.late_steps(viewer, now - reminded, LATE_STEP_KINDS).where(~notes.has_note_in_progress(Step))
    ids = followups.applications_of_steps(late)
    first = db.session.scalars(ids.limit(GROUP_SIZE)).all()
    steps = db.session.scalars(late.where(Step.application_id.in_(first))).unique().all()
    return Group(_by_application(steps), count_rows(ids))


def _by_application(steps: Sequence[Step]) -> list[list[Step]]:
    """Return the late steps grouped by application, in the order they came."""
    found: dict[uuid.UUID, list[Step]] = {}
    for step in steps:
        found.setdefault(step.application_id, []).append(step)
    return list(found.values())


def _failed_group(viewer: Viewer, now: datetime) -> Group:
    """Return what failed to go out, and notes that were stopped because their address changed."""
    failed = load_group(messages.messages_in_states(("failed", "unknown")).where(applications.mail_visible_to(viewer)))
    stopped = notes.stopped_messages(db.session(), viewer, now - RECENTLY)
    return Group([*stopped, *failed.rows][:GROUP_SIZE], len(stopped) + failed.count)


def _closed_group(viewer: Viewer, now: datetime) -> Group:
    ended = and_(Application.state == "closed", Application.reason_code == "closed_itself")
    closings = applications.visible_to(viewer).where(
        or_(Application.state.in_(("closing", "lapsed")), ended), Application.changed_at > now - RECENTLY
    )
    shown = closings.options(joinedload(Application.candidate), joinedload(Application.employer))
    return load_group(shown.order_by(Application.changed_at.desc()))


def _render_staff() -> str:
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    starts, ends = week_bounds(now, ZoneInfo(viewer.time_zone), g.profile.country)
    groups = {
        "requests": load_group(request_queries.open_requests_visible_to(viewer)),
        "late": _late_group(viewer, now),
        "week": load_group(interviews.interviews_between(viewer, starts, ends)),
        "proposed": load_group(drafts.proposals(standing=True)) if viewer.may(permissions.EDIT_TEMPLATES) else Group(),
        "failed": _failed_group(viewer, now),
        "closings": _closed_group(viewer, now),
        "wishes": load_group(opening_queries.unhandled_responses(viewer)),
        "approvals": load_group(approvals.pending_approvals(viewer)),
        "cards": load_group(cards.cards_at_agency(viewer)),
        "free": load_group(applications.available_candidates(viewer, now - RECENTLY, GROUP_SIZE)),
    }
    rows = {name: found.rows for name, found in groups.items()}
    return render_template(
        "today/staff.html",
        **rows,
        counts={name: found.count for name, found in groups.items()},
        waits=request_queries.waiting_candidates_by_contact(session, viewer, rows["requests"]),
        progress_by_candidate=load_progress(session, [row.application.candidate_id for row in rows["week"]], now),
        about=applications.candidate_names_about(session, rows["failed"]),
        checklist=checklist_context() if viewer.may(permissions.EDIT_AGENCY) else None,
        now=now,
    )
