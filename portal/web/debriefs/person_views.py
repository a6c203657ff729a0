"""Of each person met: how to reach them, and what is remembered of the talk."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from portal.accounts import rules
from portal.contacts import photos
from portal.contacts.photos import Place, Shot
from portal.core import access
from portal.core.db import db
from portal.debriefs.finding import Found, of_card, of_text, persons
from portal.debriefs.rules import DETAILS, TALK, Screen
from portal.readers import picture, vcard
from portal.readers.vcard import Cards
from portal.web.debriefs import wizard
from portal.web.debriefs.forms import COMPANY_CARD, DetailsForm, TalkForm, kept
from portal.web.debriefs.people_question import MOST_CARDS, card_values
from portal.web.debriefs.summary import details_form
from portal.web.debriefs.views import finish
from portal.web.debriefs.wizard import Telling, go_on, put_together, shown, to_choose, typed, url_of
from portal.web.shared import disclosure, request_cycle, uploads
from portal.web.shared.fields import Form
from portal.web.shared.responses import Page

blueprint = Blueprint(
    "debrief_person", __name__, url_prefix="/interviews/<uuid:interview_id>/debrief/people/<uuid:person_id>"
)
NOTHING = Found()


@blueprint.get("/details")
@access.requires(rules.MEMBER)
def details(interview_id: uuid.UUID, person_id: uuid.UUID) -> Page:
    telling = wizard.load(interview_id, Screen("details", person_id))
    form = details_form(telling.entry)
    if "check" in request.args:
        form.validate()
    return _details(telling, form)


@blueprint.post("/details")
@access.requires(rules.ACT)
@uploads.up_to(picture.LARGEST)
def tell_details(interview_id: uuid.UUID, person_id: uuid.UUID) -> Page:
    """What was typed is kept; what was read of a file or a text is only shown, and kept once it is sent again."""
    telling = wizard.load(interview_id, Screen("details", person_id))
    form, then = DetailsForm().asking(telling.entry.lacking), request.form.get("then", "")
    if then == "drop_photo":
        photos.drop(db.session(), _place(telling))
        return _stay(telling, form)
    if then.startswith("card-"):
        return _looked_over(telling, form, Found(card_values(then.removeprefix("card-"))))
    if form.file.data or form.pasted.data or then == "read":
        return _read(telling, form)
    if not wizard.is_raw() and not form.validate_on_submit():
        return _details(telling, form), 422
    _say_known(telling)
    said = typed(_asked(form)) if wizard.is_raw() else form.said()
    return _on(telling, form, said, _details)


@blueprint.get("")
@access.requires(rules.MEMBER)
def talk(interview_id: uuid.UUID, person_id: uuid.UUID) -> Page:
    telling = wizard.load(interview_id, Screen("talk", person_id))
    form = kept(TalkForm, telling.entry.said)
    if "check" in request.args:
        form.validate()
    return shown(telling, form)


@blueprint.post("")
@access.requires(rules.ACT)
def tell_talk(interview_id: uuid.UUID, person_id: uuid.UUID) -> Page:
    telling, form = wizard.load(interview_id, Screen("talk", person_id)), TalkForm()
    if not wizard.is_raw() and not form.validate_on_submit():
        return shown(telling, form), 422
    return _on(telling, form, typed(TALK), shown)


def _on(telling: Telling, form: Form, said: dict[str, str], page: Callable[[Telling, Any], str]) -> Page:
    telling, met = put_together(telling, form, said)
    if met.clashes:
        return to_choose(lambda: page(telling, form))
    answer = go_on(telling, telling.with_entry(telling.entry.saying(met.values)))
    done = request.form.get("then") == "finish" and not request.form.get("autosave")
    return finish(telling.interview.id) if done else answer


def _stay(telling: Telling, form: DetailsForm) -> Page:
    """What is typed is kept as it is, and the question is shown again."""
    telling, met = put_together(telling, form, typed(_asked(form)))
    if met.clashes:
        return to_choose(lambda: _details(telling, form))
    telling.keep(telling.here, telling.with_entry(telling.entry.saying(met.values)))
    return redirect(url_of(telling.interview.id, telling.here))


def _asked(form: DetailsForm) -> list[str]:
    return [name for name in DETAILS if name in form]


def _say_known(telling: Telling) -> None:
    """What was typed of somebody, and is known otherwise by now, is said: what the agency knows stays."""
    person = next((row for row in telling.interview.people if row.id == telling.entry.id), None)
    if person is not None and not request.form.get("autosave"):
        said = typed(name for name in DETAILS if name not in telling.entry.lacking)
        disclosure.say_known_details(person.contact, said)


def _read(telling: Telling, form: DetailsForm) -> Page:
    """What a card, a photo or a text gives."""
    if not form.file.validate(form):
        return _details(telling, form), 422
    data = form.file.data.read() if form.file.data else b""
    if picture.looks_like(data):
        return _photographed(telling, form, data)
    if not form.file.data and not form.pasted.data:
        form.file.errors = [gettext("Choose a file, or paste a text to read.")]
        return _details(telling, form), 422
    if not form.file.data:
        found = of_text(form.pasted.data)
        if not found.said:
            form.pasted.errors = [gettext("No name, address or number was found in it. Please type what you know.")]
            return _details(telling, form), 422
        return _looked_over(telling, form, found)
    cards = vcard.read(data)
    if not cards.ok:
        form.file.errors = [_why_not_read(form.file.data, cards)]
        return _details(telling, form), 422
    found_in = [of_card(card) for card in persons(cards.cards)[:MOST_CARDS]]
    if not found_in:
        form.file.errors = [str(COMPANY_CARD)]
        return _details(telling, form), 422
    if len(found_in) > 1:
        return _details(telling, form, cards=[found.said for found in found_in])
    return _looked_over(telling, form, found_in[0])


def _why_not_read(file: FileStorage, cards: Cards) -> str:
    """Return the one thing that is wrong with a file that is neither a contact card nor a photo that we know."""
    if (file.mimetype or "").startswith("image/"):
        return gettext("Choose a photo that’s a JPEG, PNG, or WebP.")
    return cards.problems[0]


def _photographed(telling: Telling, form: DetailsForm, data: bytes) -> Page:
    try:
        made = picture.read(data)
    except picture.NoPicture as problem:
        form.file.errors = [str(problem)]
        return _details(telling, form), 422
    shot = Shot(made.jpeg, made.width, made.height)
    if photos.at(db.session(), _place(telling)) is not None:
        flash(gettext("This photo took the place of the one before."), "info")
    photos.keep(db.session(), _place(telling), shot, by=request_cycle.viewer().by, now=request_cycle.now())
    return _stay(telling, form)


def _looked_over(telling: Telling, form: DetailsForm, found: Found) -> Page:
    """The fields with what was found in those left empty, for somebody to look over; none of it is kept yet."""
    for name in (name for name in found.said if name in form and not form[name].data):
        form[name].data = found.said[name]
    form.pasted.data = None
    return _details(telling, form, found=found)


def _details(telling: Telling, form: DetailsForm, found: Found = NOTHING, cards: object = ()) -> str:
    row = photos.at(db.session(), _place(telling))
    return shown(telling, form, found=found, cards=cards, photo=row)


def _place(telling: Telling) -> Place:
    return Place(telling.interview.id, telling.entry.id)
