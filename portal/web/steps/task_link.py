"""The link of an email to a candidate: it opens its exact task, by one tap and a code where no one is signed in."""

import uuid

from flask import Blueprint, current_app, redirect, render_template, url_for

from portal.accounts import queries as accounts
from portal.accounts import sign_in_codes
from portal.accounts.models import Account
from portal.accounts.viewer import Viewer
from portal.core import access
from portal.core import rate_limits as table
from portal.core.db import db
from portal.followups import queries as followups
from portal.interviews import task_links
from portal.interviews.models import TaskLink
from portal.web.shared import code_sign_in, rate_limits, request_cycle
from portal.web.shared.code_sign_in import CodeRequestForm
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("task_link", __name__)


@blueprint.get("/t/<token>")
@access.public
def page(token: str) -> ViewResponse:
    """Lead to the task, or ask for a code: without a session, every token gets the same page."""
    viewer = request_cycle.viewer_or_none()
    if viewer is not None:
        return _open(token, viewer)
    if code_sign_in.target() == url_for("task_link.page", token=token) and code_sign_in.pending() is not None:
        return code_sign_in.entry_page()  # the browser was closed while its person read the email
    return render_template("steps/task_link.html", form=CodeRequestForm(), token=token)


@blueprint.post("/t/<token>")
@access.public
@rate_limits.limited(table.CODES_OF_IP, rate_limits.by_ip)
@rate_limits.limited(table.CODES_OF_BROWSER, rate_limits.by_browser)
def ask_for_code(token: str) -> ViewResponse:
    """Email a code to the candidate whose link it is; whoever has a token that leads nowhere sees the same."""
    form = CodeRequestForm()
    recipient = sign_in_codes.recipient_of(_account_of(token), token)
    if form.validate_on_submit() and code_sign_in.ask(form, recipient, url_for("task_link.page", token=token)):
        return code_sign_in.show_entry()
    return render_template("steps/task_link.html", form=form, token=token), 429


def _account_of(token: str) -> Account | None:
    """Return the account of the candidate whose link it is, with as many queries where there is none."""
    link = task_links.find(db.session(), token, request_cycle.now())
    account_id = link.candidate.account_id if link else None
    return accounts.find_active(db.session(), account_id or uuid.uuid4())


def _open(token: str, viewer: Viewer) -> ViewResponse:
    """Redirect to the task, or say what became of it; an old link and another person's get the same page."""
    link = task_links.find(db.session(), token, request_cycle.now())
    if link is None or link.candidate.account_id != viewer.account_id:
        return render_template("steps/other_link.html"), 404
    gone = task_links.what_is_gone(db.session(), link)
    if gone == "person" or not _has_its_step(link, viewer):
        return render_template("steps/gone.html", gone=gone, application_id=link.interview.application_id), 410
    return redirect(link.path)


def _has_its_step(link: TaskLink, viewer: Viewer) -> bool:
    """Return whether the link's step is still in the plan; other pages say themselves what became of them."""
    endpoint, named = current_app.url_map.bind("").match(link.path)
    return endpoint != "steps.open_step" or followups.find_step(db.session(), viewer, named["step_id"]) is not None
