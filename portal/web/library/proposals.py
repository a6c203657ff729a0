"""What recruiters propose for the library: the queue, a proposal next to the current template, and the decision."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.alerts import proposals as proposal_alerts
from portal.core import access
from portal.core.db import db
from portal.drafts import queries, template_proposals
from portal.drafts.models import TemplateProposal
from portal.web.drafts import presenter as draft_presenter
from portal.web.library.forms import KIND_LABELS, STAGE_LABELS, ProposalDecisionForm
from portal.web.shared import request_cycle
from portal.web.shared.letter_diffs import diff_lines
from portal.web.shared.responses import ViewResponse, paginate, render_form

blueprint = Blueprint("proposals", __name__, url_prefix="/templates/proposals")
STATE_LABELS = {
    "open": _("Waiting for an owner"),
    "accepted": _("Accepted"),
    "declined": _("Declined"),
    "withdrawn": _("Taken back"),
}


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    decided = bool(request.args.get("decided"))
    rows, following = paginate(queries.proposals(standing=not decided))
    values = {"decided": decided, "following": following, "states": STATE_LABELS, "kinds": KIND_LABELS}
    return render_template("library/proposals.html", proposals=rows, **values)


@blueprint.get("/<uuid:proposal_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(proposal_id: uuid.UUID) -> ViewResponse:
    return _render(queries.get_proposal(db.session(), proposal_id), ProposalDecisionForm(formdata=None))


@blueprint.post("/<uuid:proposal_id>/decision")
@access.requires(permissions.EDIT_TEMPLATES)
def decide(proposal_id: uuid.UUID) -> ViewResponse:
    proposal, form = queries.get_proposal(db.session(), proposal_id), ProposalDecisionForm()
    deed = proposal_alerts.accept if form.decision.data == "accept" else proposal_alerts.decline
    if form.accepts(lambda: deed(request_cycle.command(), proposal, form.answer.data)):
        flash(gettext("Decision saved."), "success")
        return redirect(url_for("proposals.index"))
    return _render(proposal, form)


@blueprint.post("/<uuid:proposal_id>/withdrawal")
@access.requires(permissions.PROPOSE_TEMPLATES)
def withdraw(proposal_id: uuid.UUID) -> Response:
    proposal = queries.get_proposal(db.session(), proposal_id)
    template_proposals.withdraw(request_cycle.command(), proposal)
    flash(gettext("Undone."), "success")
    return redirect(url_for("proposals.index"))


def _render(proposal: TemplateProposal, form: ProposalDecisionForm) -> ViewResponse:
    template = proposal.template
    before = (template.subject, template.body) if template else ("", "")
    return render_form(
        "library/proposal.html",
        form,
        proposal=proposal,
        subject=diff_lines(before[0], proposal.subject),
        body=diff_lines(before[1], proposal.body),
        states=STATE_LABELS,
        kinds=KIND_LABELS,
        stages=STAGE_LABELS,
        **draft_presenter.preview_context(proposal.subject, proposal.body, proposal.kind),
    )
