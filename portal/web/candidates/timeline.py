"""The timeline of a candidate's page in words, and the one email that is opened in it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal.accounts.viewer import Viewer
from portal.applications.queries import mail_visible_to
from portal.core.db import db
from portal.followups.rules.step_kinds import STEP_KINDS
from portal.history.timeline import ALL, CHANGES, EMAILS, INTERVIEWS, VIEWS, History, Key, load_events
from portal.messaging.models import OutgoingMessage
from portal.web.contact_requests import presenter as request_presenter
from portal.web.notes.status import decision_label
from portal.web.outbox.presenter import MailText, text_of
from portal.web.shared import formatting, labels
from portal.web.shared.rounds import STATUS_CHANGES

VIEW_LABELS = {ALL: _("All"), EMAILS: _("Emails"), INTERVIEWS: _("Interviews"), CHANGES: _("Changes")}
STOPS = {
    "paused": _("Reminders paused"),
    "unsubscribed": _("Reminders turned off by the candidate"),
    "bounced": _("Reminders stopped because emails bounced"),
    "deactivated": _("Account closed"),
    "placed": _("Marked as placed, reminders stopped"),
}


@dataclass(frozen=True)
class TimelineRow:
    """One row: when, its icon, its title, what else is said, and where it leads. `mail_id` is set for an email."""

    at: datetime
    symbol: str
    title: str
    text: str = ""
    link: str = ""
    mail_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline: its rows, the view, the opened email, and where earlier rows are."""

    events: Sequence[TimelineRow]
    view: str
    views: Sequence[Mapping[str, object]]
    opened: MailText | None
    earlier_url: str | None
    candidate_id: uuid.UUID

    def url(self, **values: object) -> str:
        """Return this page of the timeline with other values in its address."""
        return _url(self.candidate_id, {**_address(), **values})


def build(viewer: Viewer, whose: History) -> Timeline:
    """Return the page of the timeline that the address names."""
    address = _address()
    view = str(address.get("view", ALL))
    rows, earlier = load_events(db.session(), whose, view, _parse_key(request.args.get("before", "")))
    views = [
        {"label": VIEW_LABELS[name], "url": _url(whose.candidate_id, {"view": name}), "current": name == view}
        for name in VIEWS
    ]
    following = f"{earlier[0].isoformat()}~{earlier[1]}" if earlier else None
    return Timeline(
        [_event(row) for row in rows],
        view,
        views,
        _opened(viewer, whose),
        _url(whose.candidate_id, {"view": view, "before": following}) if following else None,
        whose.candidate_id,
    )


def _address() -> dict[str, object]:
    """Return what the address says of the timeline, but for the opened email; what makes no sense is left out."""
    view, before = request.args.get("view", ""), request.args.get("before", "")
    said: dict[str, object] = {"view": view} if view in VIEWS else {}
    return said | ({"before": before} if _parse_key(before) else {})


def _url(candidate_id: uuid.UUID, values: Mapping[str, Any]) -> str:
    return url_for("candidates.detail", candidate_id=candidate_id, _anchor="timeline", **values)


def _parse_key(said: str) -> Key | None:
    at, _tilde, row_id = said.partition("~")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
        return (moment, uuid.UUID(row_id)) if moment.tzinfo else None
    except ValueError:
        return None


def _opened(viewer: Viewer, whose: History) -> MailText | None:
    """Return the email that the address names, if it is one of this candidate's that the viewer may see."""
    try:
        mail_id = uuid.UUID(request.args.get("mail", ""))
    except ValueError:
        return None
    about = [whose.candidate_id, *whose.application_ids, *([whose.account_id] if whose.account_id else [])]
    query = select(OutgoingMessage).where(OutgoingMessage.id == mail_id, OutgoingMessage.about_id.in_(about))
    mail = db.session().scalar(query.where(mail_visible_to(viewer)))
    return text_of(mail) if mail else None


def _event(row: Any) -> TimelineRow:
    return _WORDED[row.source](row)


def _mail(row: Any) -> TimelineRow:
    title = f"{labels.mail_kind(row.code)}: {row.name}"
    return TimelineRow(row.at, "mail", title, row.words or "", mail_id=row.id)


def _interview(row: Any) -> TimelineRow:
    title = gettext("Interview added for %(when)s", when=formatting.dated_moment(row.moment))
    return TimelineRow(row.at, "calendar-plus", title, row.employer, _interview_url(row))


