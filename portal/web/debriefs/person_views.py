"""For each person met: how to reach them, and what the candidate remembers of the talk."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from portal.accounts import permissions
from portal.contacts import evidence
from portal.contacts.address_suggestions import VisibleGuess, guess_from_visible
from portal.contacts.evidence import EvidenceKey, PhotoData
from portal.contacts.models import PASTED_TEXT, PHOTO
from portal.core import access
from portal.core.db import db
from portal.debriefs.contact_extraction import ExtractedDetails, extract_from_card, extract_from_text, personal_cards
from portal.debriefs.rules import CONVERSATION_FIELDS, DETAIL_FIELDS, DebriefScreen
from portal.interviews import actions as interviews
from portal.readers import picture, vcard
from portal.readers.vcard import VCardFile
from portal.web.debriefs import wizard
from portal.web.debriefs.forms import COMPANY_CARD_MESSAGE, PersonDetailsForm, PersonTalkForm, filled_form
from portal.web.debriefs.people_question import MAX_CARDS, card_values
from portal.web.debriefs.summary import details_form
from portal.web.debriefs.views import finish_debrief
from portal.web.debriefs.wizard import (
    DebriefState,
    PersonRemoved,
    conflict_response,
    merge_typed,
    render_screen,
    save_and_continue,
    screen_url,
    typed_values,
)
from portal.web.shared import disclosure, request_cycle, uploads
from portal.web.shared.fields import Form
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint(
    "debrief_person", __name__, url_prefix="/interviews/<uuid:interview_id>/debrief/people/<uuid:person_id>"
)
MAX_SHOWN_AGAIN = 1000
NOTHING_FOUND = ExtractedDetails()
DELETE_BUTTONS = {"drop_photo": PHOTO, "drop_text": PASTED_TEXT}


@blueprint.errorhandler(PersonRemoved)
def person_removed(_error: PersonRemoved) -> ViewResponse:
    """Lead back to the list of people, with what was typed about someone who is no longer on it."""
    if "autosave" in request.form:
        return Response(status=409)
    typed = typed_values((*CONVERSATION_FIELDS, *DETAIL_FIELDS)).values()
    text = " · ".join(value.strip() for value in typed if value.strip())[:MAX_SHOWN_AGAIN]
    flash(gettext("This person was taken off the list in the meantime. If you did meet them, add them again."), "info")
    if text:
        flash(gettext("What you typed about them: %(text)s", text=text), "info")
    return redirect(url_for("debriefs.people_page", interview_id=(request.view_args or {})["interview_id"]))


@blueprint.get("/details")
@access.requires(permissions.SIGN_IN)
def details_page(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    telling = wizard.load_debrief(interview_id, DebriefScreen("details", person_id))
    form = details_form(telling.entry)
    if "check" in request.args:
        form.validate()
    return _render_details(telling, form)


@blueprint.post("/details")
@access.requires(permissions.DO_TASKS)
@uploads.accepts_files(picture.MAX_BYTES)
def save_details(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    """Save what was typed; details read from a file or a text are only shown, and saved when the form is sent again."""
    telling = wizard.load_debrief(interview_id, DebriefScreen("details", person_id))
    form, then = PersonDetailsForm().asking(telling.entry.lacking), request.form.get("then", "")
    if then in DELETE_BUTTONS:
        evidence.delete_evidence(db.session(), _evidence_key(telling), DELETE_BUTTONS[then])
        return _save_and_stay(telling, form)
    if then.startswith("card-"):
        return _render_prefilled(telling, form, ExtractedDetails(card_values(then.removeprefix("card-"))))
    if then == "ask":
        return _ask_recruiter(telling, form)
    if "autosave" not in request.form and (form.file.data or form.pasted.data or then == "read"):
        return _read_source(telling, form)
    if not wizard.is_unvalidated_save() and not form.validate_on_submit():
        return _render_details(telling, form), 422
    return _save_details(telling, form)


@blueprint.get("")
@access.requires(permissions.SIGN_IN)
def talk_page(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    telling = wizard.load_debrief(interview_id, DebriefScreen("talk", person_id))
    form = filled_form(PersonTalkForm, telling.entry.said)
    if "check" in request.args:
        form.validate()
    return render_screen(telling, form)


@blueprint.post("")
@access.requires(permissions.DO_TASKS)
def save_talk(interview_id: uuid.UUID, person_id: uuid.UUID) -> ViewResponse:
    telling, form = wizard.load_debrief(interview_id, DebriefScreen("talk", person_id)), PersonTalkForm()
    if not wizard.is_unvalidated_save() and not form.validate_on_submit():
        return render_screen(telling, form), 422
    return _save_and_continue(telling, form, typed_values(CONVERSATION_FIELDS), render_screen)


def _save_and_continue(
    telling: DebriefState, form: Form, said: dict[str, str], page: Callable[[DebriefState, Any], str]
) -> ViewResponse:
    telling, met = merge_typed(telling, form, said)
    if met.clashes:
        return conflict_response(lambda: page(telling, form))
    answer = save_and_continue(telling, telling.with_entry(telling.entry.saying(met.values)))
    done = request.form.get("then") == "finish" and not request.form.get("autosave")
    return finish_debrief(telling.interview.id) if done else answer


def _save_details(telling: DebriefState, form: PersonDetailsForm) -> ViewResponse:
    _flash_known_details(telling)
    said = typed_values(_detail_names(form)) if wizard.is_unvalidated_save() else form.said()
    return _save_and_continue(telling, form, said, _render_details)


def _ask_recruiter(telling: DebriefState, form: PersonDetailsForm) -> ViewResponse:
    """Ask the recruiters for the contact info and go on; what was typed stays, unless it has an error.

    For someone who was added, finishing the debrief asks.
    """
    form.validate()
    said = {name: value for name, value in form.said().items() if not form[name].errors}
    person = next((row for row in telling.interview.people if row.id == telling.entry.id), None)
    if person is not None:
        interviews.request_address(request_cycle.command(), telling.interview, person)
    return save_and_continue(telling, telling.with_entry(telling.entry.saying(said)))


def _save_and_stay(telling: DebriefState, form: PersonDetailsForm) -> ViewResponse:
    """Save what was typed as it is, and show the question again."""
    telling, met = merge_typed(telling, form, typed_values(_detail_names(form)))
    if met.clashes:
        return conflict_response(lambda: _render_details(telling, form))
    telling.keep(telling.here, telling.with_entry(telling.entry.saying(met.values)))
    return redirect(screen_url(telling.interview.id, telling.here))


def _detail_names(form: PersonDetailsForm) -> list[str]:
    return [name for name in DETAIL_FIELDS if name in form]


def _flash_known_details(telling: DebriefState) -> None:
    """Say which of the typed details were known already, and are kept as the agency has them."""
    person = next((row for row in telling.interview.people if row.id == telling.entry.id), None)
    if person is not None and not request.form.get("autosave"):
        said = typed_values(name for name in DETAIL_FIELDS if name not in telling.entry.lacking)
        disclosure.flash_known_details(person.contact, said)


def _read_source(telling: DebriefState, form: PersonDetailsForm) -> ViewResponse:
    """Read details from a card, a photo, or a text, and show them."""
    if not form.file.validate(form):
        return _render_details(telling, form), 422
    data = form.file.data.read() if form.file.data else b""
    if picture.is_picture(data):
        return _save_photo(telling, form, data)
    if not form.file.data and not form.pasted.data:
        form.file.errors = [gettext("Choose a file, or paste a text to read.")]
        return _render_details(telling, form), 422
    if not form.file.data:
        found = extract_from_text(form.pasted.data)
        if not found.said:
            form.pasted.errors = [gettext("We didn’t find a name, address, or number. Type what you know.")]
            return _render_details(telling, form), 422
        _save_text(telling, form)
        return _render_prefilled(telling, form, found)
    cards = vcard.read(data)
    if not cards.ok:
        form.file.errors = [_unreadable_reason(form.file.data, cards)]
        return _render_details(telling, form), 422
    found_in = [extract_from_card(card) for card in personal_cards(cards.cards)[:MAX_CARDS]]
    if not found_in:
        form.file.errors = [str(COMPANY_CARD_MESSAGE)]
        return _render_details(telling, form), 422
    if len(found_in) > 1:
        return _render_details(telling, form, cards=[found.said for found in found_in])
    return _render_prefilled(telling, form, found_in[0])


def _unreadable_reason(file: FileStorage, cards: VCardFile) -> str:
    """Return what is wrong with a file that is neither a contact card nor a photo of a known format."""
    if (file.mimetype or "").startswith("image/"):
        return gettext("Choose a photo that’s a JPEG, PNG, or WebP.")
    return cards.problems[0]


def _save_photo(telling: DebriefState, form: PersonDetailsForm, data: bytes) -> ViewResponse:
    try:
        made = picture.read(data)
    except picture.UnreadablePicture as problem:
        form.file.errors = [str(problem)]
        return _render_details(telling, form), 422
    shot = PhotoData(made.jpeg, made.width, made.height)
    if evidence.find_evidence(db.session(), _evidence_key(telling), PHOTO) is not None:
        flash(gettext("This photo replaced the earlier one."), "info")
    evidence.save_photo(request_cycle.command(), _evidence_key(telling), shot)
    return _save_and_stay(telling, form)


def _save_text(telling: DebriefState, form: PersonDetailsForm) -> None:
    """Keep the pasted text beside the fields, to compare an address with, unless the agency knows the address."""
    if "email" in form:
        evidence.save_text(request_cycle.command(), _evidence_key(telling), form.pasted.data)


def _render_prefilled(telling: DebriefState, form: PersonDetailsForm, found: ExtractedDetails) -> ViewResponse:
    """Show the form with its empty fields filled from what was found; none of it is saved yet."""
    for name in (name for name in found.said if name in form and not form[name].data):
        form[name].data = found.said[name]
    form.pasted.data = None
    return _render_details(telling, form, found=found)


def _render_details(
    telling: DebriefState, form: PersonDetailsForm, found: ExtractedDetails = NOTHING_FOUND, cards: object = ()
) -> str:
    photo, text = (evidence.find_evidence(db.session(), _evidence_key(telling), kind) for kind in (PHOTO, PASTED_TEXT))
    guess = _guess(telling, form) if "email" in form and not form.email.data else None
    return render_screen(telling, form, found=found, cards=cards, photo=photo, pasted_text=text, guess=guess)


def _guess(telling: DebriefState, form: PersonDetailsForm) -> VisibleGuess | None:
    """Return a guess at the address of this person, from what the viewer may see of the employer's addresses."""
    employer_id, may_see = telling.interview.application.employer_id, disclosure.viewer_disclosure().may_see
    name = telling.entry.name or (form["name"].data if "name" in form else "")
    return guess_from_visible(db.session(), employer_id, name, may_see) if name else None


def _evidence_key(telling: DebriefState) -> EvidenceKey:
    return EvidenceKey(telling.interview.id, telling.entry.id)
