"""The viewer's own calendar feed: created, renewed, and ended on the account page. Its address is shown once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import calendar_feeds, permissions, queries, rules
from portal.accounts.models import Account
from portal.agencies import links
from portal.core import access
from portal.core.db import db
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("own_calendar_feed", __name__, url_prefix="/me/calendar-feed")


@blueprint.get("")
@access.requires(permissions.SIGN_IN)
def redirect_to_account() -> Response:
    """Redirect to the page with the buttons: a person reloads the address where the secret was shown."""
    return redirect(url_for("account.edit", _anchor="calendar-feed"))


@blueprint.post("")
@access.requires(permissions.SIGN_IN, recent=True)
def issue() -> ViewResponse:
    scope = request.form.get("scope", "own")
    chosen = scope if scope in rules.SCOPES and not request_cycle.viewer().is_candidate else "own"
    secret = calendar_feeds.issue(request_cycle.command(), _own_account(), chosen)
    address = links.absolute_url(db.session(), url_for("calendar_feed.read", token=secret))
    return render_template("accounts/calendar_feed.html", address=address)


@blueprint.post("/end")
@access.requires(permissions.SIGN_IN)
def end() -> Response:
    calendar_feeds.revoke(request_cycle.command(), _own_account())
    flash(gettext("The feed is off. Its address no longer works."), "success")
    return redirect(url_for("account.edit"))


def _own_account() -> Account:
    return queries.get_account(db.session(), request_cycle.viewer().account_id)
