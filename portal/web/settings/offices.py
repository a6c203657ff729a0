"""Offices: add, rename, merge, and retire them, move their people, and decide how far recruiters see. For owners."""

import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.agencies.models import JobField, Office
from portal.core import access
from portal.core.command import Command
from portal.core.db import db
from portal.followups.agency_time import load_calendars
from portal.followups.recalculation import Recalculation
from portal.offices import actions, queries
from portal.web.settings import hours_labels, office_labels
from portal.web.settings.office_forms import (
    AddFieldForm,
    AddOfficeForm,
    MergeForm,
    MoveForm,
    RenameForm,
    VisibilityForm,
)
from portal.web.shared import choices, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.fields import Form
from portal.web.shared.questions import Question
from portal.web.shared.responses import ViewResponse

Named = TypeVar("Named", Office, JobField)
blueprint = Blueprint("offices", __name__, url_prefix="/settings/offices")


@blueprint.get("")
@access.requires(permissions.EDIT_AGENCY)
def index() -> ViewResponse:
    return _index_page()


@blueprint.post("")
@access.requires(permissions.EDIT_AGENCY)
@submissions.creates
def add() -> ViewResponse:
    form = AddOfficeForm()
    if form.accepts(lambda: _add(form, actions.add_office, queries.get_office, actions.rename_office)):
        flash(gettext("Added %(name)s.", name=form.name.data), "success")
        return redirect(url_for("offices.index"))
    return _index_page(office_form=form)


@blueprint.post("/fields")
@access.requires(permissions.EDIT_AGENCY)
@submissions.creates
def add_field() -> ViewResponse:
    form = AddFieldForm()
    if form.accepts(lambda: _add(form, actions.add_field, queries.get_field, actions.rename_field)):
        flash(gettext("Added %(name)s.", name=form.name.data), "success")
        return redirect(url_for("offices.index"))
    return _index_page(field_form=form)


@blueprint.post("/visibility")
@access.requires(permissions.EDIT_AGENCY, recent=True)
def set_visibility() -> ViewResponse:
    profile = agencies.profile(db.session())
    form = edit_form(VisibilityForm, profile)
    if form.accepts(lambda: actions.set_visibility(request_cycle.command(), profile, form.visibility.data)):
        flash(gettext("Saved. It applies from everyone’s next page on."), "success")
        return redirect(url_for("offices.index"))
    return _index_page(visibility_form=form)


@blueprint.route("/<uuid:office_id>", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY)
def detail(office_id: uuid.UUID) -> ViewResponse:
    office = _load(office_id)
    form = edit_form(RenameForm, office)
    if form.accepts(lambda: actions.rename_office(request_cycle.command(), office, form.name.data)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("offices.detail", office_id=office.id))
    return _page(office, form=form)


@blueprint.post("/<uuid:office_id>/members")
@access.requires(permissions.EDIT_AGENCY, recent=True)
def move(office_id: uuid.UUID) -> ViewResponse:
    office = _load(office_id)
    members = queries.members(db.session(), office.id)
    form = _move_form(office, members)
    if moved := form.accepts(lambda: _move(office, members, form)):
        flash(office_labels.moved_members(form.members.data, _load(form.to.data)), "success")
        office_labels.flash_recalculation(moved.value)
        return redirect(url_for("offices.detail", office_id=office.id))
    return _page(office, move_form=form)


@blueprint.post("/<uuid:office_id>/merge")
@access.requires(permissions.EDIT_AGENCY)
def merge(office_id: uuid.UUID) -> ViewResponse:
    office = _load(office_id)
    form = _merge_form(office)
    name = office.name
    if merged := form.accepts(
        lambda: actions.merge_office(request_cycle.command(), office, _load(form.into.data)),
        ask=lambda: _merge_questions(office, _load(form.into.data)),
    ):
        moved, result = merged.value
        flash(office_labels.merged(name, _load(form.into.data).name, moved), "success")
        office_labels.flash_recalculation(result)
        return redirect(url_for("offices.index"))
    return _page(office, merge_form=form)


