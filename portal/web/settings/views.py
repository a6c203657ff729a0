"""What an owner decides for the whole agency: how it looks, and which candidates staff see."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.agencies import actions, queries
from portal.core import access
from portal.core.db import db
from portal.web.settings.forms import AgencyForm
from portal.web.shared import request_cycle
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.route("/agency", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY, recent=True)
def edit() -> ViewResponse:
    profile = queries.profile(db.session())
    form = edit_form(AgencyForm, profile)
    if form.accepts(lambda: actions.update_settings(request_cycle.command(), profile, form.decisions())):
        flash(gettext("Saved."), "success")
        return redirect(url_for("settings.edit"))
    return render_form("settings/agency.html", form)
