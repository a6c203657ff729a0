"""How to reach a person met at an interview: the address, the request for it, and other ways."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.contacts import queries as contacts
from portal.contacts.rules import is_reachable
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused, NotFound
from portal.followups import queries as followups
from portal.interviews import actions, contact_info, queries
from portal.interviews.models import InterviewPerson
from portal.web.contact_requests import presenter as request_presenter
from portal.web.shared import disclosure, guessed_emails, request_cycle
from portal.web.shared.contact_forms import ContactInfoForm
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint(
    "contact_info", __name__, url_prefix="/interviews/<uuid:interview_id>/people/<uuid:person_id>/address"
)


@blueprint.get("")
@access.requires(permissions.SIGN_IN)
def detail(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    return _render(_load(interview_id, person_id), ContactInfoForm())


@blueprint.post("")
@access.requires(permissions.DO_TASKS)
def save(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    """Save contact info that the candidate has learned, such as from a card or from HR."""
    person, form = _load(interview_id, person_id), ContactInfoForm()
    told = form.details(person.contact.name)
    if form.validate_on_submit() and not is_reachable(told.email, told.postal_address):
        form.email.errors = [gettext("Enter an email address, or a mailing address for a card.")]
    elif form.accepts(lambda: contact_info.fill_missing_details(request_cycle.command(), person.contact, told)):
        return _redirect_with_message(
            person, gettext("Saved. A note can reach %(name)s now.", name=person.contact.name)
        )
    return _render(person, form)


@blueprint.post("/confirmation")
@access.requires(permissions.DO_TASKS)
def confirm_email(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    """Confirm the guessed address: the candidate knows that it is right."""
    person = _load(interview_id, person_id)
    if not disclosure.can_see_detail(person.contact, "email"):
        raise ActionRefused(N_("Enter the address of %(name)s to confirm it."), name=person.contact.name)
    asked = guessed_emails.candidate_confirmation_page(person)
    if asked is not None:
        return asked
    contact_info.confirm_email(request_cycle.command(), person.contact)
    return _redirect_with_message(
        person, gettext("Address confirmed. The note to %(name)s can go out now.", name=person.contact.name)
    )


@blueprint.post("/confirmation/undo")
@access.requires(permissions.DO_TASKS)
def undo_confirmation(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    person = _load(interview_id, person_id)
    contact_info.undo_confirmation(request_cycle.command(), person.contact)
    return _redirect_with_message(person, gettext("Undone. The address is a guess again."))


@blueprint.post("/request")
@access.requires(permissions.DO_TASKS)
def request_contact_info(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Ask the recruiters for the contact info."""
    person = _load(interview_id, person_id)
    actions.request_address(request_cycle.command(), person.interview, person)
    return _redirect_with_message(
        person, gettext("Requested. The note can be written as soon as contact info comes in.")
    )


@blueprint.post("/card")
@access.requires(permissions.DO_TASKS)
def reach_by_post(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Reach the contact by a card to the company's address instead of an email."""
    person = _load(interview_id, person_id)
    contact_info.reach_by_post(request_cycle.command(), person.contact)
    return _redirect_with_message(
        person, gettext("Write the card next. It goes to %(name)s in care of the company.", name=person.contact.name)
    )


@blueprint.post("/human-resources")
@access.requires(permissions.DO_TASKS)
def reach_via_hr(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Reach the contact through HR, who pass the note on."""
    person = _load(interview_id, person_id)
    contact_info.reach_via_hr(request_cycle.command(), person.contact)
    return _redirect_with_message(
        person, gettext("Write the note next. It goes to HR, to forward to %(name)s.", name=person.contact.name)
    )


@blueprint.post("/human-resources/removal")
@access.requires(permissions.DO_TASKS)
def reach_directly(interview_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Reach the contact directly again, no longer through HR."""
    person = _load(interview_id, person_id)
    contact_info.reach_directly(request_cycle.command(), person.contact)
    return _redirect_with_message(person, request_presenter.no_longer_via_hr_message(person.contact))


def _load(interview_id: uuid.UUID, person_id: uuid.UUID) -> InterviewPerson:
    interview = queries.get_interview(db.session(), request_cycle.viewer(), interview_id)
    found: InterviewPerson | None = next((row for row in interview.people if row.id == person_id), None)
    if found is None:
        raise NotFound("person")
    return found


def _redirect_with_message(person: InterviewPerson, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("contact_info.detail", interview_id=person.interview_id, person_id=person.id))


def _render(person: InterviewPerson, form: ContactInfoForm) -> ViewResponse:
    session, contact = db.session(), person.contact
    steps = followups.steps_of_application(session, person.interview.application_id)
    asked = [row for row in steps if row.kind == "request_contact" and row.person_id == person.id]
    last, now = contacts.last_request_of(session, contact.id), request_cycle.now()
    return render_form(
        "contact_requests/contact_info.html",
        form,
        person=person,
        contact=contact,
        employer=person.interview.application.employer,
        candidate=person.interview.application.candidate,
        request_row=last,
        now=now,
        waits=any(row.state in ("open", "upcoming") for row in asked),
        overdue=any(row.state == "open" and row.due_at <= now for row in asked),
        given_up=contact_info.can_choose_other_way(session, contact),
        has_left=contact_info.has_left(last),
        letter=request_presenter.candidate_hr_email(person),
        said=request_presenter.candidate_call_script(person),
    )
