"""Mail: what failed and why, what waits, what went out; and a test mail to oneself."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.core import access, heartbeats
from portal.core.db import db
from portal.messaging import actions, queries
from portal.processes import queries as processes
from portal.web import edge
from portal.web.answers import Page, listed

blueprint = Blueprint("mail", __name__, url_prefix="/mail")
GROUPS = {
    "failed": ("failed", "unknown", "lapsed"),
    "waiting": ("queued", "claimed", "handed_over"),
    "sent": ("sent",),
    "dropped": ("dropped",),
}


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    group = request.args.get("group", "failed")
    group = group if group in GROUPS else "failed"
    rows, following = listed(queries.in_states(GROUPS[group]).where(processes.mail_for(edge.viewer())))
    return render_template(
        "outbox/list.html",
        mails=rows,
        about=processes.about_whom(db.session(), rows),
        group=group,
        groups=tuple(GROUPS),
        following=following,
        tick_age=heartbeats.age(db.session(), heartbeats.TICK),
        oldest=queries.oldest_due(db.session(), edge.now()),
        paused=actions.paused(db.session()),
    )


@blueprint.post("/test")
@access.requires(rules.MANAGE)
def test() -> Response:
    """A mail to whoever asks for it, the way that prompts go."""
    viewer, now = edge.viewer(), edge.now()
    actions.put(
        db.session(),
        kind="test",
        key=f"test:{viewer.account_id}:{uuid.uuid4()}",
        to_name=viewer.name,
        to_email=viewer.email,
        payload={"zone": viewer.time_zone},
        about_id=viewer.account_id,
        queue="now",
        due_at=now,
        now=now,
    )
    flash(gettext("A test mail to %(email)s is on its way.", email=viewer.email), "success")
    return redirect(url_for("mail.index", group="waiting"))
