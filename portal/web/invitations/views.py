"""Invitations: an uploaded .ics file, previewed, then recorded."""

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.applications import queries
from portal.applications.models import Application
from portal.contacts import actions as contacts
from portal.contacts.details import ContactDetails
from portal.core import access, email_addresses
from portal.core.db import db
from portal.interviews import invitations
from portal.interviews.calendar_changes import CANCEL, NEW, UPDATE
from portal.interviews.invitations import ProposedChange
from portal.names.rules import guess_name_from_email, person_name
from portal.readers import ics
from portal.readers.ics_people import Attendee
from portal.web.invitations import presenter as invitation_labels
from portal.web.invitations.forms import LARGEST_INVITATION, InvitationForm
from portal.web.shared import request_cycle, slot_questions, submissions, uploads
from portal.web.shared.questions import question_keys, unanswered_questions
from portal.web.shared.responses import ViewResponse, render_form

blueprint = Blueprint("invitations", __name__)
RECORDED_KINDS = (NEW, UPDATE, CANCEL)
MAX_EVENTS = 25
MAX_PROBLEMS = 5


@blueprint.get("/applications/<uuid:application_id>/invitation")
@access.requires(permissions.DO_TASKS)
def upload(application_id: uuid.UUID) -> ViewResponse:
    application = queries.get_application(db.session(), request_cycle.viewer(), application_id)
    return render_form("invitations/upload.html", InvitationForm(), application=application)


@blueprint.post("/applications/<uuid:application_id>/invitation")
@access.requires(permissions.DO_TASKS)
@uploads.accepts_files(LARGEST_INVITATION)
def preview(application_id: uuid.UUID) -> ViewResponse:
    """Show what the file would do; nothing is recorded yet."""
    application, form = queries.get_application(db.session(), request_cycle.viewer(), application_id), InvitationForm()
    if not form.validate_on_submit():
        return render_form("invitations/upload.html", form, application=application)
    data = form.file.data.read()
    calendar = ics.read(data)
    if not calendar.ok:
        form.file.errors = calendar.problems[:MAX_PROBLEMS]
        return render_form("invitations/upload.html", form, application=application)
    return _render_preview(application, calendar, _evaluate_file(application, calendar), data)


@blueprint.post("/applications/<uuid:application_id>/invitation/acceptance")
@access.requires(permissions.DO_TASKS)
@submissions.creates_by_button
def accept(application_id: uuid.UUID) -> ViewResponse:
    """Record the ticked events with the ticked people, once the questions about their times are answered."""
    session, data, viewer = db.session(), _uploaded_file(), request_cycle.viewer()
    queries.lock_application(session, application_id)
    application, calendar = queries.get_application(session, viewer, application_id), ics.read(data)
    proposals = _evaluate_file(application, calendar)
    wanted = [
        place
        for place, row in enumerate(proposals)
        if row.what in RECORDED_KINDS and request.form.get(f"event-{place}")
    ]
    asked = slot_questions.questions_about_proposals(application.candidate_id, proposals)
    if unanswered_questions(question for place in wanted for question in asked[place]):
        return _render_preview(application, calendar, proposals, data, ticked=request.form), 422
    for place in wanted:
        people = _ticked_people(place, proposals[place])
        invitations.accept_change(request_cycle.command(), application, proposals[place], people)
    _learn_domain(application, proposals)
    flash(
        gettext("Saved. The plan is ready.") if wanted else gettext("Nothing was selected, so nothing changed."),
        "success",
    )
    return redirect(url_for("applications.detail", application_id=application.id))


def _evaluate_file(application: Application, calendar: ics.ParsedCalendar) -> list[ProposedChange]:
    return invitations.propose_changes(db.session(), application, calendar, most=MAX_EVENTS, now=request_cycle.now())


def _learn_domain(application: Application, proposals: Sequence[ProposedChange]) -> None:
    """Save the email domain that the invitation suggests for the employer, if that was ticked."""
    domain = _offered_domain(application, proposals)
    if domain is not None and request.form.get("domain") == domain:
        contacts.record_email_domain(request_cycle.command(), application.employer, domain)


def _offered_domain(application: Application, proposals: Sequence[ProposedChange]) -> str | None:
    """Return the suggested email domain to ask staff about; None for candidates, who cannot change an employer."""
    if not request_cycle.viewer().may(permissions.EDIT_EMPLOYERS):
        return None
    return invitations.suggested_email_domain(db.session(), application, proposals)


def _render_preview(
    application: Application,
    calendar: ics.ParsedCalendar,
    found: Sequence[ProposedChange],
    data: bytes,
    ticked: Mapping[str, str] | None = None,
) -> str:
    asked = slot_questions.questions_about_proposals(application.candidate_id, found)
    return render_template(
        "invitations/preview.html",
        application=application,
        proposals=[_proposal_context(proposal) for proposal in found],
        asked=asked,
        confirming=question_keys(question for several in asked for question in several),
        ticked=ticked,
        left=max(len(calendar.events) - MAX_EVENTS, 0),
        problems=calendar.problems,
        domain=_offered_domain(application, found),
        nothing=not any(proposal.what in RECORDED_KINDS for proposal in found),
        uploaded=base64.b64encode(data).decode("ascii"),
        invitation_labels=invitation_labels,
        suggested_name=guess_name_from_email,
    )


def _proposal_context(proposal: ProposedChange) -> dict[str, Any]:
    change = proposal.change
    return {
        "what": change.what,
        "event": change.event,
        "slot": change.slot,
        "others": change.others,
        "people": change.people,
        "interview": proposal.interview,
    }


def _ticked_people(place: int, proposal: ProposedChange) -> list[ContactDetails]:
    return [
        ContactDetails(
            _attendee_name(row.attendee, request.form.get(f"name-{place}-{number}", "")),
            email=_normalized_email(row.attendee.email),
        )
        for number, row in enumerate(proposal.people)
        if request.form.get(f"person-{place}-{number}")
    ]


def _attendee_name(attendee: Attendee, typed: str) -> str:
    """Return the person's name from the invitation or the page; without one, a name made from the address."""
    known = attendee.name or person_name(typed) or guess_name_from_email(attendee.email or "")
    return email_addresses.display_name(known, attendee.email)


def _normalized_email(email: str | None) -> str | None:
    return email_addresses.normalize_email(email) if email else None


def _uploaded_file() -> bytes:
    try:
        return base64.b64decode(request.form.get("uploaded", ""), validate=True)
    except (binascii.Error, ValueError):
        return b""
