"""A candidate's Today: what helps most now, who is still to thank, what waits, what comes next, what is done."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy import ColumnElement

from portal.applications import queries as applications
from portal.approvals import returned_notes
from portal.approvals.returned_notes import NoteReturn
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.cards import queries as cards
from portal.cards.models import Card
from portal.contacts import queries as contacts
from portal.core.db import db
from portal.debriefs import queries as debriefs
from portal.followups import queries as followups
from portal.followups.models import Step
from portal.followups.rules.policy import quiet_hours
from portal.followups.rules.snooze_options import SnoozeOption, snooze_options
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.reminders import queries as reminders
from portal.web.notes import status as note_status
from portal.web.notes.presenter import ThankList, load_thanks
from portal.web.openings import presenter as opening_presenter
from portal.web.shared import request_cycle
from portal.web.today.weeks import week_bounds
from portal.web.today.work_rows import TASK_ICONS

TEMPLATE = "today/candidate.html"
MAX_NOW_CARDS = 3
MAX_UPCOMING = 5
MAX_OPENINGS = 3
MAX_APPLICATIONS = 20
MAX_ROWS = 100
AFTER_MEETING = ("debrief", "thank")
"""Kinds of tasks that can't be done before the interview is over."""


@dataclass(frozen=True)
class _UnderWay:
    """The notes that are going out, the cards that the agency has, and the notes that came back, with why."""

    leaving: Sequence[Note]
    given: Sequence[Card]
    backs: dict[uuid.UUID, NoteReturn]
    returned: Sequence[Note]


def context() -> dict[str, Any]:
    """Return what the page shows."""
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    mine = candidates.candidate_of_account(session, viewer)
    steps = reminders.pending_steps_of(session, mine.id)
    own = applications.latest_applications_of(session, mine.id, MAX_APPLICATIONS)
    theirs = Interview.application_id.in_([row.id for row in own])  # ids, so that each query starts from an index
    under_way = _load_under_way(theirs)
    thanks = load_thanks(session, steps)
    to_do, put_off = _open_tasks(steps, under_way, now)
    upcoming = interviews.upcoming_interviews(viewer, now).where(theirs).limit(MAX_UPCOMING)
    week, _ = week_bounds(now, ZoneInfo(mine.time_zone), g.profile.country)
    return {
        "candidate": mine,
        "due_cards": to_do[:MAX_NOW_CARDS],
        "more": to_do[MAX_NOW_CARDS:],
        "put_off": put_off,
        "choices": _snooze_choices(mine, now),
        "thanks": thanks,
        "begun": debriefs.begun_interviews(session, [step.interview_id for step in to_do if step.kind == "debrief"]),
        "has_note": _steps_with_note(to_do, thanks),
        "coming": _upcoming_rows(steps, session.scalars(upcoming).unique().all(), now),
        "unsent": {step.id: _open_thank_yous(step, steps) for step in to_do},
        "done": followups.steps_done_since(session, mine.id, week),
        "applications": own,
        "suppressed": reminders.suppressed(session, mine, now),
        "offers": opening_presenter.openings_for(mine, MAX_OPENINGS),
        "icons": TASK_ICONS,
        "now": now,
        **_returned(under_way, to_do[:MAX_NOW_CARDS], thanks),
        **_waiting(steps),
    }


def _load_under_way(theirs: ColumnElement[bool]) -> _UnderWay:
    session, viewer = db.session(), request_cycle.viewer()
    leaving = session.scalars(notes.notes_in_progress(viewer).where(theirs).limit(MAX_ROWS)).unique().all()
    given = session.scalars(cards.cards_at_agency(viewer).where(theirs).limit(MAX_ROWS)).all()
    stopped = returned_notes.notes_recalled_or_returned(viewer).where(theirs).limit(MAX_ROWS)
    returned = session.scalars(stopped).unique().all()
    return _UnderWay(leaving, given, dict(note_status.returns_by_note(returned)), returned)


def _open_tasks(steps: Sequence[Step], under_way: _UnderWay, now: datetime) -> tuple[list[Step], list[Step]]:
    """Return what is to be done now, and what is snoozed; neither waits for a note to go out."""
    left = [*under_way.leaving, *(card.note for card in under_way.given)]
    opened = [step for step in steps if step.state == "open" and step.is_for_candidate]
    standing = _without_waiting_thank_yous(opened)
    put_off = [step for step in standing if step.snoozed_until and step.snoozed_until > now]
    return [step for step in standing if step not in put_off and not _is_step_for_any(step, left)], put_off


def _snooze_choices(mine: Candidate, now: datetime) -> Callable[[Step], tuple[SnoozeOption, ...]]:
    """Return what gives a step's choices of a snooze."""
    zone, quiet = ZoneInfo(mine.time_zone), quiet_hours(g.profile.policy)
    return lambda step: snooze_options(now, zone, quiet, step.missed_from)


def _returned(under_way: _UnderWay, due_cards: Sequence[Step], thanks: ThankList) -> dict[str, Any]:
    """Return why notes came back, by the step that shows it, and the notes that no other part of the page lists."""
    listed, backs = thanks.note_ids, under_way.backs
    asked = {note.id: step.id for note in under_way.returned for step in due_cards if _is_step_for_any(step, [note])}
    rest = [note for note in under_way.returned if note.id in backs.keys() - asked.keys() - listed]
    return {
        "backs": {asked[note_id]: back for note_id, back in backs.items() if note_id in asked},
        "returned": [(note, backs[note.id]) for note in rest],
        "leaving": [note for note in under_way.leaving if note.id not in listed],
        "given": [card for card in under_way.given if card.note_id not in listed],
    }


def _waiting(steps: Sequence[Step]) -> dict[str, Any]:
    """Return the thank-yous that wait for contact info, with what is known of its requests."""
    session = db.session()
    blocked = [step for step in steps if step.state == "blocked"]
    missing = [step.person.contact_id for step in blocked if step.person]
    return {
        "waiting": blocked,
        "given_up": contacts.not_available_requests(session, missing),
        "requested": contacts.open_requests_by_contact(session, missing),
        "searches": [step for step in steps if step.kind == "request_contact" and step.state == "open"],
    }


def _steps_with_note(steps: Sequence[Step], thanks: ThankList) -> Collection[uuid.UUID]:
    """Return the ids of those thank-yous whose note was begun."""
    return {step.id for step in steps if step.person_id in thanks.begun}


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
    steps: Sequence[Step], ahead: Sequence[Interview], now: datetime
) -> list[tuple[datetime, Step | None, Interview | None]]:
    """Return what comes next: the steps that open later, and interviews, in the order of their time.

    An interview ahead stands for what follows from it.
    """
    later = [step for step in steps if step.state == "upcoming" and _can_be_early(step, now)]
    rows: list[tuple[datetime, Step | None, Interview | None]] = [(step.opens_at, step, None) for step in later]
    rows += [(interview.starts_at, None, interview) for interview in ahead]
    return sorted(rows, key=lambda row: row[0])[:MAX_UPCOMING]


def _can_be_early(step: Step, now: datetime) -> bool:
    """Return whether the step can be done before it opens."""
    return step.kind not in AFTER_MEETING or step.interview.ends_at <= now


def _without_waiting_thank_yous(steps: list[Step]) -> list[Step]:
    """Return the steps without thank-yous whose debrief is still open."""
    told_first = {step.interview_id for step in steps if step.kind == "debrief"}
    return [step for step in steps if step.kind != "thank" or step.interview_id not in told_first]
