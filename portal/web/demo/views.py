"""The demo's own pages: the start page, caught emails, and the components. In demo and dev only."""

import mailbox
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from portal.core import access
from portal.web.demo.forms import ComponentsForm
from portal.web.demo.presenter import data_folder
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("demo", __name__, url_prefix="/demo")
MAX_SHOWN = 200


@blueprint.get("/mail")
@access.any_host
def caught_emails() -> ViewResponse:
    keys = _open_maildir().keys()  # a mailbox, which iterates over messages, unlike a dict
    rows = sorted(((key, _load_email(key)) for key in keys), key=lambda row: _sent_at(row[1]), reverse=True)
    return render_template("demo/mail.html", mails=rows[:MAX_SHOWN], more=len(rows) > MAX_SHOWN)


@blueprint.get("/mail/<key>")
@access.any_host
def caught_email(key: str) -> ViewResponse:
    """Show the email as text, and below it the HTML in its frame."""
    found = _load_email(key)
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    return render_template(
        "demo/message.html", key=key, mail=found, text=text.get_content() if text else "", has_html=html is not None
    )


@blueprint.get("/mail/<key>/html")
@access.any_host
def caught_email_html(key: str) -> Response:
    """Return the HTML of an email, for its frame, with nothing allowed but its own styles."""
    body = _load_email(key).get_body(("html",))
    if body is None:
        abort(404)
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    return Response(body.get_content(), mimetype="text/html", headers={"Content-Security-Policy": policy})


@blueprint.get("/components")
@access.any_host
def components() -> ViewResponse:
    """Show every component in every state: a form without a name and with an invalid address."""
    form = ComponentsForm(formdata=MultiDict({"email": "dana.ruiz(at)acme.example", "time_zone": "UTC", "zone": "UTC"}))
    form.validate()
    form.body.data = gettext("Dear Dana,\n\nThank you for [something you talked about].")
    return render_template("demo/components.html", form=form, now=request_cycle.now())


def _open_maildir() -> mailbox.Maildir:
    return mailbox.Maildir(data_folder() / "mail", create=True)


def _load_email(key: str) -> EmailMessage:
    try:
        data = _open_maildir().get_bytes(key)
    except KeyError:
        abort(404)
    parsed: EmailMessage = message_from_bytes(data, policy=default)
    return parsed


def _sent_at(mail: EmailMessage) -> str:
    date = mail["Date"]
    return date.datetime.isoformat() if date is not None and date.datetime else ""