def _move(row: Any) -> TimelineRow:
    if row.moment == row.moment_to:
        title = gettext("Interview details changed")
    else:
        was, now = formatting.dated_moment(row.moment), formatting.dated_moment(row.moment_to)
        title = gettext("Interview rescheduled from %(was)s to %(now)s", was=was, now=now)
    return TimelineRow(row.at, "calendar", title, _said(row, row.employer, row.words), _interview_url(row))


def _status(row: Any) -> TimelineRow:
    title = str(STATUS_CHANGES[row.code]) % {"when": formatting.dated_moment(row.moment)}
    return TimelineRow(row.at, "calendar-x", title, _said(row, row.employer, row.words), _interview_url(row))


def _done(row: Any) -> TimelineRow:
    title = gettext(STEP_KINDS[row.code].done_title, name=row.name or "")
    means = labels.means(row.words) if row.code in ("thank", "follow_up") else None
    return TimelineRow(row.at, "circle-check", title, _said(row, row.employer, means), _interview_url(row))


def _application(row: Any) -> TimelineRow:
    title = gettext("Application added: %(employer)s", employer=row.employer)
    return TimelineRow(row.at, "briefcase", title, row.words, _application_url(row))


def _answer(row: Any) -> TimelineRow:
    title = f"{row.employer}: {labels.outcome_kind(row.code)}"
    return TimelineRow(row.at, "message-square-text", title, _said(row, row.words), _application_url(row))


def _end(row: Any) -> TimelineRow:
    return TimelineRow(
        row.at, "flag", f"{row.employer}: {labels.outcome_kind(row.code)}", _said(row), _application_url(row)
    )


def _stop(row: Any) -> TimelineRow:
    return TimelineRow(row.at, "pause", str(STOPS[row.code]), _said(row))


def _lift(row: Any) -> TimelineRow:
    return TimelineRow(row.at, "bell", gettext("Reminders turned on again"))


def _request(row: Any) -> TimelineRow:
    title = gettext("Contact info requested for %(name)s", name=row.name)
    return TimelineRow(row.at, "contact-round", title, row.employer, _interview_url(row))


def _requested(row: Any) -> TimelineRow:
    title = str(request_presenter.REQUEST_OUTCOMES[row.code]) % {"name": row.name}
    reason = request_presenter.reason_words(row.words).rstrip(".")
    return TimelineRow(row.at, "contact-round", title, _said(row, row.employer, reason), _interview_url(row))


def _again(row: Any) -> TimelineRow:
    title = gettext("Looking for %(name)s’s contact info again", name=row.name)
    return TimelineRow(row.at, "contact-round", title, _said(row, row.employer), _interview_url(row))


def _review(row: Any) -> TimelineRow:
    title = gettext("Note to %(name)s sent to the recruiter", name=row.name)
    return TimelineRow(row.at, "hourglass", title, row.employer, url_for("approvals.detail", approval_id=row.id))


def _reviewed(row: Any) -> TimelineRow:
    title = gettext("Note to %(name)s: %(decision)s", name=row.name, decision=decision_label(row.code))
    link = url_for("approvals.detail", approval_id=row.id)
    return TimelineRow(row.at, "mail-check", title, _by(row, row.employer), link)


def _recruiter(row: Any) -> TimelineRow:
    title = gettext("Assigned to %(name)s", name=row.name) if row.name else gettext("Recruiter changed")
    before = gettext("before: %(name)s", name=row.words) if row.words else ""
    return TimelineRow(row.at, "arrow-right-left", title, _by(row, before))


def _by(row: Any, said: str) -> str:
    """Return what else is said of an event, and who did it; what the portal did itself names no one."""
    named = gettext("by %(name)s", name=row.author) if row.author else ""
    return ", ".join(part for part in (said, named) if part)


def _said(row: Any, *parts: str | None) -> str:
    """Return what else is said of an event, and who recorded it; what the portal did itself names no one."""
    recorded = gettext("recorded by %(name)s", name=row.author) if row.author else None
    return ", ".join(part for part in (*parts, recorded) if part)


def _interview_url(row: Any) -> str:
    return url_for("interviews.detail", interview_id=row.interview_id)


def _application_url(row: Any) -> str:
    return url_for("applications.detail", application_id=row.application_id)


_WORDED = {
    "mail": _mail,
    "interview": _interview,
    "move": _move,
    "status": _status,
    "done": _done,
    "application": _application,
    "answer": _answer,
    "end": _end,
    "stop": _stop,
    "lift": _lift,
    "request": _request,
    "requested": _requested,
    "again": _again,
    "review": _review,
    "reviewed": _reviewed,
    "recruiter": _recruiter,
}
