"""Address requests: who waits for which contact's details, who looks for them, and the answer that goes to all."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.contacts.address_suggestions import suggest_addresses
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest
from portal.contacts.rules import LEFT_EMPLOYER, NOT_AVAILABLE, fill_missing, is_reachable
from portal.core import access
from portal.core.command import Command
from portal.core.db import db
from portal.followups import request_queries
from portal.interviews import actions, contact_info, hr_questions
from portal.web.contact_requests import presenter as request_presenter
from portal.web.contact_requests.forms import HrEmailForm, NotAvailableForm
from portal.web.shared import request_cycle
from portal.web.shared.contact_forms import ContactForm
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.responses import ViewResponse, paginate, render_form

blueprint = Blueprint("contact_requests", __name__, url_prefix="/contact-requests")


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    rows, following = paginate(request_presenter.listed_requests())
    waits = request_queries.waiting_candidates_by_contact(db.session(), request_cycle.viewer(), rows)
    return render_template(
        "contact_requests/list.html",
        requests=rows,
        waits=waits,
        following=following,
        closed=request_presenter.shows_closed(),
    )


@blueprint.get("/<uuid:request_id>/answer")
@access.requires(permissions.SEE_RECORDS)
def detail(request_id: uuid.UUID) -> ViewResponse:
    row = _load(request_id)
    return _render(row, initial_form(ContactForm, _known_details(row), _suggested_details(row)))


@blueprint.post("/<uuid:request_id>/answer")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def save_contact_info(request_id: uuid.UUID) -> ViewResponse:
    row = _load(request_id)
    form = edit_form(ContactForm, row.contact, known=lambda: _known_details(row))
    if form.validate_on_submit() and not is_reachable(form.email.data, form.postal_address.data):
        form.email.errors = [gettext("Enter an email address, or a mailing address for a card.")]
    elif form.accepts(lambda: contact_info.provide_details(request_cycle.command(), row.contact, form.details())):
        flash(gettext("Saved. Notes waiting for %(name)s can go out now.", name=row.contact.name), "success")
        return redirect(url_for("today.index" if request.form.get("back") == "today" else "contact_requests.index"))
    return _render(row, form)


@blueprint.post("/<uuid:request_id>/taking")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def claim(request_id: uuid.UUID) -> Response:
    """Assign the request to the viewer, so that no one else looks for it."""
    return _apply(request_id, contacts.claim_request, gettext("It’s yours. Others can see you’re on it."))


@blueprint.post("/<uuid:request_id>/taking/removal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def release(request_id: uuid.UUID) -> Response:
    return _apply(request_id, contact_info.release_request, gettext("Released. Anyone can take it now."))


@blueprint.post("/<uuid:request_id>/guess")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def save_guess(request_id: uuid.UUID) -> Response:
    """Save the address made from the employer's pattern as a guess."""
    contact = _load(request_id).contact
    contact_info.apply_guess(request_cycle.command(), contact)
    flash(gettext("Saved as a guess. Nothing is sent there until someone confirms it."), "success")
    return redirect(url_for("contact_requests.detail", request_id=request_id))


@blueprint.post("/<uuid:request_id>/hr-mail")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def email_hr(request_id: uuid.UUID) -> ViewResponse:
    """Email HR for the address; the answer comes to the person who asked."""
    row, form = _load(request_id), HrEmailForm()
    if saved := form.accepts(
        lambda: hr_questions.email_hr(request_cycle.command(), row, form.subject.data, form.body.data)
    ):
        sending = gettext("Sending your email to HR. When they reply to your inbox, enter the answer here.")
        was_sent = saved.value.state in ("sent", "unknown")
        flash(gettext("You sent HR this text before. Change it to send it again.") if was_sent else sending, "info")
        return redirect(url_for("contact_requests.detail", request_id=request_id))
    return _render(row, initial_form(ContactForm, _known_details(row)), hr_form=form)


@blueprint.post("/<uuid:request_id>/hr-asked")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def mark_hr_asked(request_id: uuid.UUID) -> Response:
    """Record that HR was asked by phone, or from the viewer's own email app."""
    return _apply(request_id, contacts.record_hr_asked, gettext("Recorded: HR was asked."))


