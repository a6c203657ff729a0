"""What an owner decides for the whole agency: what it is called, where it is, how it looks, and what emails carry."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.agencies import actions, lifecycle, logos, queries
from portal.agencies.models import Agency, AgencyProfile
from portal.agencies.rules import is_color
from portal.core import access
from portal.core.db import db
from portal.core.formatting import locale_of_country
from portal.followups.recalculation import Recalculation
from portal.offices import business_hours
from portal.readers import logo
from portal.web.settings import agency_labels, hours_labels
from portal.web.settings.forms import AgencyForm, LogoForm
from portal.web.shared import request_cycle
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.formatting import date_example
from portal.web.shared.responses import ViewResponse, render_form
from portal.web.shared.sentences import translate
from portal.web.shared.uploads import accepts_files

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@blueprint.route("/agency", methods=["GET", "POST"])
@access.requires(permissions.EDIT_AGENCY, recent=True)
def edit() -> ViewResponse:
    profile = queries.profile(db.session())
    form = edit_form(AgencyForm, profile, lambda: _values(profile))
    form.offer(profile.country, profile.locale)
    if saved := form.accepts(lambda: _save(profile, form)):
        nothing = saved.value == business_hours.NOTHING
        flash(gettext("Saved.") if nothing else hours_labels.recalculation_label(saved.value), "success")
        return redirect(url_for("settings.edit"))
    return _page(profile, form, LogoForm(formdata=None))


@blueprint.get("/agency/shades")
@access.requires(permissions.EDIT_AGENCY)
def shades() -> ViewResponse:
    """Return how each theme shows the color that is typed; the saved one while that is no color."""
    typed = request.args.get("color", "")
    color = typed if is_color(typed) else queries.profile(db.session()).color
    return render_template("settings/_shades.html", swaps=True, **_color_context(color))


@blueprint.post("/agency/logo")
@access.requires(permissions.EDIT_AGENCY)
@accepts_files(logo.MAX_BYTES)
def upload_logo() -> ViewResponse:
    profile, form = queries.profile(db.session()), LogoForm()
    if form.validate_on_submit() and _set_logo(profile, form):
        flash(gettext("Saved. Pages and emails show the new logo."), "success")
        return redirect(url_for("settings.edit"))
    shown = initial_form(AgencyForm, _values(profile))
    shown.offer(profile.country, profile.locale)
    return _page(profile, shown, form)


@blueprint.post("/agency/logo/removal")
@access.requires(permissions.EDIT_AGENCY)
def remove_logo() -> Response:
    logos.remove_logo(request_cycle.command(), queries.profile(db.session()))
    flash(gettext("The logo is removed."), "success")
    return redirect(url_for("settings.edit"))


def _color_context(color: str) -> dict[str, Any]:
    return {"shades": agency_labels.shades(color), "color_note": agency_labels.color_note(color)}


def _values(profile: AgencyProfile) -> SimpleNamespace:
    """Return what the form shows: no locale where the agency has its country's."""
    names = ("name", "legal_name", "country", "phone", "color", "postal_address", "sender_name", "email_footer")
    own = profile.locale if profile.locale != locale_of_country(profile.country) else None
    return SimpleNamespace(locale=own, **{name: getattr(profile, name) for name in names})


def _save(profile: AgencyProfile, form: AgencyForm) -> Recalculation:
    """Save the form; another country has other holidays, so return what that does to the plan."""
    command = request_cycle.command()
    if form.name.data != profile.name:
        lifecycle.rename(command, command.session.get_one(Agency, g.agency.id), form.name.data)
    return business_hours.replanned(command, lambda: actions.update_settings(command, profile, form.decisions()))


def _set_logo(profile: AgencyProfile, form: LogoForm) -> bool:
    """Save the picture as the logo; return False when it can't be one, which the form then shows."""
    try:
        made = logo.read(form.file.data.read())
    except logo.UnusableLogo as refused:
        form.file.errors = [translate(refused.sentence, refused.values)]
        return False
    logos.set_logo(request_cycle.command(), profile, made)
    return True


def _page(profile: AgencyProfile, form: AgencyForm, logo_form: LogoForm) -> ViewResponse:
    return render_form(
        "settings/agency.html",
        form,
        logo_form=logo_form,
        host=request.host,
        saved_color=profile.color,
        swaps=False,
        **_color_context(profile.color),
        example=date_example(profile.locale),
    )
