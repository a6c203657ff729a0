"""Today: what to do now, for a candidate; who needs help, for a recruiter."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import joinedload

from portal.accounts import rules
from portal.accounts.rules import ADMINISTER
from portal.accounts.viewer import Viewer
from portal.approvals import queries as approvals
from portal.approvals import returning
from portal.approvals.returning import Return
from portal.candidates import queries as candidates
from portal.cards import queries as cards
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.drafts import queries as drafts
from portal.followups import queries as followups
from portal.followups import waiting
from portal.followups.models import Step
from portal.followups.rules.put_off import choices as put_off_choices
from portal.interviews import queries as interviews
from portal.interviews.models import Interview
from portal.messaging import queries as messages
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.openings import queries as opening_queries
from portal.processes import queries as processes
from portal.processes.models import Process
from portal.prompts import queries as prompts
from portal.prompts.rules import LATE_AFTER
from portal.web.notes import status as note_status
from portal.web.openings import presenter as opening_presenter
from portal.web.shared import request_cycle
from portal.web.shared.progress import rituals
from portal.web.shared.responses import Page
from portal.web.today.groups import SHOWN, Group, count_of, group
from portal.web.today.weeks import week_of

blueprint = Blueprint("today", __name__)
NOW_CARDS = 3
NEXT_ROWS = 5
OFFERS = 3
ROWS = 100
RECENTLY = timedelta(days=14)
HANDLED_LATE = ("prepare_draft", "collect_contacts", "debrief", "thank", "follow_up")


@blueprint.get("/today")
@access.requires(rules.MEMBER)
def page() -> Page:
    return _candidate() if request_cycle.viewer().is_candidate else _staff()


def _candidate() -> str:
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    mine = candidates.of_account(session, viewer)
    steps = prompts.steps_standing(session, mine.id)
    standing = _collapsed([step for step in steps if step.state == "open" and step.kind != "request_contact"])
    put_off = [step for step in standing if step.put_off_until and step.put_off_until > now]
    own = processes.of_candidate(session, mine.id)
    theirs = Interview.process_id.in_([row.id for row in own])  # ids, so that each question starts from an index
    leaving = session.scalars(notes.under_way(viewer).where(theirs).limit(ROWS)).unique().all()
    given = session.scalars(cards.given_to_agency(viewer).where(theirs).limit(ROWS)).all()
    left = [*leaving, *(card.note for card in given)]
    to_do = [step for step in standing if step not in put_off and not _is_for(step, left)]
    backs, returned = _returned(viewer, theirs, to_do[:NOW_CARDS])
    blocked = [step for step in steps if step.state == "blocked"]
    week, _ = week_of(now, ZoneInfo(mine.time_zone), g.profile.country)
    ahead = session.scalars(interviews.upcoming(viewer, now).where(theirs).limit(NEXT_ROWS)).unique().all()
    return render_template(
        "today/candidate.html",
        candidate=mine,
        now_cards=to_do[:NOW_CARDS],
        more=to_do[NOW_CARDS:],
        put_off=put_off,
        choices=lambda step: put_off_choices(now, ZoneInfo(mine.time_zone), step.missed_from),
        backs=backs,
        returned=returned,
        leaving=leaving,
        given=given,
        coming=_coming([step for step in steps if step.state == "upcoming"], ahead),
        waiting=blocked,
        given_up=contacts.not_to_be_had(session, [step.person.contact_id for step in blocked if step.person]),
        requested=contacts.open_requests(session, [step.person.contact_id for step in blocked if step.person]),
        searches=[step for step in steps if step.kind == "request_contact" and step.state == "open"],
        unsent={step.id: _thanks_beside(step, steps) for step in to_do},
        done=followups.done_since(session, mine.id, week),
        processes=own,
        withheld=prompts.suppressed(session, mine, now),
        offers=opening_presenter.openings_for(mine, OFFERS),
        now=now,
    )


def _returned(
    viewer: Viewer, theirs: ColumnElement[bool], cards: Sequence[Step]
) -> tuple[dict[uuid.UUID, Return], list[tuple[Note, Return]]]:
    """What came back: why by the step whose card asks for it, and the other notes with theirs."""
    rows = db.session.scalars(returning.stopped_or_returned(viewer).where(theirs).limit(ROWS)).unique().all()
    backs = note_status.returned(rows)
    asked = {note.id: step.id for note in rows for step in cards if _is_for(step, [note])}
    by_step = {asked[note_id]: back for note_id, back in backs.items() if note_id in asked}
    return by_step, [(note, backs[note.id]) for note in rows if note.id in backs.keys() - asked.keys()]


def _is_for(step: Step, leaving: Sequence[Note]) -> bool:
    """Whether the step waits for nothing but that one of these notes goes out."""
    return any(note_status.is_for(step, note) for note in leaving)


def _thanks_beside(step: Step, steps: Sequence[Step]) -> list[Step]:
    """Return the thank-yous still open for the interview that this follow-up is for."""
    return [
        row
        for row in steps
        if step.kind == "follow_up" and row.kind == "thank" and row.interview_id == step.interview_id
    ]


def _coming(steps: Sequence[Step], ahead: Sequence[Interview]) -> list[tuple[datetime, Step | None, Interview | None]]:
    """What comes next, interviews and steps in the order of their time."""
    rows: list[tuple[datetime, Step | None, Interview | None]] = [(step.opens_at, step, None) for step in steps]
    rows += [(interview.starts_at, None, interview) for interview in ahead]
    return sorted(rows, key=lambda row: row[0])[:NEXT_ROWS]


def _collapsed(steps: list[Step]) -> list[Step]:
    """While a debrief waits, its thank-yous wait behind it."""
    told_first = {step.interview_id for step in steps if step.kind == "debrief"}
    return [step for step in steps if step.kind != "thank" or step.interview_id not in told_first]


def _late(viewer: Viewer, now: datetime) -> Group:
    """Return what is late and was asked for, by process, but for notes that are under way."""
    late = followups.late(viewer, now - LATE_AFTER, HANDLED_LATE).where(~notes.is_under_way(Step))
    ids = followups.processes_of(late)
    first = db.session.scalars(ids.limit(SHOWN)).all()
    steps = db.session.scalars(late.where(Step.process_id.in_(first))).unique().all()
    return Group(_by_process(steps), count_of(ids))


def _by_process(steps: Sequence[Step]) -> list[list[Step]]:
    """The late steps of each process together, in the order they came."""
    found: dict[uuid.UUID, list[Step]] = {}
    for step in steps:
        found.setdefault(step.process_id, []).append(step)
    return list(found.values())


def _failed(viewer: Viewer, now: datetime) -> Group:
    """What failed to go out, and notes that did not because their address is another by now."""
    failed = group(messages.in_states(("failed", "unknown")).where(processes.mail_for(viewer)))
    stopped = notes.stopped(db.session(), viewer, now - RECENTLY)
    return Group([*stopped, *failed.rows][:SHOWN], len(stopped) + failed.count)


def _closings(viewer: Viewer, now: datetime) -> Group:
    ended = and_(Process.state == "closed", Process.reason_code == "closed_itself")
    closings = processes.visible_to(viewer).where(
        or_(Process.state.in_(("closing", "lapsed")), ended), Process.changed_at > now - RECENTLY
    )
    shown = closings.options(joinedload(Process.candidate), joinedload(Process.employer))
    return group(shown.order_by(Process.changed_at.desc()))


def _staff() -> str:
    session, viewer, now = db.session(), request_cycle.viewer(), request_cycle.now()
    starts, ends = week_of(now, ZoneInfo(viewer.time_zone), g.profile.country)
    groups = {
        "requests": group(waiting.open_requests(viewer)),
        "late": _late(viewer, now),
        "week": group(interviews.between(viewer, starts, ends)),
        "proposed": group(drafts.proposals(standing=True)) if viewer.may(ADMINISTER) else Group(),
        "failed": _failed(viewer, now),
        "closings": _closings(viewer, now),
        "wishes": group(opening_queries.waiting(viewer)),
        "approvals": group(approvals.waiting(viewer)),
        "cards": group(cards.given_to_agency(viewer)),
        "free": group(processes.free_again(viewer, now - RECENTLY, SHOWN)),
    }
    rows = {name: found.rows for name, found in groups.items()}
    return render_template(
        "today/staff.html",
        **rows,
        counts={name: found.count for name, found in groups.items()},
        waits=waiting.who_wait(session, viewer, rows["requests"]),
        rituals=rituals(session, [row.process.candidate_id for row in rows["week"]], now),
        about=processes.about_whom(session, rows["failed"]),
        now=now,
    )
