"""`/`: an agency's own host leads to Today; in the demo, the bare host shows the start page."""

import uuid

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.agencies import queries as agencies
from portal.applications import queries as applications
from portal.core import access
from portal.core.db import db
from portal.core.services import services
from portal.web.demo import presenter as demo_presenter
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("home", __name__)
DEMO_HOSTS = ("localhost", "127.0.0.1")


@blueprint.get("/")
@access.any_host
def home() -> ViewResponse:
    """Redirect to Today, or show the start page on the demo's bare host; answer 404 on an unknown host."""
    local = services().settings.environment in ("demo", "dev")
    if local and request.host.partition(":")[0] in DEMO_HOSTS:
        return demo_presenter.start_page()
    if agencies.find_by_host(db.session(), request.host.partition(":")[0].lower()) is None:
        abort(404)
    return redirect(url_for("today.index"))


@blueprint.get("/processes/<uuid:application_id>", defaults={"rest": ""})
@blueprint.get("/processes/<uuid:application_id>/<path:rest>")
@access.requires(permissions.SIGN_IN)
def moved_application(application_id: uuid.UUID, rest: str) -> Response:
    """Redirect to an application from its page's old address."""
    found = applications.get_application(db.session(), request_cycle.viewer(), application_id)
    page, query = url_for("applications.detail", application_id=found.id), request.query_string.decode("latin-1")
    return redirect(f"{page}{'/' if rest else ''}{rest}{'?' if query else ''}{query}", 301)
