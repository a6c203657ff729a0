"""What every template can ask for."""

from typing import Any

from flask import Flask, g, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from wtforms import Field, RadioField

from portal.accounts.rules import SCOPES
from portal.accounts.viewer import Viewer
from portal.core.phone_links import sms_url, tel_url
from portal.core.services import services
from portal.names.rules import first_name
from portal.readers import logo
from portal.web.shared import (
    formatting,
    labels,
    live_pages,
    navigation,
    progress,
    recent_sign_in,
    request_cycle,
    waiting,
    your_recruiter,
)
from portal.web.shared.fields import Form
from portal.web.shared.languages import reader_locale

SCOPE_NAMES = {"own": _("My candidates"), "office": _("My office"), "agency": _("Whole agency")}


def install(app: Flask) -> None:
    """Make templates strict, and give them the agency, the viewer, and the words."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    functions = {
        "_attributes": _input_attributes,
        "_group_attributes": _group_attributes,
        "invalid_forms": invalid_forms,
        "labels": labels,
        "marks_html": progress.marks_html,
        "formatting": formatting,
        "first_name": first_name,
        "tel_url": tel_url,
        "sms_url": sms_url,
        "your_recruiter": your_recruiter.your_recruiter,
        "live_page": live_pages.live_page,
        "file_to_start": recent_sign_in.file_to_start,
        "settings_navigation": navigation.settings_navigation,
        "navigation_counts": waiting.navigation_counts,
    }
    app.jinja_env.globals.update(functions)
    app.context_processor(_page_context)


def _page_context() -> dict[str, Any]:
    viewer = request_cycle.viewer_or_none()
    local = services().settings.environment in ("demo", "dev")
    return {
        "agency": _agency_context(),
        "viewer": viewer,
        "navigation": navigation.main_navigation(viewer),
        "scopes": _scopes(viewer),
        "language": str(get_locale() or "en"),
        "locale_tag": reader_locale().replace("_", "-"),
        "layout": "layouts/candidate.html" if viewer and viewer.is_candidate else "layouts/recruiter.html",
        "run_layout": "layouts/run.html" if viewer and viewer.is_candidate else "layouts/recruiter.html",
        "is_demo": local,
    }


def _agency_context() -> dict[str, Any] | None:
    if g.get("agency") is None:
        return None
    profile = g.profile
    return {"name": profile.name, "logo": _logo_context(), "phone": profile.phone, "color": profile.color[1:]}


def _logo_context() -> dict[str, Any] | None:
    digest = g.profile.logo_digest
    if digest is None:
        return None
    urls = {size: url_for("branding.logo", digest=digest, size=size) for size in (logo.SHOWN, logo.SHARP)}
    return {**urls, "width": g.profile.logo_width, "height": g.profile.logo_height}


def _scopes(viewer: Viewer | None) -> list[tuple[str, str]]:
    if viewer is None or viewer.is_candidate:
        return []
    widest = "agency" if viewer.role == "owner" else g.profile.visibility
    return [(scope, gettext(str(SCOPE_NAMES[scope]))) for scope in SCOPES[: SCOPES.index(widest) + 1]]


@pass_context
def invalid_forms(context: Context) -> list[Form]:
    """Return the forms of the page that have something to fix, whatever names its view gave them, each once.

    The layouts list their errors above everything else, so that no view can forget to, and no fold can hide them.
    """
    given: list[Any] = []
    for value in context.get_all().values():
        given += value.values() if isinstance(value, dict) else [value]
    found = {id(form): form for form in given if isinstance(form, Form) and form.errors and not form.already}
    return list(found.values())


def _claim_focus() -> bool:
    """Return whether the calling field is the page's first with an error: the browser puts the cursor there."""
    first = "focused" not in g
    g.focused = True
    return first


def _group_attributes(field: Field, described: str) -> dict[str, Any]:
    """Return what a group of choices carries: its help and its error, and the focus as `_attributes` gives it."""
    found: dict[str, Any] = {"tabindex": -1}
    if isinstance(field, RadioField):
        found["role"] = "radiogroup"
    if described:
        found["aria-describedby"] = described.strip()
    if field.errors and isinstance(field, RadioField):
        found["aria-invalid"] = "true"
    if field.errors and _claim_focus():
        found["autofocus"] = ""
    return found


def _input_attributes(described: str, wrong: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes of a field's input that tell screen readers about its help and its error."""
    found = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    if described:
        found["aria-describedby"] = described.strip()
    if wrong:
        found["aria-invalid"] = "true"
        found |= {"autofocus": True} if _claim_focus() else {}
    return found
