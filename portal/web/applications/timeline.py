"""What happened in an application, newest first. Candidates and recruiters each see what they may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.applications.models import Application
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.approvals.rules import PASSED_ON
from portal.contacts import queries as contacts
from portal.contacts.models import ContactRequest
from portal.followups.models import Step
from portal.followups.rules.step_kinds import STEP_KINDS
from portal.interviews.models import Interview, InterviewMove, InterviewPerson
from portal.messaging import queries as messages
from portal.messaging.models import OutgoingMessage
from portal.notes.models import UNSENT_STATES
from portal.notes.rules import ADDRESS_CHANGED, ADDRESS_GONE, UNDO_PERIOD
from portal.reminders import message_queries
from portal.web.contact_requests import presenter as request_presenter
from portal.web.notes import status as note_status
from portal.web.shared import formatting, labels, request_cycle
from portal.web.shared.rounds import STATUS_CHANGES

CANDIDATE_MAIL_KINDS = (
    "note",
    "follow-up",
    "reminder",
    "debrief",
    "contact-ready",
    "asked-again",
    "staff-message",
    "application-end",
)


@dataclass(frozen=True)
class TimelineEvent:
    """One event: its time, icon, title, text, state, and link."""

    at: datetime
    symbol: str
    title: str
    text: str = ""
    state: str = ""
    link: str = ""


def build_timeline(
    session: Session, application: Application, rounds: Sequence[Interview], steps: Sequence[Step], viewer: Viewer
) -> list[TimelineEvent]:
    """Return interviews, debriefs, notes, emails, requests, missed steps, and endings, newest first."""
    events = [event for row in rounds for event in _interview_events(row)]
    events += (
        _outcome_events(application)
        + _mail_events(session, application, viewer)
        + _request_events(session, rounds)
        + _missed_events(steps)
    )
    events += [
        event
        for row in approvals.approvals_of_application(session, application.id)
        for event in _approval_events(row, viewer)
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _interview_events(row: Interview) -> list[TimelineEvent]:
    link = url_for("interviews.detail", interview_id=row.id)
    when = formatting.dated_moment(row.moves[0].from_starts_at if row.moves else row.starts_at)
    events = [
        TimelineEvent(
            row.recorded_at,
            "calendar-plus",
            gettext("Interview added for %(when)s", when=when),
            labels.round_label(row),
            link=link,
        )
    ]
    events += [
        TimelineEvent(move.at, "calendar", _move_title(move), _with_recorder(move.reason, move.by), link=link)
        for move in row.moves
    ]
    for change in row.status_changes:
        became = str(STATUS_CHANGES[change.status]) % {"when": formatting.dated_moment(change.starts_at)}
        events.append(
            TimelineEvent(change.at, "calendar-x", became, _with_recorder(change.reason, change.by), link=link)
        )
    names = {person.id: person.contact.name for person in row.people}
    for done in row.completions:
        title = gettext(STEP_KINDS[done.kind].done_title, name=names.get(done.person_id, ""))
        said = labels.means(done.means) if done.kind in ("thank", "follow_up") else ""
        events.append(TimelineEvent(done.at, "circle-check", title, _with_recorder(said, done.by), link=link))
    return events


def _move_title(move: InterviewMove) -> str:
    """Return what the change was, with both dates where the date changed."""
    if move.from_starts_at == move.to_starts_at:
        return gettext("Interview details changed")
    was, now = formatting.dated_moment(move.from_starts_at), formatting.dated_moment(move.to_starts_at)
    return gettext("Interview rescheduled from %(was)s to %(now)s", was=was, now=now)


def _outcome_events(application: Application) -> list[TimelineEvent]:
    answers = [
        TimelineEvent(row.at, "message-square-text", labels.outcome_kind(row.kind), _with_recorder(row.words, row.by))
        for row in application.answers
    ]
    return answers + [
        TimelineEvent(row.at, "flag", labels.outcome_kind(row.kind), _with_recorder("", row.by))
        for row in application.closures
    ]


def _with_recorder(said: str | None, by: Account | None) -> str:
    """Return the text and who recorded it; what the portal did itself names no one."""
    recorded = gettext("recorded by %(name)s", name=by.name) if by else ""
    return ", ".join(part for part in (said, recorded) if part)


def _mail_events(session: Session, application: Application, viewer: Viewer) -> list[TimelineEvent]:
    rows = [
        *messages.messages_about(session, [application.id]),
        *message_queries.messages_about_application(session, application.id),
    ]
    shown = [row for row in rows if not viewer.is_candidate or row.kind in CANDIDATE_MAIL_KINDS]
    return [
        TimelineEvent(
            row.finished_at or row.handed_over_at or row.created_at,
            "mail",
            f"{labels.mail_kind(row.kind)}: {row.to_name}",
            _mail_text(row) or row.subject or "",
            "failed" if row.outcome in (ADDRESS_CHANGED, ADDRESS_GONE) else row.state,
        )
        for row in shown
    ]


def _mail_text(mail: OutgoingMessage) -> str:
    """Return when a note that waits for a chosen time goes out, or why it did not."""
    if mail.kind in ("note", "follow-up") and mail.state in UNSENT_STATES:
        return labels.mail_outcome(mail)
    chosen = (
        mail.kind in ("note", "follow-up")
        and mail.state == "queued"
        and mail.due_at > request_cycle.now() + UNDO_PERIOD
    )
    return gettext("scheduled for %(when)s", when=formatting.moment(mail.due_at)) if chosen else ""


def _approval_events(row: Approval, viewer: Viewer) -> list[TimelineEvent]:
    """Return that a note was submitted, and the decision; a note passed on appears as the thank-you it was."""
    note, approval = url_for("notes.detail", note_id=row.note_id), url_for("approvals.detail", approval_id=row.id)
    link = note if viewer.is_candidate else approval
    name = row.note.to_name
    found = [
        TimelineEvent(
            row.asked_at, "hourglass", gettext("Note to %(name)s sent to the recruiter", name=name), link=link
        )
    ]
    if row.decided_at and row.decision and row.decision != PASSED_ON:
        title = gettext("Note to %(name)s: %(decision)s", name=name, decision=note_status.decision_label(row.decision))
        found.append(
            TimelineEvent(row.decided_at, "mail-check", title, row.decided_by.name if row.decided_by else "", link=link)
        )
    return found


def _missed_events(steps: Sequence[Step]) -> list[TimelineEvent]:
    return [
        TimelineEvent(step.missed_from, "calendar-x", labels.step_title(step), "", step.state)
        for step in steps
        if step.state == "missed" and step.missed_from
    ]


def _request_events(session: Session, rounds: Sequence[Interview]) -> list[TimelineEvent]:
    """Return what was requested because of these rounds.

    Another candidate's request for the same contact is left out.
    """
    asked = [(row, row.contact_requested_at) for each in rounds for row in each.people if row.contact_requested_at]
    made = contacts.requests_of(session, [person.contact_id for person, _ in asked])
    told = "contact-round"
    events = [
        TimelineEvent(at, told, gettext("Contact info requested for %(name)s", name=row.contact.name))
        for row, at in asked
    ]
    for row in {row.id: row for person, at in asked for row in _requests_for(made, person, at)}.values():
        name = row.contact.name
        if row.closed_at and row.outcome in request_presenter.REQUEST_OUTCOMES:
            title = str(request_presenter.REQUEST_OUTCOMES[row.outcome]) % {"name": name}
            events.append(
                TimelineEvent(
                    row.closed_at,
                    told,
                    title,
                    _with_author(request_presenter.not_available_reason(row), row.answered_by),
                )
            )
        if row.undone_at:
            title = gettext("Looking for %(name)s’s contact info again", name=name)
            events.append(TimelineEvent(row.undone_at, told, title, _with_author("", row.undone_by)))
    return events


def _with_author(said: str, by: Account | None) -> str:
    """Return the text and who it is from."""
    named = gettext("by %(name)s", name=by.name) if by else ""
    return ", ".join(part for part in (said.rstrip("."), named) if part)


def _requests_for(made: Sequence[ContactRequest], person: InterviewPerson, at: datetime) -> list[ContactRequest]:
    """Return the requests for this person's contact info: the one open then, and those that went on in its place."""
    found: list[ContactRequest] = []
    for row in made:
        if row.contact_id != person.contact_id:
            continue
        goes_on = bool(found) and found[-1].undone_at is not None
        if goes_on or (not found and (row.closed_at is None or row.closed_at >= at)):
            found.append(row)
    return found
