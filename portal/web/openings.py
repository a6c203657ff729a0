"""Openings: a recruiter keeps them, a candidate says what they would like to happen."""

import uuid
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.core import access
from portal.core.db import db
from portal.openings import actions, queries
from portal.openings.models import Opening
from portal.openings.rules import NOT_FOR_ME, is_open
from portal.web import edge, submissions
from portal.web.answers import Page, listed, page
from portal.web.forms import choices
from portal.web.forms.openings import PositionForm
from portal.web.forms.windows import shared

blueprint = Blueprint("openings", __name__)
USUAL = timedelta(days=30)
MOST = 50


@blueprint.get("/openings")
@access.requires(rules.MEMBER)
def index() -> Page:
    if edge.viewer().is_candidate:
        mine = candidates.of_account(db.session(), edge.viewer())
        return render_template("openings/candidate.html", candidate=mine, **offered(mine, MOST))
    past = bool(request.args.get("past"))
    rows, following = listed(queries.over(today()) if past else queries.still_open(today()))
    return render_template("openings/list.html", openings=rows, past=past, following=following, today=today())


@blueprint.route("/openings/new", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
@submissions.creates
def new() -> Page:
    form, by, now = _form(PositionForm()), edge.viewer().by, edge.now()
    if request.method == "GET":
        form.open_until.data = today() + USUAL
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
    said = queries.said_to(db.session(), edge.viewer(), opening.id)
    standing = is_open(opening.open_until, opening.closed_at, today())
    return render_template("openings/page.html", opening=opening, said=said, standing=standing)


@blueprint.route("/openings/<uuid:opening_id>/edit", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def edit(opening_id: uuid.UUID) -> Page:
    opening = queries.one(db.session(), opening_id)
    form, by, now = _form(shared(PositionForm, opening)), edge.viewer().by, edge.now()
    if form.accepts(lambda: actions.update(db.session(), opening, form.position(), by=by, now=now)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("openings.one", opening_id=opening.id))
    return page("openings/form.html", form, opening=opening)


@blueprint.post("/openings/<uuid:opening_id>/closure")
@access.requires(rules.MANAGE)
def close(opening_id: uuid.UUID) -> Response:
    opening = queries.one(db.session(), opening_id)
    actions.close(db.session(), opening, by=edge.viewer().by, now=edge.now())
    flash(gettext("Closed. Candidates no longer see it."), "success")
    return redirect(url_for("openings.one", opening_id=opening.id))


@blueprint.post("/openings/<uuid:opening_id>/closure/removal")
@access.requires(rules.MANAGE)
def reopen(opening_id: uuid.UUID) -> Response:
    opening = queries.one(db.session(), opening_id)
    actions.reopen(db.session(), opening, by=edge.viewer().by, now=edge.now())
    flash(gettext("It is open again."), "success")
    return redirect(url_for("openings.one", opening_id=opening.id))


@blueprint.post("/openings/<uuid:opening_id>/interest")
@access.requires(rules.ME)
def say(opening_id: uuid.UUID) -> Response:
    """The candidate says what they would like to happen; a recruiter finds it on their Today."""
    opening, viewer = queries.one(db.session(), opening_id), edge.viewer()
    mine, kind = candidates.of_account(db.session(), viewer), request.form.get("kind", "")
    actions.say(db.session(), opening, mine, kind, today=today(), by=viewer.by, now=edge.now())
    flash(gettext("Noted.") if kind == NOT_FOR_ME else gettext("Your recruiter knows."), "success")
    return redirect(url_for("openings.index", _anchor=f"opening-{opening.id}"))


@blueprint.post("/openings/<uuid:opening_id>/interest/removal")
@access.requires(rules.ME)
def unsay(opening_id: uuid.UUID) -> Response:
    opening, viewer = queries.one(db.session(), opening_id), edge.viewer()
    row = queries.said_by(db.session(), candidates.of_account(db.session(), viewer).id).get(opening.id)
    if row is not None:
        actions.take_back(db.session(), row, by=viewer.by, now=edge.now())
    flash(gettext("Taken back."), "success")
    return redirect(url_for("openings.index", _anchor=f"opening-{opening.id}"))


def today() -> date:
    """The day it is at the agency, by which positions expire."""
    return edge.now().astimezone(ZoneInfo(g.profile.time_zone)).date()


def offered(candidate: Candidate, most: int) -> dict[str, object]:
    """The positions for this candidate, and what they say to each."""
    session = db.session()
    return {
        "openings": queries.for_candidate(session, candidate, today(), most),
        "said": queries.said_by(session, candidate.id),
    }


def _form(form: PositionForm) -> PositionForm:
    session = db.session()
    form.field_id.choices = choices.of_fields(session)
    form.employer_id.choices = choices.named(session.scalars(contacts.employers()), gettext("Not said"))
    return form