@blueprint.post("/<uuid:request_id>/not-available")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def mark_not_available(request_id: uuid.UUID) -> ViewResponse:
    """Close the request as not available, and offer everyone waiting another way."""
    row, form = _load(request_id), NotAvailableForm()
    if form.accepts(lambda: contact_info.mark_not_available(request_cycle.command(), row, form.reason())):
        flash(_closed_message(row.contact, form.reason()), "success")
        return redirect(url_for("contact_requests.index"))
    return _render(row, initial_form(ContactForm, _known_details(row)), form)


@blueprint.post("/<uuid:request_id>/not-available/removal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def undo_not_available(request_id: uuid.UUID) -> Response:
    """Reopen a request that was closed as not available, by mistake or because of new information."""
    row = _load(request_id)
    contact_info.undo_not_available(request_cycle.command(), row)
    flash(gettext("Undone. The request is open again."), "success")
    again = contact_queries.open_requests_by_contact(db.session(), [row.contact_id]).get(row.contact_id, row)
    return redirect(url_for("contact_requests.detail", request_id=again.id))


@blueprint.post("/<uuid:request_id>/withdrawal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def withdraw(request_id: uuid.UUID) -> Response:
    """Close a request that no one needs any more."""
    row = _load(request_id)
    actions.close_unneeded_request(request_cycle.command(), row.contact)
    flash(gettext("Request closed."), "success")
    return redirect(url_for("contact_requests.index"))


def _closed_message(contact: Contact, reason: str) -> str:
    """Return what those who wait see from now on: other ways only where the employer has one."""
    if reason == LEFT_EMPLOYER:
        return gettext("Closed. Everyone waiting sees that %(name)s has left.", name=contact.name)
    if contact.employer.postal_address or contact.employer.hr_email:
        return gettext("Closed. Everyone waiting now sees other ways to send their note.")
    return gettext("Closed. Everyone waiting sees that it isn’t available.")


def _load(request_id: uuid.UUID) -> ContactRequest:
    return request_queries.get_request(db.session(), request_cycle.viewer(), request_id)


def _apply(request_id: uuid.UUID, deed: Callable[[Command, ContactRequest], None], sentence: str) -> Response:
    """Apply the action to the request, and redirect to its page with the message."""
    deed(request_cycle.command(), _load(request_id))
    flash(sentence, "success")
    return redirect(url_for("contact_requests.detail", request_id=request_id))


def _known_details(row: ContactRequest) -> ContactDetails:
    """Return what is known of the contact, without a guessed email address."""
    known = contacts.details_of(row.contact)
    return replace(known, email=known.confirmed_email)


def _suggested_details(row: ContactRequest) -> ContactDetails | None:
    """Return what is known, filled in from the contact elsewhere that `?like=` names; None without it."""
    wanted = request.args.get("like")
    found = suggest_addresses(db.session(), row.contact).elsewhere if wanted else ()
    like = next((contact for contact in found if str(contact.id) == wanted), None)
    return fill_missing(_known_details(row), contacts.details_of(like)) if like else None


def _render(
    row: ContactRequest,
    form: ContactForm,
    given_up: NotAvailableForm | None = None,
    hr_form: HrEmailForm | None = None,
) -> ViewResponse:
    waits = request_queries.waiting_candidates_by_contact(db.session(), request_cycle.viewer(), [row])[row.contact_id]
    letter = request_presenter.hr_email(row, waits)
    return render_form(
        "contact_requests/page.html",
        form,
        request_row=row,
        waits=waits,
        suggestions=suggest_addresses(db.session(), row.contact),
        not_available_form=given_up or NotAvailableForm(formdata=None),
        hr_form=hr_form or HrEmailForm(formdata=None, obj=letter),
        letter=letter,
        said=request_presenter.call_script(row, waits),
        can_undo=row.outcome == NOT_AVAILABLE and row.undone_at is None and not row.contact.reachable,
    )
