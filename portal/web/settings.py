"""What an owner decides for the whole agency: how it looks, who sees whom, who sends notes."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.agencies import actions, queries
from portal.core import access
from portal.core.db import db
from portal.web import edge
from portal.web.answers import Page, page
from portal.web.forms.settings import AgencyForm

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.route("/agency", methods=["GET", "POST"])
@access.requires(rules.ADMINISTER)
def agency() -> Page:
    profile, by, now = queries.profile(db.session()), edge.viewer().by, edge.now()
    form = AgencyForm(obj=profile)
    if form.accepts(lambda: actions.decide(db.session(), profile, form.decisions(), by=by, now=now)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("settings.agency"))
    return page("settings/agency.html", form)
