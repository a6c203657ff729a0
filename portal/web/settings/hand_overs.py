"""Handing over everything or a selection of a colleague's work, what became of it, and taking it back. For owners."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.staff import handing_over, leaving, queries, taking_back, workload
from portal.staff.hand_over_plan import HandOverPlan
from portal.staff.rules import WorkloadCounts
from portal.staff.workload import Workload
from portal.web.settings import hand_over_presenter as presenter
from portal.web.settings import hand_over_selection as selection
from portal.web.settings.hand_over_forms import HandOverForm
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("hand_overs", __name__, url_prefix="/settings/people/<uuid:account_id>")


@blueprint.route("/hand-over", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def hand_over(account_id: uuid.UUID) -> ViewResponse:
    account, form = _load(account_id), HandOverForm()
    everything = workload.load_workload(db.session(), account)
    chosen = selection.select_candidates(form, everything)
    if not form.is_preview and (done := form.accepts(lambda: _hand_over(account, form, everything, chosen))):
        return _after_hand_over(account, done.value)
    return presenter.render(
        "settings/hand_over.html", form, account, chosen.limit(everything), total=everything.counts, selection=chosen
    )


@blueprint.get("/handed-over")
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def results(account_id: uuid.UUID) -> ViewResponse:
    session, account = db.session(), _load(account_id)
    until = leaving.undo_deadline(session, account)
    offers = taking_back.offers(session, account)
    return render_template(
        "settings/handed_over.html",
        account=account,
        offers=offers,
        total=WorkloadCounts.total(offer.counts for offer in offers),
        label=presenter.workload_label,
        undo_until=until if until and until > request_cycle.now() else None,
        can_take_back=workload.can_take_over(account),
    )


@blueprint.post("/handed-over")
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def take_back(account_id: uuid.UUID) -> Response:
    session, account = db.session(), _load(account_id)
    wanted = presenter.posted_account_ids("to")
    to = [accounts.get_account(session, one) for one in wanted] or None
    taken = taking_back.take_back(request_cycle.command(), account, to)
    for offer in taken:
        what = presenter.workload_label(offer.counts)
        flash(
            gettext(
                "%(what)s moved back from %(other)s to %(name)s.", what=what, other=offer.to.name, name=account.name
            ),
            "success",
        )
    if not taken:
        flash(gettext("There is nothing left to take back."), "info")
    rest = taking_back.offers(session, account)
    return redirect(url_for("hand_overs.results", account_id=account.id) if rest else url_for("staff.index"))


def _hand_over(account: Account, form: HandOverForm, everything: Workload, chosen: selection.Selection) -> HandOverPlan:
    to = presenter.chosen_accounts(form)
    presenter.refuse_unseen(account, form, chosen.limit(everything))
    chosen.refuse_empty()
    return handing_over.hand_over(request_cycle.command(), account, to, form.split, chosen.only)


def _after_hand_over(account: Account, moved: HandOverPlan) -> Response:
    if not moved.counts.any:
        flash(gettext("%(name)s had nothing to hand over.", name=account.name), "info")
        return redirect(url_for("staff.index"))
    presenter.flash_moved(moved)
    return redirect(url_for("hand_overs.results", account_id=account.id))


def _load(account_id: uuid.UUID) -> Account:
    return queries.get_colleague(db.session(), account_id)
