"""Employers: the list, the page, what is known of their human resources."""

import uuid

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.agencies.rules import sender
from portal.contacts import actions, queries
from portal.contacts.models import Employer
from portal.core import access
from portal.core.db import db
from portal.core.limits import SEARCHES
from portal.interviews import addresses
from portal.processes import queries as processes
from portal.web.employers.forms import EmployerForm
from portal.web.shared import duplicate_questions, rate_limits, request_cycle, submissions
from portal.web.shared.choices import NOTE_SENDERS
from portal.web.shared.edit_conflict_forms import shared
from portal.web.shared.responses import Page, listed, page

blueprint = Blueprint("employers", __name__, url_prefix="/employers")


@blueprint.get("")
@access.requires(rules.LOOK)
@rate_limits.each_person(SEARCHES, unless=rate_limits.no_search)
def index() -> Page:
    words = (request.args.get("q") or "").strip()[:100]
    rows, following = listed(queries.employers(words))
    return render_template("employers/list.html", employers=rows, words_typed=words, following=following)


@blueprint.route("/new", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
@submissions.creates
def new() -> Page:
    form, by, now = EmployerForm(), request_cycle.viewer().by, request_cycle.now()
    made: list[Employer] = []
    if form.accepts(
        lambda: made.append(actions.create_employer(db.session(), form.details(), by=by, now=now)),
        ask=lambda: duplicate_questions.employers(form.name.data),
    ):
        submissions.update_at(url_for("employers.edit", employer_id=made[0].id))
        flash(gettext("%(name)s is on your list.", name=made[0].name), "success")
        return redirect(url_for("employers.one", employer_id=made[0].id))
    return page("employers/form.html", form, employer=None)


@blueprint.get("/<uuid:employer_id>")
@access.requires(rules.LOOK)
def one(employer_id: uuid.UUID) -> Page:
    session = db.session()
    employer = queries.employer(session, employer_id)
    return render_template(
        "employers/page.html",
        employer=employer,
        sends=str(dict(NOTE_SENDERS)[sender(g.profile.note_sending, employer.note_sending)]),
        contacts=session.scalars(queries.contacts(employer_id=employer.id)).all(),
        processes=processes.of_employer(session, request_cycle.viewer(), employer.id),
    )


@blueprint.route("/<uuid:employer_id>/edit", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
def edit(employer_id: uuid.UUID) -> Page:
    employer = queries.employer(db.session(), employer_id)
    form, by, now = shared(EmployerForm, employer), request_cycle.viewer().by, request_cycle.now()
    if form.accepts(
        lambda: addresses.change_employer(db.session(), employer, form.details(), by=by, now=now),
        ask=lambda: duplicate_questions.employers(form.name.data, employer),
    ):
        flash(gettext("Saved."), "success")
        return redirect(url_for("employers.one", employer_id=employer.id))
    return page("employers/form.html", form, employer=employer)
