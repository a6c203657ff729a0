"""Contacts who stand twice: found, looked at side by side, merged, told apart, and given back."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts import actions as contacts
from portal.contacts import queries
from portal.contacts.likeness import twice
from portal.contacts.models import Contact
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing
from portal.notes import merging
from portal.web.shared import request_cycle
from portal.web.shared.responses import Page

blueprint = Blueprint("duplicates", __name__)
SHOWN = 50


@blueprint.get("/contacts/duplicates")
@access.requires(rules.LOOK)
def index() -> Page:
    """Who may stand twice, of the contacts that changed last."""
    pairs, more = _duplicates()
    return render_template("contacts/duplicates.html", pairs=pairs, more=more)


@blueprint.get("/contacts/<uuid:contact_id>/merging/<uuid:other_id>")
@access.requires(rules.MANAGE)
def one(contact_id: uuid.UUID, other_id: uuid.UUID) -> Page:
    first, second = _pair(contact_id, other_id)
    if first is second:
        return redirect(url_for("contacts.one", contact_id=first.id))
    fuller = sorted((first, second), key=lambda row: (row.reachable, len(row.name)), reverse=True)
    return render_template("contacts/merge.html", pair=fuller)


@blueprint.post("/contacts/<uuid:contact_id>/merging/<uuid:other_id>")
@access.requires(rules.MANAGE)
def merge(contact_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """They are one person: the first stands for both."""
    winner, loser = _pair(contact_id, other_id)
    merging.merge(db.session(), winner, loser, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("%(name)s stands for both now. It can be undone here.", name=winner.name), "success")
    return redirect(url_for("contacts.one", contact_id=winner.id))


@blueprint.post("/contacts/<uuid:contact_id>/merging/<uuid:other_id>/apart")
@access.requires(rules.MANAGE)
def tell_apart(contact_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """They are two people: nobody is asked again."""
    first, second = _pair(contact_id, other_id)
    if first is not second:
        contacts.tell_apart(db.session(), first, second, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Noted: they are two."), "success")
    return redirect(url_for("duplicates.index"))


@blueprint.post("/contact-merges/<uuid:merge_id>/removal")
@access.requires(rules.MANAGE)
def undo(merge_id: uuid.UUID) -> Response:
    """They are two again, as they were."""
    row = queries.merge(db.session(), merge_id)
    merging.undo(db.session(), row, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Undone: %(name)s stands alone again.", name=row.loser.name), "success")
    return redirect(url_for("contacts.one", contact_id=row.loser_id))


def _pair(contact_id: uuid.UUID, other_id: uuid.UUID) -> tuple[Contact, Contact]:
    """Two contacts of one employer, or those who stand for them; raises `Missing` for any other two."""
    first, second = queries.contact(db.session(), contact_id), queries.contact(db.session(), other_id)
    if first.employer_id != second.employer_id:
        raise Missing("contact")
    return first, second


def _duplicates() -> tuple[list[tuple[Contact, Contact]], int]:
    """Those shown, and how many more there are."""
    session = db.session()
    apart = queries.all_told_apart(session)
    rows = [(row.id, row.employer_id, row.name) for row in queries.names(session)]
    found = [pair for pair in twice(rows) if frozenset(pair) not in apart]
    known = queries.by_ids(session, {contact_id for pair in found[:SHOWN] for contact_id in pair})
    return [(known[one], known[other]) for one, other in found[:SHOWN]], max(len(found) - SHOWN, 0)
