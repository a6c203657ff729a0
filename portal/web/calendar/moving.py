"""Moving an interview on the calendar: the form asks first, and the page that follows offers to move it back."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField
from wtforms.validators import InputRequired

from portal.calendar import actions
from portal.core.db import db
from portal.core.errors import ActionRefused, NotFound
from portal.core.formatting import parse_time, zone_city
from portal.followups import queries as followups
from portal.followups.models import PENDING_STATES
from portal.followups.rules.working_time import to_utc
from portal.interviews import queries
from portal.interviews.models import Interview
from portal.web.calendar.address import monday, read_day
from portal.web.shared import fields, formatting, request_cycle, slot_questions
from portal.web.shared.edit_conflict_forms import ConflictCheckedForm, edit_form, initial_form
from portal.web.shared.questions import Question
from portal.web.shared.sentences import translate
from portal.web.shared.time_field import ClockField


class MoveInterviewForm(ConflictCheckedForm):
    """When an interview starts, on the viewer's clock."""

    date = DateField(_("Date"), [InputRequired(_("Enter a date.")), fields.check_year])
    starts = ClockField(_("Starts"), [InputRequired(_("Enter a start time."))])

    def show(self, row: Interview) -> None:
        """Fill the form with the interview's start."""
        local = row.starts_at.astimezone(_zone())
        self.date.data, self.starts.data = local.date(), local.time().replace(second=0, microsecond=0)

    def starts_at(self) -> datetime:
        """Return the start in UTC; where the clock shows it twice, the first."""
        return to_utc(self.date.data, self.starts.data, _zone())


@dataclass(frozen=True)
class MoveQuestion:
    """What the form asks about: the interview, the new start if one is known, and what moves with it.

    `there` is the new start on the candidate's clock, empty where that shows the same. `refusal` says why the interview
    can't be moved.
    """

    interview: Interview
    starts_at: datetime | None
    ends_at: datetime | None
    there: str
    tasks: int
    refusal: str
    back: str


def load(interview_id: uuid.UUID) -> Interview:
    """Return the interview; raise `NotFound` unless the viewer may see it."""
    return queries.get_interview(db.session(), request_cycle.viewer(), interview_id)


def move_form(interview: Interview) -> MoveInterviewForm:
    """Return the form as it was sent, or with the time that the address names, where the interview was dropped."""
    if request.method == "POST":
        return edit_form(MoveInterviewForm, interview)
    day, clock = read_day(request.args.get("date", "")), _clock(request.args.get("starts", ""))
    offered = SimpleNamespace(date=day, starts=clock) if day and clock else None
    return initial_form(MoveInterviewForm, interview, offered)


def question(interview: Interview, form: MoveInterviewForm) -> MoveQuestion:
    """Return what the page says about the move that is in the form."""
    starts_at = form.starts_at() if form.date.data and form.starts.data else None
    steps = followups.steps_of_application(db.session(), interview.application_id)
    return MoveQuestion(
        interview=interview,
        starts_at=starts_at if starts_at != interview.starts_at.replace(second=0, microsecond=0) else None,
        ends_at=starts_at + (interview.ends_at - interview.starts_at) if starts_at else None,
        there=_there(interview, starts_at) if starts_at else "",
        tasks=sum(step.interview_id == interview.id and step.state in PENDING_STATES for step in steps),
        refusal=_refusal(interview),
        back=_local_day(interview.starts_at).isoformat(),
    )


def questions(interview: Interview, form: MoveInterviewForm) -> list[Question]:
    """Return what is asked before the interview is moved; nothing of a past time, which is refused."""
    starts_at = form.starts_at()
    if starts_at <= request_cycle.now():
        return []
    slot = actions.slot_at(interview, starts_at)
    return slot_questions.questions_about_slot(interview.application.candidate_id, slot, interview)


def week_of(moment: datetime) -> str:
    """Return the week of this moment as the address of the calendar has it."""
    return monday(_local_day(moment)).isoformat()


def just_moved() -> Interview | None:
    """Return the interview that the address says was just moved, if the viewer can still move it back."""
    try:
        interview = load(uuid.UUID(request.args.get("moved", "")))
    except (ValueError, NotFound):
        return None
    return (
        interview if actions.undoable_move(interview, request_cycle.viewer().account_id, request_cycle.now()) else None
    )


def _there(interview: Interview, starts_at: datetime) -> str:
    zone = interview.application.candidate.time_zone
    if starts_at.astimezone(ZoneInfo(zone)).utcoffset() == starts_at.astimezone(_zone()).utcoffset():
        return ""
    return gettext("%(time)s in %(place)s", time=formatting.clock_time(starts_at, zone), place=zone_city(zone))


def _refusal(interview: Interview) -> str:
    try:
        actions.refuse_unless_ahead(interview, request_cycle.now())
    except ActionRefused as refused:
        return translate(refused.sentence, refused.values)
    return ""


def _clock(text: str) -> time | None:
    try:
        return parse_time(text)
    except ValueError:
        return None


def _local_day(moment: datetime) -> date:
    return moment.astimezone(_zone()).date()


def _zone() -> ZoneInfo:
    return ZoneInfo(request_cycle.viewer().time_zone)
