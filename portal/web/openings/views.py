"""Openings: a recruiter keeps them, a candidate says what they would like to happen."""

import uuid
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.candidates import queries as candidates
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.openings import actions, queries
from portal.openings.models import Opening
from portal.openings.rules import NOT_FOR_ME, is_open
from portal.web.openings.forms import PositionForm
from portal.web.openings.presenter import agency_date, openings_for
from portal.web.shared import choices, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import shared
from portal.web.shared.responses import Page, listed, page

blueprint = Blueprint("openings", __name__)
USUAL = timedelta(days=30)
MOST = 50


@blueprint.get("/openings")
@access.requires(rules.MEMBER)
def index() -> Page:
    if request_cycle.viewer().is_candidate:
        mine = candidates.of_account(db.session(), request_cycle.viewer())
        return render_template("openings/candidate.html", candidate=mine, **openings_for(mine, MOST))
    past = bool(request.args.get("past"))
    rows, following = listed(queries.over(agency_date()) if past else queries.still_open(agency_date()))
    return render_template("openings/list.html", openings=rows, past=past, following=following, today=agency_date())


@blueprint.route("/openings/new", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
@submissions.creates
def new() -> Page:
    form, by, now = _form(PositionForm()), request_cycle.viewer().by, request_cycle.now()
    if request.method == "GET":
        form.open_until.data = agency_date() + USUAL
    made: list[Opening] = []
    if form.accepts(lambda: made.append(actions.create(db.session(), form.position(), by=by, now=now))):
        submissions.update_at(url_for("openings.edit", opening_id=made[0].id))
        flash(gettext("Candidates in this field can see it now."), "success")
        return redirect(url_for("openings.one", opening_id=made[0].id))
    return page("openings/form.html", form, opening=None)


@blueprint.get("/openings/<uuid:opening_id>")
@access.requires(rules.LOOK)
def one(opening_id: uuid.UUID) -> Page:
    opening = queries.one(db.session(), opening_id)
    said = queries.said_to(db.session(), request_cycle.viewer(), opening.id)
    standing = is_open(opening.open_until, opening.closed_at, agency_date())
    return render_template("openings/page.html", opening=opening, said=said, standing=standing)


@blueprint.route("/openings/<uuid:opening_id>/edit", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def edit(opening_id: uuid.UUID) -> Page:
    opening = queries.one(db.session(), opening_id)
    form, by, now = _form(shared(PositionForm, opening)), request_cycle.viewer().by, request_cycle.now()
    if form.accepts(lambda: actions.update(db.session(), opening, form.position(), by=by, now=now)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("openings.one", opening_id=opening.id))
    return page("openings/form.html", form, opening=opening)


@blueprint.post("/openings/<uuid:opening_id>/closure")
@access.requires(rules.MANAGE)
def close(opening_id: uuid.UUID) -> Response:
    opening = queries.one(db.session(), opening_id)
    actions.close(db.session(), opening, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Closed. Candidates no longer see it."), "success")
    return redirect(url_for("openings.one", opening_id=opening.id))


@blueprint.post("/openings/<uuid:opening_id>/closure/removal")
@access.requires(rules.MANAGE)
def reopen(opening_id: uuid.UUID) -> Response:
    opening = queries.one(db.session(), opening_id)
    actions.reopen(db.session(), opening, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("It is open again."), "success")
    return redirect(url_for("openings.one", opening_id=opening.id))


@blueprint.post("/openings/<uuid:opening_id>/interest")
@access.requires(rules.ME)
def say(opening_id: uuid.UUID) -> Response:
    """The candidate says what they would like to happen; a recruiter finds it on their Today."""
    opening, viewer = queries.one(db.session(), opening_id), request_cycle.viewer()
    mine, kind = candidates.of_account(db.session(), viewer), request.form.get("kind", "")
    actions.say(db.session(), opening, mine, kind, today=agency_date(), by=viewer.by, now=request_cycle.now())
    flash(gettext("Noted.") if kind == NOT_FOR_ME else gettext("Your recruiter knows."), "success")
    return redirect(url_for("openings.index", _anchor=f"opening-{opening.id}"))


@blueprint.post("/openings/<uuid:opening_id>/interest/removal")
@access.requires(rules.ME)
def unsay(opening_id: uuid.UUID) -> Response:
    opening, viewer = queries.one(db.session(), opening_id), request_cycle.viewer()
    row = queries.said_by(db.session(), candidates.of_account(db.session(), viewer).id).get(opening.id)
    if row is not None:
        actions.take_back(db.session(), row, by=viewer.by, now=request_cycle.now())
    flash(gettext("Taken back."), "success")
    return redirect(url_for("openings.index", _anchor=f"opening-{opening.id}"))


def _form(form: PositionForm) -> PositionForm:
    session = db.session()
    form.field_id.choices = choices.of_fields(session)
    form.employer_id.choices = choices.named(session.scalars(contacts.employers()), gettext("Not said"))
    return form
