"""Address requests: who waits for which contact's details, who looks for them, and the answer that goes to all."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.contacts import request_claims, request_reopening
from portal.contacts.address_suggestions import suggest_addresses
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, ContactRequest
from portal.contacts.rules import LEFT_EMPLOYER, NOT_AVAILABLE, fill_missing, is_reachable
from portal.core import access
from portal.core.command import Command
from portal.core.db import db
from portal.followups import request_queries
from portal.interviews import actions, contact_info, hr_questions
from portal.notes import queries as notes
from portal.web.contact_requests import list_page
from portal.web.contact_requests import presenter as request_presenter
from portal.web.contact_requests.forms import AnswerForm, HrEmailForm, NotAvailableForm
from portal.web.contact_requests.labels import GUESS
from portal.web.shared import request_cycle
from portal.web.shared.assigning import AssignmentForm, colleagues
from portal.web.shared.done_rows import DoneRow, respond, respond_undone
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.list_views import render_list
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("contact_requests", __name__, url_prefix="/contact-requests")
MAX_OTHERS = 2


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    return render_list(list_page.PAGE, "contact_requests/list.html", more=_waiting)


def _waiting(rows: Sequence[Any]) -> dict[str, Any]:
    """Return who waits for each of these requests, by contact."""
    asked = [row[0] for row in rows]
    return {"waits": request_queries.waiting_candidates_by_contact(db.session(), request_cycle.viewer(), asked)}


@blueprint.get("/<uuid:request_id>/answer")
@access.requires(permissions.SEE_RECORDS)
def detail(request_id: uuid.UUID) -> ViewResponse:
    row = _load(request_id)
    form = initial_form(AnswerForm, _known_details(row), _suggested_details(row))
    if "use" in request.args:
        form.source.data = GUESS
    return _render(row, form)


@blueprint.post("/<uuid:request_id>/answer")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def save_contact_info(request_id: uuid.UUID) -> ViewResponse:
    row = _load(request_id)
    form = edit_form(AnswerForm, row.contact, known=lambda: _known_details(row))
    if form.validate_on_submit() and not is_reachable(form.email.data, form.postal_address.data):
        form.email.errors = [gettext("Enter an email address, or a mailing address for a card.")]
    elif form.accepts(lambda: _answer(row, form)):
        return _respond_answered(row, form)
    return _render(row, form)


def _answer(row: ContactRequest, form: AnswerForm) -> None:
    if form.is_guess:
        contact_info.save_guess(request_cycle.command(), row, form.details())
    else:
        contact_info.answer_request(request_cycle.command(), row, form.details(), form.source.data)


def _respond_answered(row: ContactRequest, form: AnswerForm) -> ViewResponse:
    words = {"address": form.address(), "name": row.contact.name}
    said = gettext("%(address)s is saved. Notes waiting for %(name)s can go out now.", **words)
    if row.closed_at is None:
        said = gettext("%(address)s is saved as a guess. Nothing is sent there until someone confirms it.", **words)
    known = {"email": [row.contact.email or ""], "postal_address": [row.contact.postal_address or ""]}
    undo = url_for("contact_requests.undo_answer", request_id=row.id)
    done = DoneRow(f"requests-{row.id}", row.contact.name, said, undo, known)
    return respond(done, url_for("contact_requests.detail", request_id=row.id))


@blueprint.post("/<uuid:request_id>/answer/removal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def undo_answer(request_id: uuid.UUID) -> ViewResponse:
    """Remove the contact info that was saved, and say what cannot be undone: notes that already went there."""
    row, told = _load(request_id), request.form
    sent = notes.senders_to(db.session(), row.contact_id, row.contact.email)
    email, postal_address = told.get("email", ""), told.get("postal_address", "").replace("\r\n", "\n")
    contact_info.undo_answer(request_cycle.command(), row, email, postal_address)
    url = url_for("contact_requests.detail", request_id=row.id)
    if not sent:
        return respond_undone(gettext("Undone. The request is open again."), url)
    said = gettext(
        "Removed %(email)s. What already went there can’t be undone: %(names)s.",
        email=email,
        names=", ".join(gettext("%(name)s’s note", name=name) for name in sent),
    )
    return respond(DoneRow(f"requests-{row.id}", row.contact.name, said), url)


@blueprint.post("/<uuid:request_id>/taking")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def claim(request_id: uuid.UUID) -> Response:
    """Assign the request to the viewer, so that no one else looks for it."""
    return _apply(request_id, request_claims.claim_request, gettext("It’s yours. Others can see you’re on it."))


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
    return _render(row, initial_form(AnswerForm, _known_details(row)), hr_form=form)


@blueprint.post("/<uuid:request_id>/hr-asked")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def mark_hr_asked(request_id: uuid.UUID) -> Response:
    """Record that HR was asked by phone, or from the viewer's own email app."""
    return _apply(request_id, request_claims.record_hr_asked, gettext("Recorded: HR was asked."))


