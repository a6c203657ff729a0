"""Contacts: everyone met at an employer, and what is missing about them."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import actions, queries
from portal.contacts.address_suggestions import suggest_addresses
from portal.contacts.models import ContactRequest
from portal.core import access
from portal.core.db import db
from portal.core.rate_limits import SEARCHES
from portal.followups import request_queries
from portal.interviews import actions as interviews
from portal.interviews import contact_info
from portal.web.contact_requests import presenter as request_presenter
from portal.web.contacts import list_page
from portal.web.shared import duplicate_questions, guessed_emails, rate_limits, request_cycle, submissions
from portal.web.shared.contact_forms import ContactForm
from portal.web.shared.edit_conflict_forms import edit_form
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("contacts", __name__)


@blueprint.get("/contacts")
@access.requires(permissions.SEE_RECORDS)
@rate_limits.limited_per_person(SEARCHES, unless=rate_limits.is_no_search)
def index() -> ViewResponse:
    return render_list(list_page.PAGE, "contacts/list.html")


@blueprint.route("/employers/<uuid:employer_id>/contacts/new", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CONTACTS)
@submissions.creates
def new(employer_id: uuid.UUID) -> ViewResponse:
    employer = queries.get_employer(db.session(), employer_id)
    form = ContactForm()
    if saved := form.accepts(
        lambda: actions.create_contact(request_cycle.command(), employer.id, form.details()),
        ask=lambda: duplicate_questions.contact_questions(employer, form.name.data),
    ):
        submissions.set_update_path(url_for("contacts.edit", contact_id=saved.value.id))
        flash(gettext("%(name)s was added.", name=saved.value.name), "success")
        return redirect(url_for("employers.detail", employer_id=employer.id))
    return render_form("contacts/form.html", form, employer=employer, contact=None)


@blueprint.get("/contacts/<uuid:contact_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(contact_id: uuid.UUID) -> ViewResponse:
    contact = queries.get_contact(db.session(), contact_id)
    asked = db.session.scalar(
        request_queries.open_requests_visible_to(request_cycle.viewer()).where(ContactRequest.contact_id == contact.id)
    )
    return render_template(
        "contacts/page.html",
        contact=contact,
        waiting=asked,
        alike=suggest_addresses(db.session(), contact).alike,
        merges=queries.merges_into(db.session(), contact.id),
    )


@blueprint.post("/contacts/<uuid:contact_id>/email-confirmation")
@access.requires(permissions.EDIT_CONTACTS)
def confirm_email(contact_id: uuid.UUID) -> ViewResponse:
    """Make a guessed address certain; beside a photo of the card or a pasted text this is asked once."""
    contact = queries.get_contact(db.session(), contact_id)
    asked = guessed_emails.confirmation_page(contact)
    if asked is not None:
        return asked
    contact_info.confirm_email(request_cycle.command(), contact)
    flash(gettext("Confirmed. Notes waiting for it can go out now."), "success")
    return redirect(url_for("contacts.detail", contact_id=contact.id))


@blueprint.post("/contacts/<uuid:contact_id>/email-confirmation/undo")
@access.requires(permissions.EDIT_CONTACTS)
def undo_confirmation(contact_id: uuid.UUID) -> Response:
    contact = queries.get_contact(db.session(), contact_id)
    contact_info.undo_confirmation(request_cycle.command(), contact)
    flash(gettext("Undone. The address is a guess again."), "success")
    return redirect(url_for("contacts.detail", contact_id=contact.id))


@blueprint.post("/contacts/<uuid:contact_id>/guess/removal")
@access.requires(permissions.EDIT_CONTACTS)
def discard_guess(contact_id: uuid.UUID) -> Response:
    contact = queries.get_contact(db.session(), contact_id)
    contact_info.discard_guess(request_cycle.command(), contact)
    flash(gettext("Guess removed."), "success")
    return redirect(url_for("contacts.detail", contact_id=contact.id))


@blueprint.post("/contacts/<uuid:contact_id>/human-resources/removal")
@access.requires(permissions.EDIT_CONTACTS)
def reach_directly(contact_id: uuid.UUID) -> Response:
    """Send this contact's notes directly again, no longer through HR."""
    contact = queries.get_contact(db.session(), contact_id)
    contact_info.reach_directly(request_cycle.command(), contact)
    flash(request_presenter.no_longer_via_hr_message(contact), "success")
    return redirect(url_for("contacts.detail", contact_id=contact.id))


@blueprint.route("/contacts/<uuid:contact_id>/edit", methods=["GET", "POST"])
@access.requires(permissions.EDIT_CONTACTS)
def edit(contact_id: uuid.UUID) -> ViewResponse:
    contact = queries.get_contact(db.session(), contact_id)
    form = edit_form(ContactForm, contact)
    if form.accepts(lambda: interviews.update_contact(request_cycle.command(), contact, form.details())):
        flash(gettext("Saved. Notes waiting for it can go out now."), "success")
        return redirect(url_for("contacts.detail", contact_id=contact.id))
    return render_form("contacts/form.html", form, employer=contact.employer, contact=contact)
