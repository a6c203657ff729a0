"""Inviting many candidates at once: who is not invited yet, the email they get, and how many go out today."""

import uuid
from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from sqlalchemy import Select
from werkzeug.wrappers import Response

from portal.accounts import mails, permissions
from portal.candidates import queries
from portal.candidates.models import Candidate
from portal.core import access
from portal.core.db import db
from portal.imports import queries as imports
from portal.messaging import rate_limits
from portal.reminders import candidate_invitations
from portal.web.shared import request_cycle, submissions
from portal.web.shared.choices import parse_id
from portal.web.shared.responses import ViewResponse, count_rows

blueprint = Blueprint("candidate_invitations", __name__, url_prefix="/candidates/invitations")
SHOWN = 200
"""How many candidates the page lists, each with a checkbox; "all" means those that it does not list, too."""


@blueprint.get("")
@access.requires(permissions.EDIT_CANDIDATES)
def index() -> ViewResponse:
    session, now = db.session(), request_cycle.now()
    people = session.scalars(_not_invited().limit(SHOWN)).all()
    return render_template(
        "candidates/invitations.html",
        people=people,
        count=count_rows(_not_invited()),
        left=rate_limits.link_mails_left(session, now),
        email=mails.preview_invitation(session, people[0].name, people[0].time_zone, now) if people else None,
        import_id=request.args.get("import"),
    )


@blueprint.post("")
@access.requires(permissions.EDIT_CANDIDATES)
@submissions.creates_by_button
def invite() -> Response:
    people = _chosen(db.session().scalars(_not_invited()).all())
    done = candidate_invitations.invite_all(request_cycle.command(), people)
    flash(ngettext("Sending %(num)s invitation.", "Sending %(num)s invitations.", done.invited), "success")
    if done.waiting:
        waiting = ngettext(
            "%(num)s candidate isn’t invited yet, because of the limit for 24 hours or an address in use.",
            "%(num)s candidates aren’t invited yet, because of the limit for 24 hours or an address in use.",
            done.waiting,
        )
        flash(waiting, "info")
    if not people:
        flash(gettext("Select at least one candidate."), "info")
    return redirect(f"{request.path}?{urlencode(request.args.to_dict())}")


def _chosen(people: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates to invite: all of the page’s, or those that were selected."""
    if request.form.get("who") == "all":
        return people
    selected = set(request.form.getlist("candidate"))
    return [row for row in people if str(row.id) in selected]


def _not_invited() -> Select[Candidate]:
    """Return who can be invited: everyone, or those of the import that the address names."""
    found = queries.not_invited(request_cycle.viewer())
    import_id = _import_id()
    return found if import_id is None else found.where(Candidate.id.in_(imports.created_ids(import_id, "candidates")))


def _import_id() -> uuid.UUID | None:
    try:
        return parse_id(request.args.get("import"))
    except ValueError:
        return None
