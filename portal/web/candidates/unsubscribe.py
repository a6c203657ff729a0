"""Turning reminders off from an email, signed in or not (RFC 8058)."""

from flask import Blueprint, render_template
from flask_wtf.csrf import CSRFProtect

from portal.candidates import actions, queries
from portal.candidates.models import Candidate
from portal.candidates.unsubscribe_tokens import read_token
from portal.core import access
from portal.core.command import VISITOR
from portal.core.db import db
from portal.core.errors import NotFound
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("unsubscribe", __name__)


@blueprint.get("/unsubscribe/<token>")
@access.public
def confirm(token: str) -> ViewResponse:
    return render_template("candidates/unsubscribe.html", candidate=_load_candidate(token), done=False)


@blueprint.post("/unsubscribe/<token>")
@access.public
def unsubscribe(token: str) -> ViewResponse:
    """Turn reminders off, by the button or an email app's one click.

    The token names the person, so neither needs a cookie. The link works for as long as the email is kept and
    forwarded, so it turns nothing on again: that takes a sign-in.
    """
    candidate = _load_candidate(token)
    actions.suppress_reminders(request_cycle.command(VISITOR), candidate, "unsubscribed")
    return render_template("candidates/unsubscribe.html", candidate=candidate, done=True)


def exempt_from_csrf(csrf: CSRFProtect) -> None:
    """Exempt `unsubscribe` from CSRF checks: an email app posts without having loaded a page."""
    csrf.exempt(unsubscribe)


def _load_candidate(token: str) -> Candidate:
    candidate_id = read_token(token)
    found = queries.find_candidate(db.session(), candidate_id) if candidate_id else None
    if found is None:
        raise NotFound("candidate")
    return found
