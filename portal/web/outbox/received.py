"""Emails that came in: what each is, and what was done about it."""

import uuid

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.incoming import queries
from portal.incoming.models import IncomingMessage
from portal.messaging.models import OutgoingMessage
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse, paginate

blueprint = Blueprint("received", __name__, url_prefix="/mail/received")
KINDS = {
    "bounce": _("Couldn’t be delivered"),
    "automatic": _("Automatic answer"),
    "report": _("Report from a mail server"),
    "message": _("Message"),
    None: _("Not read yet"),
}
EFFECTS = {
    "address_failed": _("The address doesn’t work. We marked the email as not sent."),
    "counted": _("The mail server couldn’t deliver it, or not yet. The address may still work, so nothing changed."),
    "too_many": _("More addresses failed within an hour than is likely. Check this one before you change it."),
    "ignored": _("A program sent it, so nothing changed."),
    "shown": _("It’s shown here, and nothing changed."),
    "unmatched": _("We don’t know which email it belongs to."),
    "unread": _("We couldn’t read it."),
}


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    rows, following = paginate(queries.received_visible_to(request_cycle.viewer()))
    return render_template("outbox/received.html", rows=rows, following=following, kinds=KINDS, effects=EFFECTS)


@blueprint.get("/<uuid:received_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(received_id: uuid.UUID) -> ViewResponse:
    query = queries.received_visible_to(request_cycle.viewer()).where(IncomingMessage.id == received_id)
    row = db.session().scalar(query)
    if row is None:
        raise NotFound("email")
    ours = db.session().get(OutgoingMessage, (row.agency_id, row.outgoing_id)) if row.outgoing_id else None
    return render_template("outbox/received_message.html", row=row, ours=ours, kinds=KINDS, effects=EFFECTS)
