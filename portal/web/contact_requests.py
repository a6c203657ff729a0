"""Address requests: who waits for which contact's details, and the answer that goes to all of them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts import queries
from portal.contacts.rules import reachable
from portal.core import access
from portal.core.db import db
from portal.interviews import actions
from portal.web import edge
from portal.web.answers import Page, listed, page
from portal.web.forms.people import ContactForm

blueprint = Blueprint("contact_requests", __name__, url_prefix="/contact-requests")


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    rows, following = listed(queries.open_requests(edge.viewer()))
    return render_template("contact_requests/list.html", requests=rows, now=edge.now(), following=following)


@blueprint.get("/<uuid:request_id>/answer")
@access.requires(rules.LOOK)
def answer(request_id: uuid.UUID) -> Page:
    row = queries.request(db.session(), edge.viewer(), request_id)
    form = ContactForm(obj=row.contact)
    return render_template("contact_requests/page.html", form=form, request_row=row, now=edge.now())


@blueprint.post("/<uuid:request_id>/answer")
@access.requires(rules.MANAGE)
def supply(request_id: uuid.UUID) -> Page:
    row = queries.request(db.session(), edge.viewer(), request_id)
    form, by, now = ContactForm(), edge.viewer().by, edge.now()
    if form.validate_on_submit() and not reachable(form.email.data, form.postal_address.data):
        form.email.errors = [gettext("Give an e-mail address, or a postal address for a card.")]
    elif form.accepts(lambda: actions.supply(db.session(), row.contact, form.details(), by=by, now=now)):
        flash(gettext("Thank you. Whoever waited for %(name)s is told at once.", name=row.contact.name), "success")
        return redirect((request.form.get("back") == "today" and "/today") or url_for("contact_requests.index"))
    return page("contact_requests/page.html", form, request_row=row, now=now)


@blueprint.post("/<uuid:request_id>/withdrawal")
@access.requires(rules.MANAGE)
def withdraw(request_id: uuid.UUID) -> Response:
    """Nobody needs to look for it any more."""
    row = queries.request(db.session(), edge.viewer(), request_id)
    actions.not_needed(db.session(), row.contact, by=edge.viewer().by, now=edge.now())
    flash(gettext("The request is closed."), "success")
    return redirect(url_for("contact_requests.index"))
