"""Business hours, time zones, and holidays, of the agency and of each office. For owners."""

import uuid
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.agencies import queries as agencies
from portal.agencies.models import AgencyProfile, Office
from portal.core import access
from portal.core.db import db
from portal.followups.agency_time import holiday_place, load_calendars
from portal.followups.recalculation import Recalculation
from portal.offices import business_hours, queries
from portal.offices.rules import list_by_year
from portal.web.settings import hours_labels
from portal.web.settings.hours_forms import (
    AgencyHoursForm,
    DayOffForm,
    OfficeHoursForm,
    WeekForm,
    agency_values,
    office_values,
)
from portal.web.shared import request_cycle
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("hours", __name__, url_prefix="/settings/hours")


@blueprint.route("", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY)
def index() -> ViewResponse:
    profile = agencies.profile(db.session())
    form = edit_form(AgencyHoursForm, profile, lambda: agency_values(profile))
    form.offer_regions(profile.country)
    if saved := form.accepts(lambda: _save_agency(profile, form)):
        return _redirect(None, saved.value)
    return _page(profile, None, form, DayOffForm(formdata=None))


@blueprint.route("/<uuid:office_id>", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY)
def office(office_id: uuid.UUID) -> ViewResponse:
    profile, row = agencies.profile(db.session()), queries.get_office(db.session(), office_id)
    form = edit_form(OfficeHoursForm, row, lambda: office_values(row, profile))
    form.offer(profile)
    if saved := form.accepts(lambda: business_hours.set_office_time(request_cycle.command(), row, form.own())):
        return _redirect(row, saved.value)
    return _page(profile, row, form, DayOffForm(formdata=None))


@blueprint.post("/days", defaults={"office_id": None})
@blueprint.post("/<uuid:office_id>/days")
@access.requires(permissions.EDIT_AGENCY)
def add_day(office_id: uuid.UUID | None) -> ViewResponse:
    row, form = _office(office_id), DayOffForm()
    added = form.day, form.name
    command = request_cycle.command()
    if saved := form.accepts(lambda: business_hours.add_day_off(command, row, *(field.data for field in added))):
        return _redirect(row, saved.value)
    profile = agencies.profile(db.session())
    return _page(profile, row, _shown_form(profile, row), form)


@blueprint.post("/days/<day>/removal", defaults={"office_id": None})
@blueprint.post("/<uuid:office_id>/days/<day>/removal")
@access.requires(permissions.EDIT_AGENCY)
def remove_day(office_id: uuid.UUID | None, day: str) -> Response:
    row = _office(office_id)
    return _redirect(row, business_hours.remove_day_off(request_cycle.command(), row, _date(day)))


@blueprint.post("/days/<day>/return", defaults={"office_id": None})
@blueprint.post("/<uuid:office_id>/days/<day>/return")
@access.requires(permissions.EDIT_AGENCY)
def restore_day(office_id: uuid.UUID | None, day: str) -> Response:
    row = _office(office_id)
    return _redirect(row, business_hours.restore_day_off(request_cycle.command(), row, _date(day)))


@blueprint.get("/regions")
@access.requires(permissions.EDIT_AGENCY)
def regions() -> ViewResponse:
    """Return the field for a region of the country chosen so far."""
    form = OfficeHoursForm(formdata=None, data={"country": request.args.get("country") or None})
    form.offer(agencies.profile(db.session()))
    return render_template("settings/_region.html", form=form)


def _save_agency(profile: AgencyProfile, form: AgencyHoursForm) -> Recalculation:
    values = {"time_zone": form.time_zone.data, "week": form.week(), "region": form.region.data}
    return business_hours.set_agency_time(request_cycle.command(), profile, **values)


def _page(profile: AgencyProfile, row: Office | None, form: WeekForm, day_form: DayOffForm) -> ViewResponse:
    session, now = db.session(), request_cycle.now()
    place, years = holiday_place(profile, row), business_hours.listed_years(now.year)
    body = render_template(
        "settings/hours.html",
        form=form,
        day_form=day_form,
        office=row,
        profile=profile,
        years=list_by_year(queries.listed_days(session, row, years)),
        place=hours_labels.region_name(*place),
        note=hours_labels.holidays_note(*place, now.year),
        offices=[] if row else agencies.offices(session),
        calendars=load_calendars(session, now).by_office(),
        hours_labels=hours_labels,
    )
    return (body, 422) if request.method == "POST" else body


def _shown_form(profile: AgencyProfile, row: Office | None) -> WeekForm:
    """Return the form of the hours as they are, beside one that was sent."""
    if row is None:
        form = AgencyHoursForm(formdata=None, obj=agency_values(profile))
        form.offer_regions(profile.country)
        return form
    own = OfficeHoursForm(formdata=None, obj=office_values(row, profile))
    own.offer(profile)
    return own


def _office(office_id: uuid.UUID | None) -> Office | None:
    return queries.get_office(db.session(), office_id) if office_id else None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as malformed:
        raise NotFound from malformed


def _redirect(row: Office | None, result: Recalculation) -> Response:
    flash(hours_labels.recalculation_label(result), "success")
    return redirect(url_for("hours.office", office_id=row.id) if row else url_for("hours.index"))
