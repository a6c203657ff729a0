"""What a row of a recruiter's Today says, from the columns that were read for it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext

from portal.followups.rules.targets import target_progress
from portal.names.rules import first_name
from portal.summaries.rules import DONE
from portal.today.rules import COMPLETABLE
from portal.web.shared import business_time, formatting, labels, request_cycle
from portal.web.shared.progress import ProgressMark
from portal.web.shared.summary_words import stop_of, task_title

BAD, WAIT = "bad", "wait"
TASK_ICONS = {
    "prepare_draft": "file-text",
    "collect_contacts": "contact-round",
    "debrief": "list-checks",
    "thank": "heart-handshake",
    "follow_up": "send",
    "close": "flag",
}
STOP_ICONS = {"bounced": "mail-x", "paused": "bell-off", "unsubscribed": "bell-off"}
HALF = 0.5


@dataclass(frozen=True)
class WorkRow:
    """A row: an icon, who it is about, what is to be done, and when, with the page that it leads to.

    `tone` colors the icon, `when_tone` the time: `bad` or `wait`, empty for neither. `used` is the share of its time
    that is used, None where it has no target. `lead` is shown instead of the icon. `kind` is that of the task that
    staff can mark as done, of the review, or the state of the card. `can_take`: no one is on it yet. `day` is the
    candidate's current one, for a card that was mailed. `can_put_forward`:
    the candidate can be put forward for the job.
    """

    id: uuid.UUID
    who: str
    what: str
    url: str
    icon: str
    when: str = ""
    tone: str = ""
    when_tone: str = ""
    used: float | None = None
    lead: str = ""
    marks: tuple[ProgressMark, ...] = ()
    phone: str | None = None
    kind: str = ""
    can_take: bool = False
    can_put_forward: bool = False
    day: str = ""


def request_row(row: Any) -> WorkRow:
    """Return a contact request: who is looked for, for whom or by whom, and what is left of its time."""
    used, when = _time_left(row.requested_at, row.target_at, row.office_id)
    waits = gettext("for %(name)s", name=row.candidate) if row.candidate else ""
    if row.candidates and row.candidates > 1:
        waits = gettext("for %(name)s and %(count)s more", name=row.candidate, count=row.candidates - 1)
    if row.claimed_by:
        waits = gettext("%(name)s is on it", name=first_name(row.claimed_by))
    url = url_for("contact_requests.detail", request_id=row.id)
    what = f"{row.employer}, {waits}" if waits else row.employer
    tone = _tone(used)
    when_tone = tone if tone == BAD else ""
    is_free = row.claimed_by is None
    return WorkRow(row.id, row.contact, what, url, "hourglass", when, tone, when_tone, used, can_take=is_free)


def approval_row(row: Any) -> WorkRow:
    """Return a note to review: whose it is, to whom, who is reviewing it, and what is left of its time."""
    used, when = _time_left(row.asked_at, row.target_at, row.office_id)
    to_name = (row.hr_name or row.employer) if row.to_hr else row.contact
    wanted = gettext("Forward the note to %(name)s, %(employer)s") if row.kind == "pass_on" else None
    what = (wanted or gettext("Note to %(name)s, %(employer)s")) % {"name": to_name, "employer": row.employer}
    if row.claimed_by:
        what = f"{what}: {gettext('%(name)s is reviewing', name=first_name(row.claimed_by))}"
    url, tone = url_for("approvals.detail", approval_id=row.id), _tone(used)
    late, is_free = tone if tone == BAD else "", row.claimed_by is None
    who, kind = row.candidate, row.kind
    return WorkRow(
        row.id, who, what, url, "mail-check", when, tone, late, used, phone=row.phone, kind=kind, can_take=is_free
    )


def card_row(row: Any) -> WorkRow:
    """Return a card to print or mail, red once it is later than the agency means to mail it."""
    what = gettext("Card to %(name)s, %(employer)s", name=row.contact, employer=row.employer)
    url, kind = url_for("cards.detail", note_id=row.note_id), "printed" if row.printed_at else "written"
    when, tone = gettext("Printed, not mailed") if row.printed_at else gettext("To print"), ""
    if row.mail_by < request_cycle.now():
        what, tone = f"{what}: {when}", BAD
        when = gettext("past its goal of %(when)s", when=formatting.short_day_of(row.mail_by))
    day = request_cycle.now().astimezone(ZoneInfo(row.time_zone)).date().isoformat()
    return WorkRow(
        row.note_id, row.candidate, what, url, "stamp", when, tone, tone, phone=row.phone, kind=kind, day=day
    )


def task_row(row: Any) -> WorkRow:
    """Return a candidate's late task, and when they were last reminded, or why they are not."""
    icon, tone, stop = TASK_ICONS.get(row.next_kind, "circle-alert"), "", stop_of(row, request_cycle.now())
    if stop:
        when = labels.suppressed(stop)
        icon, tone = STOP_ICONS.get(stop, icon), BAD if stop == "bounced" else ""
    elif row.reminded_at:
        when = gettext("reminded %(when)s", when=formatting.moment(row.reminded_at))
    else:
        when = gettext("due %(when)s", when=formatting.moment(row.next_due_at))
    url = url_for("candidates.detail", candidate_id=row.id)
    if row.next_application_id:
        url = url_for("applications.detail", application_id=row.next_application_id)
    kind = row.next_kind if row.next_kind in COMPLETABLE else ""
    return WorkRow(row.id, row.name, task_title(row) or "", url, icon, when, tone, tone, phone=row.phone, kind=kind)


