"""What recruiters propose for the library: the queue of it, one beside how the template reads, and the decision."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.core import access
from portal.core.db import db
from portal.drafts import proposing, queries
from portal.drafts.comparing import compared
from portal.drafts.models import TemplateProposal
from portal.prompts import proposals as deciding
from portal.web.drafts import presenter as draft_presenter
from portal.web.library.forms import KIND_WORDS, STAGE_WORDS, DecisionForm
from portal.web.shared import request_cycle
from portal.web.shared.responses import Page, listed, page

blueprint = Blueprint("proposals", __name__, url_prefix="/templates/proposals")
STATES = {
    "open": _("Waits for an owner"),
    "accepted": _("Accepted"),
    "declined": _("Declined"),
    "withdrawn": _("Taken back"),
}


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    decided = bool(request.args.get("decided"))
    rows, following = listed(queries.proposals(standing=not decided))
    values = {"decided": decided, "following": following, "states": STATES, "kinds": KIND_WORDS}
    return render_template("library/proposals.html", proposals=rows, **values)


@blueprint.get("/<uuid:proposal_id>")
@access.requires(rules.LOOK)
def one(proposal_id: uuid.UUID) -> Page:
    return _shown(queries.proposal(db.session(), proposal_id), DecisionForm(formdata=None))


@blueprint.post("/<uuid:proposal_id>/decision")
@access.requires(rules.ADMINISTER)
def decide(proposal_id: uuid.UUID) -> Page:
    proposal, form = queries.proposal(db.session(), proposal_id), DecisionForm()
    deed = deciding.accept if form.decision.data == "accept" else deciding.decline
    by, now = request_cycle.viewer().by, request_cycle.now()
    if form.accepts(lambda: deed(db.session(), proposal, form.answer.data, by=by, now=now)):
        flash(gettext("Decided. Who proposed it is told."), "success")
        return redirect(url_for("proposals.index"))
    return _shown(proposal, form)


@blueprint.post("/<uuid:proposal_id>/withdrawal")
@access.requires(rules.MANAGE)
def withdraw(proposal_id: uuid.UUID) -> Response:
    proposal = queries.proposal(db.session(), proposal_id)
    proposing.withdraw(db.session(), proposal, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Taken back."), "success")
    return redirect(url_for("proposals.index"))


def _shown(proposal: TemplateProposal, form: DecisionForm) -> Page:
    template = proposal.template
    before = (template.subject, template.body) if template else ("", "")
    return page(
        "library/proposal.html",
        form,
        proposal=proposal,
        subject=compared(before[0], proposal.subject),
        body=compared(before[1], proposal.body),
        states=STATES,
        kinds=KIND_WORDS,
        stages=STAGE_WORDS,
        **draft_presenter.reading(proposal.subject, proposal.body, proposal.kind),
    )
