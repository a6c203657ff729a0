"""Duplicate contacts: found, compared, merged, marked as different people, and separated again."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import queries
from portal.contacts.models import Contact
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.duplicates import merging, non_duplicates
from portal.names.similarity import find_similar_pairs
from portal.web.shared import request_cycle
from portal.web.shared.responses import ViewResponse
from portal.web.shared.undo import flash_undo

blueprint = Blueprint("duplicates", __name__)
MAX_SHOWN = 50


@blueprint.get("/contacts/duplicates")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    """Show the likely duplicates, of the contacts that changed last."""
    pairs, more = _likely_duplicates()
    return render_template("contacts/duplicates.html", pairs=pairs, more=more)


@blueprint.get("/contacts/<uuid:contact_id>/merging/<uuid:other_id>")
@access.requires(permissions.EDIT_CONTACTS)
def compare(contact_id: uuid.UUID, other_id: uuid.UUID) -> ViewResponse:
    first, second = _load_pair(contact_id, other_id)
    if first is second:
        return redirect(url_for("contacts.detail", contact_id=first.id))
    fuller = sorted((first, second), key=lambda row: (row.reachable, len(row.name)), reverse=True)
    return render_template("contacts/merge.html", pair=fuller)


@blueprint.post("/contacts/<uuid:contact_id>/merging/<uuid:other_id>")
@access.requires(permissions.EDIT_CONTACTS)
def merge(contact_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """Merge two contacts of one person; the first one stays."""
    winner, loser = _load_pair(contact_id, other_id)
    merging.merge(request_cycle.command(), winner, loser)
    flash(gettext("Merged into %(name)s. You can undo it here.", name=winner.name), "success")
    return redirect(url_for("contacts.detail", contact_id=winner.id))


@blueprint.post("/contacts/<uuid:contact_id>/merging/<uuid:other_id>/apart")
@access.requires(permissions.EDIT_CONTACTS)
def mark_not_duplicates(contact_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """Record that these are two people, so that no one is asked again."""
    first, second = _load_pair(contact_id, other_id)
    non_duplicates.mark_not_duplicates(request_cycle.command(), first, second)
    undo = url_for("duplicates.undo_not_duplicates", contact_id=first.id, other_id=second.id)
    flash_undo(gettext("%(name)s and %(other)s are kept as two contacts.", name=first.name, other=second.name), undo)
    return redirect(url_for("duplicates.index"))


@blueprint.post("/contacts/<uuid:contact_id>/merging/<uuid:other_id>/apart/removal")
@access.requires(permissions.EDIT_CONTACTS)
def undo_not_duplicates(contact_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    first, second = _load_pair(contact_id, other_id)
    non_duplicates.undo_not_duplicates(request_cycle.command(), first, second)
    flash(gettext("Undone. %(name)s and %(other)s may be one person.", name=first.name, other=second.name), "success")
    return redirect(url_for("duplicates.index"))


@blueprint.post("/contact-merges/<uuid:merge_id>/removal")
@access.requires(permissions.EDIT_CONTACTS)
def undo_merge(merge_id: uuid.UUID) -> Response:
    """Undo the merge: both contacts are as they were."""
    row = queries.get_merge(db.session(), merge_id)
    merging.undo(request_cycle.command(), row)
    flash(gettext("Undone. %(name)s is a separate contact again.", name=row.loser.name), "success")
    return redirect(url_for("contacts.detail", contact_id=row.loser_id))


def _load_pair(contact_id: uuid.UUID, other_id: uuid.UUID) -> tuple[Contact, Contact]:
    """Return two contacts of one employer, each replaced by the one it was merged into; raise `NotFound` otherwise."""
    first, second = queries.get_contact(db.session(), contact_id), queries.get_contact(db.session(), other_id)
    if first.employer_id != second.employer_id:
        raise NotFound("contact")
    return first, second


def _likely_duplicates() -> tuple[list[tuple[Contact, Contact]], int]:
    """Return the likely duplicates to show, and how many more there are."""
    session = db.session()
    apart = queries.all_non_duplicates(session)
    rows = [(row.id, row.employer_id, row.name) for row in queries.contact_names(session)]
    found = [pair for pair in find_similar_pairs(rows) if frozenset(pair) not in apart]
    known = queries.contacts_by_id(session, {contact_id for pair in found[:MAX_SHOWN] for contact_id in pair})
    return [(known[one], known[other]) for one, other in found[:MAX_SHOWN]], max(len(found) - MAX_SHOWN, 0)
