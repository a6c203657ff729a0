"""A candidate's own reminders: which, when, how many, and none until a day that they choose."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from portal.accounts import permissions
from portal.applications import actions as applications
from portal.candidates import actions as candidates
from portal.candidates import queries as candidate_queries
from portal.candidates import reminder_choices
from portal.candidates.models import Candidate
from portal.candidates.reminder_choices import DAYS, KINDS, ReminderChoices
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused
from portal.core.formatting import zone_city
from portal.followups.rules.policy import quiet_hours
from portal.followups.rules.working_time import local_date, to_utc
from portal.web.shared import formatting, request_cycle, time_zones
from portal.web.shared.fields import Form, options
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("reminder_choices", __name__)

HALF_HOURS = tuple(time(minutes // 60, minutes % 60) for minutes in range(0, 24 * 60, 30))
LONGEST_PAUSE = timedelta(days=365)


class RemindersForm(Form):
    """Which reminders a candidate gets, at what hours, on which days, and whether as one email a day."""

    preparation = BooleanField(_("Before an interview"))
    debrief = BooleanField(_("Share how it went"))
    thank = BooleanField(_("Thank-you notes"))
    follow_up = BooleanField(_("Follow-up"))
    remind_from = SelectField(_("From"))
    remind_until = SelectField(_("Until"))
    days = SelectMultipleField(_("On"), coerce=int, option_widget=CheckboxInput())
    digest = BooleanField(_("One email a day"))

    def __init__(self, chosen: ReminderChoices, **kwargs: Any) -> None:
        kinds = {kind: kind not in chosen.reminders_off for kind in KINDS}
        days_on = [day for day in DAYS if day not in chosen.reminder_days_off]
        own = quiet_hours(g.profile.policy).around(chosen.remind_from, chosen.remind_until)
        super().__init__(
            data={**kinds, "days": days_on, "digest": chosen.reminder_digest}
            | {"remind_from": own.end.isoformat("minutes"), "remind_until": own.start.isoformat("minutes")},
            **kwargs,
        )
        quiet = quiet_hours(g.profile.policy)
        hours = sorted({quiet.end, quiet.start, *(at for at in HALF_HOURS if quiet.end < at < quiet.start)})
        self.remind_from.choices = options((at.isoformat("minutes"), formatting.time_of_day(at)) for at in hours[:-1])
        self.remind_until.choices = options((at.isoformat("minutes"), formatting.time_of_day(at)) for at in hours[1:])
        self.days.choices = options(
            (str(day), formatting.weekday(formatting.MONDAY + timedelta(days=day))) for day in DAYS
        )

    @property
    def choices(self) -> ReminderChoices:
        """What was chosen; hours that are the agency's stay the agency's when it changes them."""
        quiet = quiet_hours(g.profile.policy)
        first, last = time.fromisoformat(self.remind_from.data), time.fromisoformat(self.remind_until.data)
        return ReminderChoices(
            tuple(kind for kind in KINDS if not self[kind].data),
            tuple(day for day in DAYS if day not in self.days.data),
            None if first == quiet.end else first,
            None if last == quiet.start else last,
            self.digest.data,
        )


class PauseForm(Form):
    """The day on which reminders start again."""

    until = DateField(_("Start again on"), [InputRequired(_("Choose a day."))])


@blueprint.get("/me/reminders")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def edit() -> ViewResponse:
    return _render(RemindersForm(reminder_choices.choices_of(_mine())), PauseForm())


@blueprint.post("/me/reminders/choices")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def save() -> ViewResponse:
    mine = _mine()
    form = RemindersForm(reminder_choices.choices_of(mine))
    if not form.accepts(lambda: reminder_choices.choose(request_cycle.command(), mine, form.choices)):
        return _render(form, PauseForm(formdata=None)), 422
    if "HX-Request" in request.headers:
        return _render(form, PauseForm(formdata=None), is_saved=True)
    flash(gettext("Saved."), "success")
    return redirect(url_for("reminder_choices.edit"))


@blueprint.post("/me/reminders/pause")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def pause() -> ViewResponse:
    """Pause reminders for some weeks, or until a day."""
    mine, form, now = _mine(), PauseForm(), request_cycle.now()
    weeks = request.form.get("weeks", type=int)
    if weeks in (1, 2):
        form.until.data = local_date(now, ZoneInfo(mine.time_zone)) + timedelta(weeks=weeks)
    elif not form.validate_on_submit():
        return _render(_as_chosen(mine), form), 422
    if not form.takes(lambda: _pause(mine, form, now)):
        return _render(_as_chosen(mine), form), 422
    flash(gettext("Reminders are paused until %(day)s.", day=formatting.day(_until(mine, form))), "success")
    return redirect(url_for("reminder_choices.edit"))


@blueprint.post("/me/time-zone")
@access.requires(permissions.USE_CANDIDATE_PAGES)
def move() -> ViewResponse:
    """Use the time zone of a device that the candidate says they moved with."""
    mine, zone = _mine(), request.form.get("time_zone", "")
    if not time_zones.is_time_zone(zone):
        raise ActionRefused(N_("We don’t know that time zone. Choose one under Account."))
    profile = replace(candidates.profile_of(mine), time_zone=zone)
    applications.update_candidate(request_cycle.command(), mine, profile)
    flash(gettext("Times are shown for %(city)s now.", city=zone_city(zone)), "success")
    return redirect(url_for("reminder_choices.edit"))


def _pause(mine: Candidate, form: PauseForm, now: datetime) -> None:
    until = _until(mine, form)
    if not now < until <= now + LONGEST_PAUSE:
        raise ActionRefused(N_("Choose a day within the next year."), field="until")
    candidates.suppress_reminders(request_cycle.command(), mine, "paused", until=until)


def _until(mine: Candidate, form: PauseForm) -> datetime:
    return to_utc(form.until.data, time(), ZoneInfo(mine.time_zone))


def _as_chosen(mine: Candidate) -> RemindersForm:
    """Return the switches as they were saved, whatever another form sent."""
    return RemindersForm(reminder_choices.choices_of(mine), formdata=None)


def _mine() -> Candidate:
    return candidate_queries.candidate_of_account(db.session(), request_cycle.viewer())


def _render(form: RemindersForm, pause_form: PauseForm, *, is_saved: bool = False) -> str:
    mine = _mine()
    stops = {row.kind: row for row in candidate_queries.active_suppressions(db.session(), [mine.id])[mine.id]}
    return render_template(
        "accounts/reminders.html",
        form=form,
        pause_form=pause_form,
        is_saved=is_saved,
        zone=mine.time_zone,
        paused=stops.get("paused"),
        is_off="unsubscribed" in stops or ("paused" in stops and stops["paused"].until is None),
    )