def snoozed_row(row: Any) -> WorkRow:
    """Return a candidate whose late tasks are snoozed: until when, and why."""
    said = gettext("Snoozed until %(day)s", day=formatting.short_day_of(row.snoozed_until))
    if row.snooze_reason:
        said = gettext("%(said)s: %(reason)s", said=said, reason=row.snooze_reason)
    url = url_for("candidates.detail", candidate_id=row.id)
    return WorkRow(row.id, row.name, said, url, "alarm-clock", phone=row.phone)


def interview_row(row: Any) -> WorkRow:
    """Return an interview with its readiness: the draft, and how many of the people there can be reached."""
    when, marks = _readiness(row)
    url = url_for("interviews.detail", interview_id=row.id)
    round_words = labels.round_label(row)
    what = f"{row.employer}, {round_words}" if round_words else row.employer
    lead = formatting.clock_time(row.starts_at)
    return WorkRow(row.id, row.candidate, what, url, "calendar", when, lead=lead, marks=marks)


def _readiness(row: Any) -> tuple[str, tuple[ProgressMark, ...]]:
    missing, drafted = row.people - row.reachable, row.draft_mark == DONE
    words = gettext("Contact info for %(count)s of %(all)s people", count=row.reachable, all=row.people)
    draft = gettext("General draft: done") if drafted else gettext("General draft: not yet")
    marks = (
        ProgressMark(drafted, late=False, label=draft, symbol="file-text", waiting=not drafted),
        ProgressMark(not missing, bool(missing), words, "contact-round", f"{row.reachable}/{row.people}"),
    )
    if row.ends_at <= request_cycle.now():
        return gettext("over"), marks
    if missing:
        return gettext("%(count)s without contact info", count=missing), marks
    if not row.people:
        return gettext("no one listed yet"), marks
    return gettext("ready") if drafted else gettext("no draft yet"), marks


def response_row(row: Any) -> WorkRow:
    """Return a candidate's response to a job."""
    url = url_for("candidates.detail", candidate_id=row.candidate_id)
    what = f"{labels.opening_response(row.kind)}: {row.title}"
    when, known = formatting.moment(row.at), row.employer_id is not None
    return WorkRow(row.id, row.candidate, what, url, "briefcase", when, phone=row.phone, can_put_forward=known)


def proposal_row(row: Any) -> WorkRow:
    """Return a proposed change of a template."""
    what = ": ".join(part for part in (row.name, row.reason) if part)
    url = url_for("proposals.detail", proposal_id=row.id)
    return WorkRow(row.id, row.by or gettext("Someone"), what, url, "file-text", formatting.moment(row.at))


def email_row(row: Any) -> WorkRow:
    """Return an email that needs attention."""
    url = url_for("outbox.detail", message_id=row.id)
    if row.note_id:
        url = url_for("notes.detail", note_id=row.note_id)
    parts = (labels.mail_kind(row.kind), labels.on_behalf_of(row.candidate, row.to_name), labels.mail_outcome(row))
    state = gettext("Not sent") if row.state == "dropped" else labels.state(row.state)
    return WorkRow(row.id, row.to_name, ", ".join(part for part in parts if part), url, "mail-x", state, BAD, BAD)


def closing_row(row: Any) -> WorkRow:
    """Return an application without an answer."""
    url = url_for("applications.detail", application_id=row.id)
    what = ": ".join(part for part in (row.employer, labels.reason(row)) if part)
    return WorkRow(row.id, row.candidate, what, url, "flag", labels.state(row.state))


def available_row(row: Any) -> WorkRow:
    """Return a candidate who has no application under way."""
    url = url_for("candidates.detail", candidate_id=row.id)
    when = gettext("since %(when)s", when=formatting.short_day_of(row.available_from))
    return WorkRow(row.id, row.name, row.field or "", url, "user-round", when, phone=row.phone)


def _time_left(since: datetime, until: datetime, office_id: uuid.UUID | None) -> tuple[float, str]:
    """Return the share of the time that is used, and what is left of it in words."""
    progress = target_progress(since, until, request_cycle.now(), business_time.calendar_of(office_id))
    if progress.is_ahead:
        return progress.used, gettext("by %(when)s", when=formatting.target(until))
    return 1.0, gettext("%(time)s past target", time=formatting.duration(progress.over))


def _tone(used: float) -> str:
    return BAD if used >= 1 else WAIT if used >= HALF else ""
