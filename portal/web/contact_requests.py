"""Address requests: who waits for which contact's details, and the answer that goes to all of them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts.models import ContactRequest
from portal.contacts.rules import reachable
from portal.core import access
from portal.core.db import db
from portal.followups import waiting
from portal.interviews import actions
from portal.web import edge
from portal.web.answers import Page, listed, page
from portal.web.forms.people import ContactForm

blueprint = Blueprint("contact_requests", __name__, url_prefix="/contact-requests")


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    rows, following = listed(waiting.open_requests(edge.viewer()))
    waits = waiting.who_wait(db.session(), edge.viewer(), rows)
    return render_template(
        "contact_requests/list.html", requests=rows, waits=waits, now=edge.now(), following=following
    )


@blueprint.get("/<uuid:request_id>/answer")
@access.requires(rules.LOOK)
def answer(request_id: uuid.UUID) -> Page:
    row = waiting.request(db.session(), edge.viewer(), request_id)
    return _page(row, ContactForm(obj=row.contact))


@blueprint.post("/<uuid:request_id>/answer")
@access.requires(rules.MANAGE)
def supply(request_id: uuid.UUID) -> Page:
    row = waiting.request(db.session(), edge.viewer(), request_id)
    form, by, now = ContactForm(), edge.viewer().by, edge.now()
    if form.validate_on_submit() and not reachable(form.email.data, form.postal_address.data):
        form.email.errors = [gettext("Give an e-mail address, or a postal address for a card.")]
    elif form.accepts(lambda: actions.supply(db.session(), row.contact, form.details(), by=by, now=now)):
        flash(gettext("Thank you. Whoever waited for %(name)s is told at once.", name=row.contact.name), "success")
        return redirect((request.form.get("back") == "today" and "/today") or url_for("contact_requests.index"))
    return _page(row, form)


@blueprint.post("/<uuid:request_id>/withdrawal")
@access.requires(rules.MANAGE)
def withdraw(request_id: uuid.UUID) -> Response:
    """Nobody needs to look for it any more."""
    row = waiting.request(db.session(), edge.viewer(), request_id)
    actions.not_needed(db.session(), row.contact, by=edge.viewer().by, now=edge.now())
    flash(gettext("The request is closed."), "success")
    return redirect(url_for("contact_requests.index"))


def _page(row: ContactRequest, form: ContactForm) -> Page:
    waits = waiting.who_wait(db.session(), edge.viewer(), [row])[row.contact_id]
    return page("contact_requests/page.html", form, request_row=row, waits=waits)
