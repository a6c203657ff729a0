"""The agency's library of templates: looked through, changed by owners, proposed by recruiters, archived."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.core import access
from portal.core.db import db, hold
from portal.drafts import actions, proposing, queries
from portal.drafts.comparing import compared
from portal.drafts.models import Template
from portal.drafts.rules import KINDS
from portal.web.drafts import presenter as draft_presenter
from portal.web.library.forms import KIND_WORDS, STAGE_WORDS, TemplateForm
from portal.web.shared import request_cycle, submissions
from portal.web.shared.edit_conflict_forms import shared
from portal.web.shared.responses import Page, page

blueprint = Blueprint("library", __name__, url_prefix="/templates")
WORDS = {"kinds": KIND_WORDS, "stages": STAGE_WORDS}


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    archived = bool(request.args.get("archived"))
    found, waiting = queries.library(db.session(), archived=archived), queries.open_proposals(db.session())
    return render_template("library/list.html", library=found, archived=archived, waiting=waiting, **WORDS)


@blueprint.get("/<uuid:template_id>")
@access.requires(rules.LOOK)
def one(template_id: uuid.UUID) -> Page:
    template = queries.template(db.session(), template_id)
    return render_template(
        "library/page.html",
        template=template,
        versions=queries.versions(db.session(), template.id),
        proposals=queries.proposals_for(db.session(), template.id),
        **draft_presenter.reading(template.subject, template.body, template.kind),
        **WORDS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
@submissions.creates
def new() -> Page:
    """An owner adds a template, a recruiter proposes one."""
    kind = request.args.get("kind")
    return _write(None, TemplateForm(data={"kind": kind if kind in KINDS else KINDS[0]}))


@blueprint.route("/<uuid:template_id>/edit", methods=["GET", "POST"])
@access.requires(rules.MANAGE)
@submissions.creates
def edit(template_id: uuid.UUID) -> Page:
    """An owner changes the template, a recruiter proposes a change."""
    template = queries.template(db.session(), template_id)
    form = shared(TemplateForm, template)
    form.kind.data = template.kind
    return _write(template, form)


@blueprint.post("/<uuid:template_id>/archiving")
@access.requires(rules.ADMINISTER)
def archive(template_id: uuid.UUID) -> Response:
    template = queries.template(db.session(), template_id)
    actions.archive(db.session(), template, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Archived: it is offered no more. Notes that were begun with it stay."), "success")
    return redirect(url_for("library.one", template_id=template.id))


@blueprint.post("/<uuid:template_id>/archiving/removal")
@access.requires(rules.ADMINISTER)
def bring_back(template_id: uuid.UUID) -> Response:
    template = queries.template(db.session(), template_id)
    actions.bring_back(db.session(), template, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("It is offered again."), "success")
    return redirect(url_for("library.one", template_id=template.id))


@blueprint.get("/<uuid:template_id>/versions/<int:number>")
@access.requires(rules.LOOK)
def version(template_id: uuid.UUID, number: int) -> Page:
    """One version beside how the template reads now, line by line."""
    template = queries.template(db.session(), template_id)
    earlier = queries.version(db.session(), template.id, number)
    return render_template(
        "library/version.html",
        template=template,
        version=earlier,
        subject=compared(earlier.subject, template.subject),
        body=compared(earlier.body, template.body),
    )


@blueprint.post("/<uuid:template_id>/versions/<int:number>/restoring")
@access.requires(rules.ADMINISTER)
def restore(template_id: uuid.UUID, number: int) -> Response:
    template = queries.template(db.session(), template_id)
    earlier = queries.version(db.session(), template.id, number)
    actions.restore(db.session(), template, earlier, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("It reads as it did then. How it read until now is kept too."), "success")
    return redirect(url_for("library.one", template_id=template.id))


def _write(template: Template | None, form: TemplateForm) -> Page:
    """The page to write a template on; what was sent is looked at, saved, or proposed."""
    proposes = not request_cycle.viewer().may(rules.ADMINISTER)
    if draft_presenter.is_asked():
        return render_template("library/form.html", form=form, **_around(template, form, proposes=proposes))
    if form.accepts(lambda: _propose(template, form) if proposes else _save(template, form)):
        if proposes:
            flash(gettext("Proposed. You find here what an owner decides."), "success")
            return redirect(url_for("proposals.index"))
        flash(gettext("Saved. Notes begun from now on start with it."), "success")
        return redirect(url_for("library.index"))
    return page("library/form.html", form, **_around(template, form, proposes=proposes))


def _around(template: Template | None, form: TemplateForm, *, proposes: bool) -> dict[str, object]:
    said = form.wording()
    seen = draft_presenter.reading(said.subject, said.body, said.kind)
    return {"template": template, "proposes": proposes, "here": request.path, **seen, **WORDS}


def _save(template: Template | None, form: TemplateForm) -> None:
    session, by, now = db.session(), request_cycle.viewer().by, request_cycle.now()
    if template is None:
        made = actions.create(session, form.wording(), by=by, now=now)
        submissions.update_at(url_for("library.edit", template_id=made.id))
        return
    hold(session, template)
    base = template.number if form.shown.data else form.base.data or 0
    form.base.raw_data, form.base.data = None, template.number  # who was told that it changed may save again
    actions.change(session, template, form.wording(), base=base, by=by, now=now)


def _propose(template: Template | None, form: TemplateForm) -> None:
    by, now = request_cycle.viewer().by, request_cycle.now()
    proposing.propose(db.session(), template, form.wording(), form.why.data, by=by, now=now)
