"""Ending a colleague's access with a hand-over of their work, undoing that, and letting them in again. For owners."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.staff import leaving, queries, taking_back, workload
from portal.staff.hand_over_plan import HandOverPlan
from portal.staff.rules import INVITED, WorkloadCounts, account_state, undo_until
from portal.web.settings import hand_over_presenter as presenter
from portal.web.settings.hand_over_forms import LeavingForm
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("leaving", __name__, url_prefix="/settings/people/<uuid:account_id>")


@blueprint.route("/deactivate", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def deactivate(account_id: uuid.UUID) -> ViewResponse:
    session, account = db.session(), _load(account_id)
    if account.deactivated_at is not None:
        flash(gettext("%(name)s is deactivated already.", name=account.name), "info")
        return redirect(url_for("staff.index"))
    form, was_invited = LeavingForm(), account_state(account.accepted_at, None) == INVITED
    held = workload.load_workload(session, account)
    if not form.is_preview and (done := form.accepts(lambda: _deactivate(account, form))):
        return _after_deactivation(account, done.value, was_invited=was_invited)
    return presenter.render(
        "settings/deactivate.html",
        form,
        account,
        held,
        invited=was_invited,
        undo_until=undo_until(request_cycle.now()),
        is_only_owner=accounts.is_only_owner(session, account),
    )


@blueprint.post("/reactivate")
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def reactivate(account_id: uuid.UUID) -> Response:
    account = _load(account_id)
    leaving.reactivate(request_cycle.command(), account)
    if account.accepted_at is None:
        flash(gettext("Sending a new invitation to %(name)s.", name=account.name), "success")
        return redirect(url_for("staff.index"))
    flash(gettext("%(name)s can sign in again.", name=account.name), "success")
    offered = taking_back.offers(db.session(), account)
    return redirect(url_for("hand_overs.results", account_id=account.id) if offered else url_for("staff.index"))


@blueprint.post("/deactivate/undo")
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def undo_deactivation(account_id: uuid.UUID) -> Response:
    account = _load(account_id)
    taken = leaving.undo_deactivation(request_cycle.command(), account)
    counts = WorkloadCounts.total(offer.counts for offer in taken)
    flash(gettext("%(name)s can sign in again.", name=account.name), "success")
    if counts.any:
        what = presenter.workload_label(counts)
        flash(gettext("%(what)s moved back to %(name)s.", what=what, name=account.name), "success")
    return redirect(url_for("staff.index"))


def _deactivate(account: Account, form: LeavingForm) -> HandOverPlan:
    to = presenter.chosen_accounts(form)
    presenter.refuse_unseen(account, form, workload.load_workload(db.session(), account))
    return leaving.deactivate(request_cycle.command(), account, to, form.split)


def _after_deactivation(account: Account, moved: HandOverPlan, *, was_invited: bool) -> Response:
    """Say what was done, and show the result of each."""
    if was_invited:
        flash(gettext("The invitation to %(name)s is withdrawn.", name=account.name), "success")
    else:
        flash(gettext("%(name)s is deactivated and signed out everywhere.", name=account.name), "success")
    if not moved.counts.any:
        return redirect(url_for("staff.index"))
    presenter.flash_moved(moved)
    return redirect(url_for("hand_overs.results", account_id=account.id))


def _load(account_id: uuid.UUID) -> Account:
    return queries.get_colleague(db.session(), account_id)
