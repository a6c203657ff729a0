"""How the agency looks: its accent color for both themes, its logo, its icon."""

from flask import Blueprint, Response, abort, g

from portal.agencies import queries
from portal.agencies.rules import DARK_SURFACE, LIGHT_SURFACE, readable_color, text_color_on
from portal.core import access
from portal.core.db import db

blueprint = Blueprint("branding", __name__)


@blueprint.get("/brand.css")
@access.public
def stylesheet() -> Response:
    """Return the agency's colors as CSS, each readable on its theme."""
    light, dark = readable_color(g.profile.color, LIGHT_SURFACE), readable_color(g.profile.color, DARK_SURFACE)
    css = (
        f":root{{--brand:{light};--brand-content:{text_color_on(light)};"
        f"--brand-dark:{dark};--brand-dark-content:{text_color_on(dark)}}}"
    )
    return Response(css, mimetype="text/css", headers={"Cache-Control": "private, max-age=300"})


@blueprint.get("/logo/<digest>/<size>")
@access.public
def logo(digest: str, size: str) -> Response:
    """Return the agency's logo in this size; answer 404 for one that is no longer the agency's.

    Emails show it, too, so other sites may.
    """
    found = queries.find_logo_file(db.session(), digest, size)
    if found is None:
        abort(404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(found.data, mimetype=found.media_type, headers=headers)


@blueprint.get("/icon.svg")
@access.any_host
def icon() -> Response:
    """Return the small icon for the browser's tab."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        '<rect width="32" height="32" rx="9" fill="#0f766e"/>'
        '<path d="M9 12h14v9H9z M9 12l7 5 7-5" fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>'
        "</svg>"
    )
    return Response(svg, mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})