@blueprint.post("/<uuid:request_id>/not-available")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def mark_not_available(request_id: uuid.UUID) -> ViewResponse:
    """Close the request as not available, and offer everyone waiting another way."""
    row, form = _load(request_id), NotAvailableForm()
    if form.accepts(lambda: contact_info.mark_not_available(request_cycle.command(), row, form.reason())):
        return _respond(row, _closed_message(row.contact, form.reason()))
    return _render(row, initial_form(AnswerForm, _known_details(row)), form)


@blueprint.post("/<uuid:request_id>/not-available/removal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def undo_closing(request_id: uuid.UUID) -> ViewResponse:
    """Reopen a request that was closed without an answer, by mistake or because of new information."""
    row = _load(request_id)
    contact_info.undo_closing(request_cycle.command(), row)
    again = contact_queries.open_requests_by_contact(db.session(), [row.contact_id]).get(row.contact_id, row)
    url = url_for("contact_requests.detail", request_id=again.id)
    return respond_undone(gettext("Undone. The request is open again."), url)


@blueprint.post("/<uuid:request_id>/withdrawal")
@access.requires(permissions.ANSWER_CONTACT_REQUESTS)
def withdraw(request_id: uuid.UUID) -> ViewResponse:
    """Close a request that no one needs any more."""
    row = _load(request_id)
    actions.close_unneeded_request(request_cycle.command(), row.contact)
    return _respond(row, gettext("Request closed."))


def _respond(row: ContactRequest, said: str) -> ViewResponse:
    """Return what became of the request: in its row where it was done there, else above the list."""
    undo = url_for("contact_requests.undo_closing", request_id=row.id)
    return respond(DoneRow(f"requests-{row.id}", row.contact.name, said, undo), url_for("contact_requests.index"))


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
    wanted, use = request.args.get("like"), request.args.get("use")
    suggested = suggest_addresses(db.session(), row.contact) if wanted or use else None
    if suggested and suggested.guess and use:
        return replace(_known_details(row), email=suggested.guess.email)
    found = suggested.elsewhere if suggested else ()
    like = next((contact for contact in found if str(contact.id) == wanted), None)
    return fill_missing(_known_details(row), contacts.details_of(like)) if like else None


def _render(
    row: ContactRequest,
    form: AnswerForm,
    given_up: NotAvailableForm | None = None,
    hr_form: HrEmailForm | None = None,
) -> ViewResponse:
    session, viewer = db.session(), request_cycle.viewer()
    waits = request_queries.waiting_candidates_by_contact(session, viewer, [row])[row.contact_id]
    letter = request_presenter.hr_email(row, waits)
    return render_form(
        "contact_requests/page.html",
        form,
        request_row=row,
        waiting=request_presenter.waiting_people(row),
        suggestions=suggest_addresses(session, row.contact),
        others=contact_queries.colleagues_with_phone(session, row.contact, MAX_OTHERS),
        assignment_form=AssignmentForm(formdata=None).offer(colleagues()),
        not_available_form=given_up or NotAvailableForm(formdata=None),
        hr_form=hr_form or HrEmailForm(formdata=None, obj=letter),
        letter=letter,
        said=request_presenter.call_script(row, waits),
        can_undo=row.outcome == NOT_AVAILABLE and row.undone_at is None and not row.contact.reachable,
        can_undo_answer=request_reopening.can_undo_answer(row, request_cycle.now()),
    )
