"""Importing files and exporting the whole agency. For owners."""

from collections.abc import Iterator

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import EXPORTS
from portal.exports import archive
from portal.web.shared import rate_limits, request_cycle
from portal.web.shared.responses import ViewResponse, stream_file

blueprint = Blueprint("agency_export", __name__, url_prefix="/settings/export")


@blueprint.get("")
@access.requires(permissions.EXPORT_AGENCY, recent=True)
def index() -> ViewResponse:
    return render_template("settings/export.html")


@blueprint.post("/download")
@access.requires(permissions.EXPORT_AGENCY, recent=True)
@rate_limits.limited_per_person(EXPORTS)
def download() -> Response:
    """Return the archive, written while it is read, as of one moment."""
    command = request_cycle.command()
    archive.record_export(command)
    return stream_file(_parts(), f"export-{command.now:%Y-%m-%d}.zip", "application/zip")


def _parts() -> Iterator[bytes]:
    session = db.session()
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    yield from archive.stream_archive(session, request_cycle.now())
