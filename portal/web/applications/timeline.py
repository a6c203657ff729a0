"""What happened in a process, newest first, each side seeing what is theirs; and the people met, with their state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.approvals.rules import PASSED_ON
from portal.contacts import queries as contacts
from portal.contacts.models import ContactRequest
from portal.followups.models import Step
from portal.interviews.models import Interview, Move, Person
from portal.messaging import queries as messages
from portal.messaging.models import Message
from portal.notes.actions import UNDO
from portal.notes.models import STANDING
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE
from portal.processes.models import Process
from portal.prompts import queries as prompts
from portal.web.contact_requests import presenter as request_presenter
from portal.web.notes import status as note_status
from portal.web.shared import formatting, labels, request_cycle

STATUS_CHANGES = {
    "planned": _("Interview on %(when)s put back on"),
    "cancelled": _("Interview on %(when)s canceled"),
    "no_show": _("No-show at the interview on %(when)s"),
}
REQUEST_ENDS = {
    "answered": _("Contact info received for %(name)s"),
    "not_to_be_had": _("Contact info for %(name)s marked as not available"),
    "not_needed": _("Contact request for %(name)s closed, not needed"),
}
CANDIDATE_SEES = ("note", "follow-up", "prompt", "debrief", "contact-ready")


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, its picture, its words, its state, and where it leads."""

    at: datetime
    symbol: str
    title: str
    text: str = ""
    state: str = ""
    link: str = ""


