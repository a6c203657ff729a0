"""A colleague's time away, with a substitute. For owners."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.core import access
from portal.core.db import db
from portal.staff import absences, queries, workload
from portal.staff.coverage import coverage
from portal.web.settings import hand_over_presenter
from portal.web.settings.absence_forms import AbsenceForm
from portal.web.shared import choices, labels, request_cycle
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("absences", __name__, url_prefix="/settings/people/<uuid:account_id>/absence")


@blueprint.route("", methods=["GET", "POST"])
@access.requires(permissions.EDIT_PEOPLE)
def edit(account_id: uuid.UUID) -> ViewResponse:
    return edit_absence(_load(account_id), back=url_for("staff.index"))


@blueprint.post("/end")
@access.requires(permissions.EDIT_PEOPLE)
def end(account_id: uuid.UUID) -> Response:
    return end_absence(_load(account_id), back=url_for("staff.index"))


def edit_absence(account: Account, *, back: str) -> ViewResponse:
    """Show or save when the colleague is away; `back` is the page to return to."""
    session, now = db.session(), request_cycle.now()
    form = edit_form(AbsenceForm, account)
    possible = workload.possible_successors(session, account)
    form.substitute_id.choices = choices.substitute_choices(possible, now)
    if not form.is_preview and form.accepts(lambda: _start(account, form)):
        flash(gettext("Saved. %(away)s", away=labels.time_away(account)), "success")
        return redirect(back)
    substitute = next((row for row in possible if row.id == form.substitute_id.data), None)
    values = {
        "account": account,
        "substitute": substitute,
        "coverage": coverage(session, account, substitute, now),
        "is_own": account.id == request_cycle.viewer().account_id,
        "back": back,
    }
    if form.is_preview:
        return render_template("settings/absence.html", form=form, **values)
    return render_form("settings/absence.html", form, **values)


def _start(account: Account, form: AbsenceForm) -> None:
    chosen = form.substitute_id.data
    substitute = accounts.get_account(db.session(), chosen) if chosen else None
    absences.start_absence(request_cycle.command(), account, form.back_on.data, substitute, form.away_from.data)


def end_absence(account: Account, *, back: str) -> Response:
    """End the absence now, and return to the page `back`."""
    was_away = account.is_away(request_cycle.now())
    returned = absences.end_absence(request_cycle.command(), account)
    if not was_away:
        flash(gettext("The time away is canceled."), "success")
    elif returned.any:
        what = hand_over_presenter.workload_label(returned)
        flash(gettext("%(name)s is back, and so is %(what)s.", name=account.name, what=what), "success")
    else:
        flash(gettext("%(name)s is back. What comes from now on is theirs again.", name=account.name), "success")
    return redirect(back)


def _load(account_id: uuid.UUID) -> Account:
    return queries.get_colleague(db.session(), account_id)