@blueprint.post("/<uuid:office_id>/retirement")
@access.requires(permissions.EDIT_AGENCY)
def retire(office_id: uuid.UUID) -> Response:
    office = _load(office_id)
    actions.retire_office(request_cycle.command(), office)
    flash(gettext("%(name)s is retired. What belongs to it stays.", name=office.name), "success")
    return redirect(url_for("offices.detail", office_id=office.id))


@blueprint.post("/<uuid:office_id>/return")
@access.requires(permissions.EDIT_AGENCY)
def offer(office_id: uuid.UUID) -> Response:
    office = _load(office_id)
    actions.offer_office(request_cycle.command(), office)
    flash(gettext("%(name)s is offered again.", name=office.name), "success")
    return redirect(url_for("offices.detail", office_id=office.id))


def _index_page(**sent: Form) -> ViewResponse:
    """Return the page of offices and fields, with the form that was `sent` by its name, and the others as they are."""
    session = db.session()
    example = queries.example_recruiter(session)
    body = render_template(
        "settings/offices.html",
        offices=agencies.offices(session),
        office_counts=queries.office_counts(session),
        job_fields=agencies.job_fields(session),
        field_counts=queries.field_counts(session),
        example=office_labels.visibility_examples(example, queries.sees(session, example) if example else {}),
        office_labels=office_labels,
        **{
            "office_form": AddOfficeForm(formdata=None),
            "field_form": AddFieldForm(formdata=None),
            "visibility_form": initial_form(VisibilityForm, agencies.profile(session)),
        }
        | sent,
    )
    return (body, 422) if request.method == "POST" else body


def _page(office: Office, **sent: Form) -> ViewResponse:
    """Return the page of one office, with the form that was `sent` by its name, and the others as they are."""
    session = db.session()
    members = queries.members(session, office.id)
    forms = {
        "form": initial_form(RenameForm, office),
        "move_form": _move_form(office, members, fresh=True),
        "merge_form": _merge_form(office, fresh=True),
    } | sent
    calendar = load_calendars(session, request_cycle.now()).calendar_of(office.id)
    body = render_template(
        "settings/office.html",
        office=office,
        members=members,
        candidates=queries.candidates_per_recruiter(session, office.id),
        counts=queries.office_counts(session).get(office.id, queries.OfficeCounts()),
        hours=hours_labels.week_labels(calendar.week),
        zone=calendar.zone.key,
        **forms,
    )
    return (body, 422) if request.method == "POST" else body


def _move_form(office: Office, members: Sequence[Account], *, fresh: bool = False) -> MoveForm:
    form = MoveForm(formdata=None) if fresh else MoveForm()
    form.offer(members, choices.named_choices(_others(office), gettext("Choose an office")))
    return form


def _merge_form(office: Office, *, fresh: bool = False) -> MergeForm:
    form = MergeForm(formdata=None) if fresh else MergeForm()
    form.into.choices = choices.named_choices(_others(office), gettext("Choose an office"))
    return form


def _merge_questions(office: Office, into: Office) -> list[Question]:
    return [office_labels.merge_question(office, into), *office_labels.hours_question(office, into)]


def _others(office: Office) -> list[Office]:
    return [row for row in agencies.offered_offices(db.session()) if row.id != office.id]


def _move(office: Office, members: Sequence[Account], form: MoveForm) -> Recalculation:
    chosen = [row for row in members if row.id in form.members.data]
    to = queries.get_office(db.session(), form.to.data)
    return actions.move_members(request_cycle.command(), office, chosen, to, with_candidates=form.with_candidates.data)


def _add(
    form: Form,
    add: Callable[[Command, str], Named],
    get: Callable[[Session, uuid.UUID], Named],
    rename: Callable[[Command, Named, str], None],
) -> None:
    """Add the office or field of this name; "Update it" renames the one that the form added first."""
    earlier, command, name = submissions.row_to_update(), request_cycle.command(), form.name.data
    if earlier is None:
        row = add(command, name)
    else:
        row = get(command.session, earlier)
        rename(command, row, name)
    submissions.set_added(row.id)


def _load(office_id: uuid.UUID) -> Office:
    return queries.get_office(db.session(), office_id)
