"""Earlier versions of a note: listed, compared with the current one, restored."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.notes import actions, queries
from portal.notes.models import Note
from portal.web.shared import request_cycle
from portal.web.shared.letter_diffs import diff_words
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("note_versions", __name__)
VERSION_REASONS = {
    "begun": _("First version"),
    "typed": _("While writing"),
    "saved": _("Saved"),
    "restored": _("Before restoring an earlier version"),
    "aside": _("Typed in another window"),
    "sent": _("When it was sent or submitted"),
}


@blueprint.get("/notes/<uuid:note_id>/versions")
@access.requires(permissions.SIGN_IN)
def index(note_id: uuid.UUID) -> ViewResponse:
    note = _load(note_id)
    return render_template(
        "notes/versions.html",
        note=note,
        versions=queries.versions_of(db.session(), note.id),
        version_reasons=VERSION_REASONS,
    )


@blueprint.get("/notes/<uuid:note_id>/versions/<uuid:version_id>")
@access.requires(permissions.SIGN_IN)
def detail(note_id: uuid.UUID, version_id: uuid.UUID) -> ViewResponse:
    """Show one version next to the current text of the note."""
    note = _load(note_id)
    version = queries.get_version(db.session(), note, version_id)
    return render_template(
        "notes/version.html",
        note=note,
        version=version,
        version_reasons=VERSION_REASONS,
        subject=diff_words(version.subject, note.subject),
        body=diff_words(version.body, note.body),
    )


@blueprint.post("/notes/<uuid:note_id>/versions/<uuid:version_id>/restoring")
@access.requires(permissions.DO_TASKS)
def restore(note_id: uuid.UUID, version_id: uuid.UUID) -> Response:
    note = _load(note_id)
    version = queries.get_version(db.session(), note, version_id)
    actions.restore(request_cycle.command(), note, version)
    flash(gettext("Restored. The version it replaced is saved too."), "success")
    return redirect(url_for("notes.detail", note_id=note.id))


def _load(note_id: uuid.UUID) -> Note:
    return queries.get_note(db.session(), request_cycle.viewer(), note_id)
