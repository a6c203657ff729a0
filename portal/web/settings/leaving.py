"""Handing a colleague's work over, ending their access, and letting them in again. For owners."""

import uuid
from collections.abc import Callable
from dataclasses import astuple

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core import access
from portal.core.command import Command
from portal.core.db import db
from portal.staff import handing_over, leaving, queries, workload
from portal.staff.rules import DEACTIVATED, INVITED, WorkloadCounts, account_state
from portal.web.settings.forms import HandOverForm
from portal.web.shared import choices, request_cycle
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("leaving", __name__, url_prefix="/settings/people/<uuid:account_id>")
HandOver = Callable[[Command, Account, Account | None], WorkloadCounts]


@blueprint.route("/hand-over", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def hand_over(account_id: uuid.UUID) -> ViewResponse:
    return _confirm_hand_over(account_id, handing_over.hand_over, ends=False)


@blueprint.route("/deactivate", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def deactivate(account_id: uuid.UUID) -> ViewResponse:
    return _confirm_hand_over(account_id, leaving.deactivate, ends=True)


@blueprint.post("/reactivate")
@access.requires(permissions.EDIT_PEOPLE, recent=True)
def reactivate(account_id: uuid.UUID) -> Response:
    account = _load(account_id)
    leaving.reactivate(request_cycle.command(), account)
    if account.accepted_at is None:
        flash(gettext("Sending a new invitation to %(name)s.", name=account.name), "success")
    else:
        flash(gettext("%(name)s can sign in again.", name=account.name), "success")
    return redirect(url_for("staff.index"))


def _confirm_hand_over(account_id: uuid.UUID, deed: HandOver, *, ends: bool) -> ViewResponse:
    """Show what moves and ask who takes over; then do it."""
    session, account = db.session(), _load(account_id)
    standing = account_state(account.accepted_at, account.deactivated_at)
    if ends and standing == DEACTIVATED:
        flash(gettext("%(name)s is deactivated already.", name=account.name), "info")
        return redirect(url_for("staff.index"))
    form, holds = HandOverForm(), workload.load_workload(session, account).counts
    form.to.choices = choices.colleague_choices(workload.possible_successors(session, account))
    moved: list[WorkloadCounts] = []
    if form.accepts(lambda: moved.append(_apply(deed, account, form))):
        _flash_result(account, form, moved[0], standing, ends=ends)
        return redirect(url_for("staff.index"))
    return render_form(
        "settings/hand_over.html",
        form,
        account=account,
        holds=holds,
        ends=ends,
        invited=standing == INVITED,
        is_only_owner=ends and accounts.is_only_owner(session, account),
    )


def _apply(deed: HandOver, account: Account, form: HandOverForm) -> WorkloadCounts:
    to = accounts.get_account(db.session(), form.to.data) if form.to.data else None
    return deed(request_cycle.command(), account, to)


def _flash_result(account: Account, form: HandOverForm, moved: WorkloadCounts, standing: str, *, ends: bool) -> None:
    """Show a message about what was done, and how much work moved to the person who takes over."""
    if ends and standing == INVITED:
        flash(gettext("The invitation to %(name)s is withdrawn.", name=account.name), "success")
    elif ends:
        flash(gettext("%(name)s is deactivated and signed out everywhere.", name=account.name), "success")
    if moved.any:
        to = accounts.get_account(db.session(), form.to.data)
        flash(
            gettext("%(what)s moved to %(name)s, who gets an email.", what=workload_label(moved), name=to.name),
            "success",
        )
    elif not ends:
        flash(gettext("%(name)s had nothing to hand over.", name=account.name), "info")


def workload_label(counts: WorkloadCounts) -> str:
    """Return “80 candidates, 3 contact requests”, without what there is none of."""
    candidates, requests, approvals, cards = astuple(counts)
    parts = [
        ngettext("%(num)s candidate", "%(num)s candidates", candidates) if candidates else "",
        ngettext("%(num)s contact request", "%(num)s contact requests", requests) if requests else "",
        ngettext("%(num)s note to review", "%(num)s notes to review", approvals) if approvals else "",
        ngettext("%(num)s card to mail", "%(num)s cards to mail", cards) if cards else "",
    ]
    return ", ".join(part for part in parts if part)


def _load(account_id: uuid.UUID) -> Account:
    return queries.get_colleague(db.session(), account_id)