def timeline(
    session: Session, process: Process, rounds: Sequence[Interview], steps: Sequence[Step], viewer: Viewer
) -> list[Event]:
    """Interviews, debriefs, notes, mails, requests, missed steps and endings, the newest first."""
    events = [event for row in rounds for event in _round(row)]
    events += _endings(process) + _mails(session, process, viewer) + _requests(session, rounds) + _missed(steps)
    events += [event for row in approvals.of_process(session, process.id) for event in _approval(row, viewer)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _round(row: Interview) -> list[Event]:
    link = url_for("interviews.one", interview_id=row.id)
    when = formatting.moment(row.moves[0].from_starts_at if row.moves else row.starts_at)
    events = [Event(row.recorded_at, "calendar-plus", gettext("Interview added for %(when)s", when=when), link=link)]
    events += [Event(move.at, "calendar", _moved(move), _with(move.reason, move.by), link=link) for move in row.moves]
    for change in row.status_changes:
        became = str(STATUS_CHANGES[change.status]) % {"when": formatting.moment(change.starts_at)}
        events.append(Event(change.at, "calendar-x", became, _with(change.reason, change.by), link=link))
    names = {person.id: person.contact.name for person in row.people}
    for done in row.completions:
        title = {
            "debrief": gettext("Told how the interview went"),
            "collect_contacts": gettext("Ready to ask for contact details"),
            "follow_up": gettext("Second follow-up"),
            "thank": gettext("%(name)s thanked", name=names.get(done.person_id, "")),
        }[done.kind]
        said = labels.means(done.means) if done.kind in ("thank", "follow_up") else ""
        events.append(Event(done.at, "circle-check", title, _with(said, done.by), link=link))
    return events


def _moved(move: Move) -> str:
    """Return what the change was, with both dates where the date changed."""
    if move.from_starts_at == move.to_starts_at:
        return gettext("Interview details changed")
    was, now = formatting.moment(move.from_starts_at), formatting.moment(move.to_starts_at)
    return gettext("Interview rescheduled from %(was)s to %(now)s", was=was, now=now)


def _endings(process: Process) -> list[Event]:
    answers = [
        Event(row.at, "message-square-text", labels.ending(row.kind), _with(row.words, row.by))
        for row in process.answers
    ]
    return answers + [Event(row.at, "flag", labels.ending(row.kind), _with("", row.by)) for row in process.closures]


def _with(said: str | None, by: Account | None) -> str:
    """What was said, and by whom it was recorded; the portal's own deeds name nobody."""
    recorded = gettext("recorded by %(name)s", name=by.name) if by else ""
    return ", ".join(part for part in (said, recorded) if part)


def _mails(session: Session, process: Process, viewer: Viewer) -> list[Event]:
    rows = [*messages.about(session, [process.id]), *prompts.mails_about(session, process.id)]
    shown = [row for row in rows if not viewer.is_candidate or row.kind in CANDIDATE_SEES]
    return [
        Event(
            row.finished_at or row.handed_over_at or row.created_at,
            "mail",
            f"{labels.mail_kind(row.kind)}: {row.to_name}",
            _told(row) or row.subject or "",
            "failed" if row.outcome in (ADDRESS_CHANGED, ADDRESS_GONE) else row.state,
        )
        for row in shown
    ]


def _told(mail: Message) -> str:
    """When a note goes out that waits for a chosen time, or why it did not."""
    if mail.kind in ("note", "follow-up") and mail.state in STANDING:
        return labels.outcome(mail)
    chosen = mail.kind in ("note", "follow-up") and mail.state == "queued" and mail.due_at > request_cycle.now() + UNDO
    return gettext("goes out %(when)s", when=formatting.moment(mail.due_at)) if chosen else ""


def _approval(row: Approval, viewer: Viewer) -> list[Event]:
    """A note was handed in, and what was decided; that it was passed on is told as the thank-you it was."""
    note, approval = url_for("notes.one", note_id=row.note_id), url_for("approvals.one", approval_id=row.id)
    link = note if viewer.is_candidate else approval
    name = row.note.to_name
    found = [Event(row.asked_at, "hourglass", gettext("Note to %(name)s handed in", name=name), link=link)]
    if row.decided_at and row.decision and row.decision != PASSED_ON:
        title = gettext("Note to %(name)s: %(decision)s", name=name, decision=note_status.decision(row.decision))
        found.append(
            Event(row.decided_at, "mail-check", title, row.decided_by.name if row.decided_by else "", link=link)
        )
    return found


def _missed(steps: Sequence[Step]) -> list[Event]:
    return [
        Event(step.missed_from, "calendar-x", labels.title(step), "", step.state)
        for step in steps
        if step.state == "missed" and step.missed_from
    ]


def _requests(session: Session, rounds: Sequence[Interview]) -> list[Event]:
    """What was asked for because of these rounds: another candidate's asking for the same address is theirs alone."""
    asked = [(row, row.contact_requested_at) for each in rounds for row in each.people if row.contact_requested_at]
    made = contacts.requests_of(session, [person.contact_id for person, _ in asked])
    told = "contact-round"
    events = [
        Event(at, told, gettext("Contact info requested for %(name)s", name=row.contact.name)) for row, at in asked
    ]
    for row in {row.id: row for person, at in asked for row in _served(made, person, at)}.values():
        name = row.contact.name
        if row.closed_at and row.outcome in REQUEST_ENDS:
            title = str(REQUEST_ENDS[row.outcome]) % {"name": name}
            events.append(Event(row.closed_at, told, title, _by(request_presenter.reason(row), row.answered_by)))
        if row.undone_at:
            title = gettext("Looking for %(name)s’s contact info again", name=name)
            events.append(Event(row.undone_at, told, title, _by("", row.undone_by)))
    return events


def _by(said: str, by: Account | None) -> str:
    """Return what was said, and by whom."""
    named = gettext("by %(name)s", name=by.name) if by else ""
    return ", ".join(part for part in (said.rstrip("."), named) if part)


def _served(made: Sequence[ContactRequest], person: Person, at: datetime) -> list[ContactRequest]:
    """Return the requests for this person's contact info: the one open then, and those that went on in its place."""
    found: list[ContactRequest] = []
    for row in made:
        if row.contact_id != person.contact_id:
            continue
        goes_on = bool(found) and found[-1].undone_at is not None
        if goes_on or (not found and (row.closed_at is None or row.closed_at >= at)):
            found.append(row)
    return found
