"""The agency's library of templates: listed, edited by owners, proposed by recruiters, archived."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db, lock_row
from portal.drafts import actions, queries, template_proposals
from portal.drafts.models import Template
from portal.drafts.rules import KINDS
from portal.web.drafts import presenter as draft_presenter
from portal.web.library.forms import KIND_LABELS, STAGE_LABELS, TemplateForm
from portal.web.shared import merge_fields, request_cycle, submissions
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.letter_diffs import diff_lines
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("library", __name__, url_prefix="/templates")
LABELS = {"kinds": KIND_LABELS, "stages": STAGE_LABELS}


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    archived = bool(request.args.get("archived"))
    found, waiting = (
        queries.templates_by_kind(db.session(), archived=archived),
        queries.count_open_proposals(db.session()),
    )
    return render_template("library/list.html", library=found, archived=archived, waiting=waiting, **LABELS)


@blueprint.get("/<uuid:template_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(template_id: uuid.UUID) -> ViewResponse:
    template = queries.get_template(db.session(), template_id)
    return render_template(
        "library/page.html",
        template=template,
        versions=queries.versions_of(db.session(), template.id),
        proposals=queries.open_proposals_for(db.session(), template.id),
        **draft_presenter.preview_context(template.subject, template.body, template.kind),
        **LABELS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.requires(permissions.PROPOSE_TEMPLATES)
@submissions.creates
def new() -> ViewResponse:
    """Add a template as an owner, or propose one as a recruiter."""
    kind = request.args.get("kind")
    return _edit_page(None, TemplateForm(data={"kind": kind if kind in KINDS else KINDS[0]}))


@blueprint.route("/<uuid:template_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.PROPOSE_TEMPLATES)
@submissions.creates
def edit(template_id: uuid.UUID) -> ViewResponse:
    """Change the template as an owner, or propose a change as a recruiter."""
    template = queries.get_template(db.session(), template_id)
    form = edit_form(TemplateForm, template)
    form.kind.data = template.kind
    form.offer_stages(template.kind)
    return _edit_page(template, form)


@blueprint.post("/<uuid:template_id>/archiving")
@access.requires(permissions.EDIT_TEMPLATES)
def archive(template_id: uuid.UUID) -> Response:
    template = queries.get_template(db.session(), template_id)
    actions.archive_template(request_cycle.command(), template)
    flash(gettext("Archived. It’s no longer offered. Notes already started from it stay."), "success")
    return redirect(url_for("library.detail", template_id=template.id))


@blueprint.post("/<uuid:template_id>/archiving/removal")
@access.requires(permissions.EDIT_TEMPLATES)
def unarchive(template_id: uuid.UUID) -> Response:
    template = queries.get_template(db.session(), template_id)
    actions.unarchive_template(request_cycle.command(), template)
    flash(gettext("It’s available again."), "success")
    return redirect(url_for("library.detail", template_id=template.id))


@blueprint.get("/<uuid:template_id>/versions/<int:number>")
@access.requires(permissions.SEE_RECORDS)
def version(template_id: uuid.UUID, number: int) -> ViewResponse:
    """Show one version next to the current template, line by line."""
    template = queries.get_template(db.session(), template_id)
    earlier = queries.get_version(db.session(), template.id, number)
    return render_template(
        "library/version.html",
        template=template,
        version=earlier,
        subject=diff_lines(earlier.subject, template.subject),
        body=diff_lines(earlier.body, template.body),
    )


@blueprint.post("/<uuid:template_id>/versions/<int:number>/restoring")
@access.requires(permissions.EDIT_TEMPLATES)
def restore_version(template_id: uuid.UUID, number: int) -> Response:
    template = queries.get_template(db.session(), template_id)
    earlier = queries.get_version(db.session(), template.id, number)
    actions.restore_template(request_cycle.command(), template, earlier)
    flash(gettext("Restored. The version it replaced is saved too."), "success")
    return redirect(url_for("library.detail", template_id=template.id))


def _edit_page(template: Template | None, form: TemplateForm) -> ViewResponse:
    """Show the page to write a template on; preview, save, or propose what was sent."""
    proposes = not request_cycle.viewer().may(permissions.EDIT_TEMPLATES)
    if draft_presenter.is_preview_requested():
        return render_template("library/form.html", form=form, **_page_context(template, form, proposes=proposes))
    if form.accepts(lambda: _propose(template, form) if proposes else _save(template, form)):
        if proposes:
            flash(gettext("Proposed. You’ll see the owner’s decision here."), "success")
            return redirect(url_for("proposals.index"))
        flash(gettext("Saved. New notes start with this version."), "success")
        return redirect(url_for("library.index"))
    return render_form("library/form.html", form, **_page_context(template, form, proposes=proposes))


def _page_context(template: Template | None, form: TemplateForm, *, proposes: bool) -> dict[str, object]:
    said = form.wording()
    seen = draft_presenter.preview_context(said.subject, said.body, said.kind)
    offered = merge_fields.offered_fields(template.kind if template else None)
    return {
        "template": template,
        "proposes": proposes,
        "here": request.path,
        "offered_fields": offered,
        **seen,
        **LABELS,
    }


def _save(template: Template | None, form: TemplateForm) -> None:
    session, command = db.session(), request_cycle.command()
    if template is None:
        made = actions.create_template(command, form.wording())
        submissions.set_update_path(url_for("library.edit", template_id=made.id))
        return
    lock_row(session, template)
    submissions.set_update_path(url_for("library.edit", template_id=template.id))
    is_newest = form.shown.data or form.base.data is None  # the conflict was shown, or the form added the template
    base = template.number if is_newest else form.base.data
    form.base.raw_data, form.base.data = None, template.number  # saving again may work, once the conflict was shown
    actions.update_template(command, template, form.wording(), base=base)


def _propose(template: Template | None, form: TemplateForm) -> None:
    """Propose what the form holds; "Update it" changes what it proposed first."""
    session, said, command = db.session(), (form.wording(), form.reason.data), request_cycle.command()
    earlier = submissions.row_to_update()
    if earlier is None:
        proposal = template_proposals.propose(command, template, *said)
    else:
        proposal = queries.get_proposal(session, earlier)
        template_proposals.update(command, proposal, *said)
    submissions.set_added(proposal.id)
