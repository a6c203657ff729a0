"""What an owner decides for the whole agency: how it looks, who sees whom, who sends notes."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.agencies import actions, queries
from portal.agencies.models import AgencyProfile
from portal.core import access
from portal.core.db import db
from portal.prompts import waking
from portal.web.settings.forms import AgencyForm
from portal.web.shared import request_cycle
from portal.web.shared.edit_conflict_forms import shared
from portal.web.shared.responses import Page, page

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.route("/agency", methods=["GET", "POST"])
@access.requires(rules.ADMINISTER)
def agency() -> Page:
    profile = queries.profile(db.session())
    form = shared(AgencyForm, profile)
    if form.accepts(lambda: _decide(profile, form.decisions())):
        flash(gettext("Saved."), "success")
        return redirect(url_for("settings.agency"))
    return page("settings/agency.html", form)


def _decide(profile: AgencyProfile, decisions: actions.Decisions) -> None:
    early = profile.prompts_before_acceptance
    actions.decide(db.session(), profile, decisions, by=request_cycle.viewer().by, now=request_cycle.now())
    if decisions.prompts_before_acceptance and not early:
        waking.wake_everybody(db.session(), request_cycle.now())
