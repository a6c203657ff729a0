"""Who you will meet: everything for an upcoming interview on one page that loads fast on a phone."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import permissions
from portal.contacts import actions as contacts
from portal.contacts.details import DETAILS_AS_ASKED
from portal.contacts.models import Contact
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.interviews import contact_info, queries
from portal.interviews.models import Interview, InterviewPerson
from portal.interviews.rules import preparation_checklist
from portal.openings import queries as openings
from portal.web.interviews.listing import list_person
from portal.web.shared import disclosure, request_cycle, submissions
from portal.web.shared.contact_forms import ContactForm, ContactInfoForm
from portal.web.shared.responses import ViewResponse
from portal.web.shared.sides import by_side

blueprint = Blueprint("preparation", __name__, url_prefix="/interviews/<uuid:interview_id>/meeting")
CHECKLIST_LABELS = {
    "way": _("Directions, with 10 minutes to spare"),
    "cv_printed": by_side(
        _("A printed resume for each person you’ll meet"), _("A printed resume for each person they’ll meet")
    ),
    "pen": _("Pen and paper"),
    "try_link": _("Test the link, camera, and sound"),
    "quiet_room": by_side(_("A quiet spot, with light on your face"), _("A quiet spot, with light on their face")),
    "cv_at_hand": by_side(_("Your resume next to the screen"), _("Their resume next to the screen")),
    "questions": by_side(_("Two questions of your own"), _("Two questions of their own")),
    "ask_cards": _("Ask everyone for a business card before leaving"),
    "ask_names": _("Ask everyone how to spell their name, and for their email address"),
}


@blueprint.get("")
@access.requires(permissions.SIGN_IN)
def detail(interview_id: uuid.UUID) -> ViewResponse:
    return _render(_load(interview_id))


@blueprint.post("/people")
@access.requires(permissions.DO_TASKS)
@submissions.creates
def add_person(interview_id: uuid.UUID) -> ViewResponse:
    """Add another person to the interview; a name is enough."""
    interview, form = _load(interview_id), ContactForm()
    if form.accepts(lambda: list_person(interview, form)):
        flash(gettext("%(name)s was added.", name=form.name.data), "success")
        return redirect(url_for("preparation.detail", interview_id=interview.id))
    return _render(interview, adding=form), 422


@blueprint.post("/people/<uuid:person_id>")
@access.requires(permissions.DO_TASKS)
def save_contact_info(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    """Save missing contact info of a person; known details are not overwritten."""
    interview, form = _load(interview_id), ContactInfoForm()
    person = next((row for row in interview.people if row.id == person_id), None)
    if person is None:
        raise NotFound("person")
    contact = person.contact
    if form.accepts(
        lambda: contact_info.fill_missing_details(request_cycle.command(), contact, form.details(contact.name))
    ):
        flash(gettext("Saved."), "success")
        disclosure.flash_known_details(contact, form.typed())
        return redirect(url_for("preparation.detail", interview_id=interview.id))
    return _render(interview, telling={person.id: _with_own_ids(form, person)}), 422


def missing_details(contact: Contact) -> dict[str, str]:
    """Return what is not known of a contact, in words by name, the most important first; a guess is not known."""
    known = contacts.details_of(contact)
    missing = (detail for detail in DETAILS_AS_ASKED if known.lacks(detail.name))
    return {detail.name: gettext(detail.missing_label) for detail in missing if detail.missing_label}


def _load(interview_id: uuid.UUID) -> Interview:
    return queries.get_interview(db.session(), request_cycle.viewer(), interview_id)


def _render(
    interview: Interview, adding: ContactForm | None = None, telling: dict[uuid.UUID, ContactInfoForm] | None = None
) -> str:
    lacking = any(not person.contact.reachable for person in interview.people)
    found = preparation_checklist(interview.place, interview.link, addresses_missing=lacking or not interview.people)
    forms = {person.id: _contact_info_form(person) for person in interview.people if missing_details(person.contact)}
    return render_template(
        "interviews/preparation.html",
        interview=interview,
        employer=interview.application.employer,
        missing=missing_details,
        forms=forms | (telling or {}),
        adding=adding or ContactForm(formdata=None),
        take_along=[(code, str(CHECKLIST_LABELS[code])) for code in found],
        asks=[person.contact.name for person in interview.people if not person.contact.reachable],
        job=openings.latest_opening_like(
            db.session(), interview.application.employer_id, interview.application.opening_title
        ),
        asked=any(row.kind == "collect_contacts" for row in interview.completions),
        now=request_cycle.now(),
    )


def _contact_info_form(person: InterviewPerson) -> ContactInfoForm:
    return _with_own_ids(ContactInfoForm(formdata=None), person)


def _with_own_ids(form: ContactInfoForm, person: InterviewPerson) -> ContactInfoForm:
    """Return the form with ids that differ from those of the page's other forms."""
    for field in form:
        field.id = f"{field.id}-{person.id}"
    return form
