"""Turning prompts off from a mail, signed in or not (RFC 8058)."""

from flask import Blueprint, render_template
from flask_wtf.csrf import CSRFProtect

from portal.audit.actions import VISITOR
from portal.candidates import actions, queries
from portal.candidates.models import Candidate
from portal.candidates.unsubscribing import candidate_of
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing
from portal.web.shared import request_cycle
from portal.web.shared.responses import Page

blueprint = Blueprint("unsubscribe", __name__)


@blueprint.get("/unsubscribe/<token>")
@access.public
def page(token: str) -> Page:
    return render_template("candidates/unsubscribe.html", candidate=_whose(token), done=False)


@blueprint.post("/unsubscribe/<token>")
@access.public
def stop(token: str) -> Page:
    """Turn reminders off, by the button or an email app's one click: neither needs a cookie, the token says who.

    The link works for as long as the email is kept and forwarded, so it turns nothing on again: that takes a sign-in.
    """
    candidate = _whose(token)
    actions.stop(db.session(), candidate, "unsubscribed", by=VISITOR, now=request_cycle.now())
    return render_template("candidates/unsubscribe.html", candidate=candidate, done=True)


def exempt(csrf: CSRFProtect) -> None:
    """A mail program posts without having seen a page."""
    csrf.exempt(stop)


def _whose(token: str) -> Candidate:
    candidate_id = candidate_of(token)
    found = queries.by_id(db.session(), candidate_id) if candidate_id else None
    if found is None:
        raise Missing("candidate")
    return found
