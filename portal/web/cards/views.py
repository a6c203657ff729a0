"""A thank-you as a card: chosen, arranged, addressed, looked at as printed, given to the agency, posted."""

import uuid
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.audit.actions import By
from portal.cards import actions, addressing, proof, queries, suggesting, typesetting
from portal.cards.models import Card
from portal.cards.rules.sizes import is_mailable
from portal.core import access
from portal.core.db import db
from portal.core.errors import Missing
from portal.core.limits import PDFS
from portal.notes import actions as note_actions
from portal.notes import queries as notes
from portal.notes import senders, starting
from portal.notes.models import Note
from portal.web.cards import presenter as card_presenter
from portal.web.cards.forms import AddressForm, MediumForm, PostedForm, WishesForm
from portal.web.shared import disclosure, rate_limits, request_cycle
from portal.web.shared.edit_conflict_forms import opened, shared
from portal.web.shared.fields import options
from portal.web.shared.letter_forms import NoteForm
from portal.web.shared.merge_fields import merge_values
from portal.web.shared.responses import Page

blueprint = Blueprint("cards", __name__, url_prefix="/notes/<uuid:note_id>")

"""How often one account may have something typeset: each takes some hundredths of a second of one core."""
SHOWN = ("leftover", "unseen")
"""What stands in the way of printing a text, and not of showing it."""


@blueprint.post("/medium")
@access.requires(rules.ACT)
def choose(note_id: uuid.UUID) -> Response:
    """The medium is chosen, from within the note's own form: what was typed there is kept."""
    note, form, by, now = (
        notes.one(db.session(), request_cycle.viewer(), note_id),
        MediumForm(),
        request_cycle.viewer().by,
        request_cycle.now(),
    )
    if not form.validate_on_submit():
        raise Missing("medium")
    _keep_typed(note, by, now)
    actions.choose(db.session(), note, form.medium.data, by=by, now=now)
    if form.medium.data == "card":
        starting.as_card(db.session(), note, merge_values(note.person), by=by, now=now)
        return redirect(url_for("cards.one", note_id=note.id))
    flash(gettext("It goes by e-mail."), "success")
    return redirect(url_for("notes.one", note_id=note.id))


@blueprint.get("/card")
@access.requires(rules.MEMBER)
def one(note_id: uuid.UUID) -> Page:
    """The card as it is printed, what is still missing, and what comes next."""
    card = _card(note_id)
    return _page(
        card, _wishes_form(card), PostedForm(data={"on": card_presenter.posted_on(card.note, request_cycle.now())})
    )


@blueprint.post("/card")
@access.requires(rules.ACT)
def arrange(note_id: uuid.UUID) -> Page:
    card, by, now = _card(note_id), request_cycle.viewer().by, request_cycle.now()
    form = _wishes_form(card, sent=True)
    if form.accepts(lambda: actions.arrange(db.session(), card, form.wishes(), by=by, now=now)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("cards.one", note_id=note_id))
    return _page(card, form, PostedForm(formdata=None)), 422


@blueprint.get("/card/address")
@access.requires(rules.MEMBER)
def address(note_id: uuid.UUID) -> Page:
    """The address part by part, in the form of `?country=`, for somebody to check."""
    card = _card(note_id)
    known, chosen = _address_to_check(card), request.args.get("country", "").upper()
    offered = SimpleNamespace(**vars(known) | {"country_code": chosen}) if chosen in addressing.countries() else None
    form = opened(AddressForm, known, offered)
    return render_template("cards/address.html", card=card, note=card.note, form=form)


@blueprint.post("/card/address")
@access.requires(rules.ACT)
def check_address(note_id: uuid.UUID) -> Page:
    card, by, now = _card(note_id), request_cycle.viewer().by, request_cycle.now()
    form = shared(AddressForm, card, known=lambda: _address_to_check(card))
    if request.form.get("then") == "country":
        return render_template("cards/address.html", card=card, note=card.note, form=form)
    if form.accepts(lambda: actions.address(db.session(), card, form.address(), by=by, now=now)):
        flash(gettext("The address is on the envelope."), "success")
        return redirect(url_for("cards.one", note_id=note_id))
    return render_template("cards/address.html", card=card, note=card.note, form=form), 422


@blueprint.post("/card/address/on-file")
@access.requires(rules.ACT)
def use_address_on_file(note_id: uuid.UUID) -> Response:
    """The agency's address goes on the envelope, unseen by a candidate."""
    actions.use_address_on_file(db.session(), _card(note_id), by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("The address is on the envelope."), "success")
    return redirect(url_for("cards.one", note_id=note_id))


@blueprint.post("/card/handing-over")
@access.requires(rules.ACT)
def hand_over(note_id: uuid.UUID) -> Response:
    card = _card(note_id)
    if approvals.dispatch_card(db.session(), card, by=request_cycle.viewer().by, now=request_cycle.now()) is None:
        flash(gettext("Your agency has it and posts it for you."), "success")
    return redirect(url_for("cards.one", note_id=note_id))


@blueprint.post("/card/handing-over/undo")
@access.requires(rules.ACT)
def take_back(note_id: uuid.UUID) -> Response:
    actions.take_back(db.session(), _card(note_id), by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("It is yours again."), "success")
    return redirect(url_for("cards.one", note_id=note_id))


@blueprint.post("/card/printing")
@access.requires(rules.ACT)
def print_it(note_id: uuid.UUID) -> Response:
    actions.printed(db.session(), [_card(note_id)], by=request_cycle.viewer().by, now=request_cycle.now())
    return redirect(url_for("cards.pdf", note_id=note_id), 303)


@blueprint.get("/card.pdf")
@access.requires(rules.MEMBER)
@rate_limits.each_person(PDFS)
def pdf(note_id: uuid.UUID) -> Response:
    """The card and its envelope, ready for the printer; raises `NotReady` or `NotTheirs` where it may not be."""
    card = _card(note_id)
    _refuse_not_theirs(card)
    pieces = _pieces(card)
    if not pieces or any(found.about == "text" for found in proof.obstacles(card, g.profile)):
        raise actions.NotReady(card)
    return pdf_answer(typesetting.pdf(gettext("Card to %(name)s", name=card.note.person.contact.name), pieces))


@blueprint.get("/card/pages/<int:number>.png")
@access.requires(rules.MEMBER)
@rate_limits.each_person(PDFS)
def picture(note_id: uuid.UUID, number: int) -> Response:
    """One page of the PDF, as it is printed."""
    card = _card(note_id)
    pages = typesetting.pictures(_pieces(card)) if _presentable(card) else []
    if not 1 <= number <= len(pages):
        raise Missing("page")
    return Response(pages[number - 1], mimetype="image/png")


@blueprint.post("/card/posting")
@access.requires(rules.ACT)
def post(note_id: uuid.UUID) -> Page:
    card, form, by, now = _card(note_id), PostedForm(), request_cycle.viewer().by, request_cycle.now()
    _refuse_not_theirs(card)
    if not form.accepts(lambda: actions.posted(db.session(), card, form.on.data, by=by, now=now)):
        return _page(card, _wishes_form(card), form), 422
    flash(gettext("Good. %(name)s is thanked.", name=card.note.person.contact.name), "success")
    return redirect(url_for("cards.one", note_id=note_id))


@blueprint.post("/card/posting/undo")
@access.requires(rules.ACT)
def not_posted(note_id: uuid.UUID) -> Response:
    actions.not_posted(db.session(), _card(note_id), by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Taken back. It stands as not posted."), "success")
    return redirect(url_for("cards.one", note_id=note_id))


def pdf_answer(content: bytes) -> Response:
    """The PDF, shown by the browser."""
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="card.pdf"'})


def _keep_typed(note: Note, by: By, now: datetime) -> None:
    letter = NoteForm(obj=note)
    if "body" in request.form and letter.validate():
        note_actions.save(db.session(), note, *letter.letter(), by=by, now=now)


def _card(note_id: uuid.UUID) -> Card:
    return queries.one(db.session(), request_cycle.viewer(), note_id)


def _refuse_not_theirs(card: Card) -> None:
    senders.refuse_not_theirs(db.session(), card.note.interview, card.note, request_cycle.viewer().by)


def _presentable(card: Card) -> bool:
    """Whether the text can be shown on its card: a text that does not fit would show less than there is."""
    found = proof.obstacles(card, g.profile)
    return card.by_hand or not any(one.about == "text" and one.code not in SHOWN for one in found)


def _pieces(card: Card) -> list[dict[str, Any]]:
    """What is printed of a card: itself unless it is written by hand, and its envelope once there is an address."""
    printed = proof.printed(card, g.profile)
    sides = [] if card.by_hand else [typesetting.card_sides(printed)]
    return [*sides, *([typesetting.envelope_face(printed)] if _shows_envelope(card) else [])]


def _shows_envelope(card: Card) -> bool:
    return bool(card.address) and not disclosure.hides_address(card)


def _address_to_check(card: Card) -> SimpleNamespace:
    """What the address form starts from."""
    if disclosure.hides_address(card):
        return SimpleNamespace(**suggesting.blank_address(card.note, g.profile.country))
    return SimpleNamespace(**suggesting.address_to_check(card.note, card, g.profile.country))


def _wished(card: Card) -> SimpleNamespace:
    return SimpleNamespace(
        size=card.size,
        fold="folded" if card.folded else "flat",
        hand="by_hand" if card.by_hand else "printed",
        cover="label" if card.label else "envelope",
        posted_by=card.posted_by,
        sender=card.sender,
    )


def _wishes_form(card: Card, *, sent: bool = False) -> WishesForm:
    form = shared(WishesForm, card, known=lambda: _wished(card)) if sent else opened(WishesForm, _wished(card))
    agency = [("agency", gettext("%(agency)s prints and posts it", agency=g.profile.name))]
    itself = [
        ("candidate", gettext("I post it myself") if request_cycle.viewer().is_candidate else gettext("The candidate"))
    ]
    to = suggesting.destination(card.note, card, g.profile)
    form.size.choices = [row for row in form.size.choices if is_mailable(row.value, g.profile.country, to)]
    form.posted_by.choices = options([*(agency if g.profile.posts_cards else []), *itself])
    return form


def _page(card: Card, form: WishesForm, posted_form: PostedForm) -> str:
    note, profile, found = card.note, g.profile, proof.obstacles(card, g.profile)
    too_long = any(one.code == "too_long" and one.about == "text" for one in found)
    today = card_presenter.posted_on(note, request_cycle.now())
    choice = card_presenter.choice(note)
    sent_on = card_presenter.posted_on(note, choice.done.at) if choice.done else today
    return render_template(
        "cards/page.html",
        card=card,
        note=note,
        choice=choice,
        form=form,
        posted_form=posted_form,
        obstacles=found,
        pages=_pages(card) if _presentable(card) else [],
        larger=proof.sizes_that_fit(card) if too_long else (),
        size_names=_size_names(form),
        hides_address=disclosure.hides_address(card),
        receiver=proof.receiver(card, profile),
        known_address=suggesting.postal_address(note, card),
        posted_on=sent_on,
        way=senders.way_of(db.session(), note, request_cycle.viewer().by),
        approval=approval_queries.open_of(db.session(), note.id),
        arrival=suggesting.arrives(sent_on, note, card, profile),
    )


def _size_names(form: WishesForm) -> dict[str, str]:
    return {str(choice.value): str(choice.label) for choice in form.size.choices}


def _page_names(card: Card) -> list[str]:
    """What each page of the PDF shows."""
    outside = [gettext("The outside")] if card.folded else []
    sides = [] if card.by_hand else [*outside, gettext("The inside") if card.folded else gettext("The card")]
    address = [gettext("The label") if card.label else gettext("The envelope")] if _shows_envelope(card) else []
    return [*sides, *address]


def _pages(card: Card) -> list[tuple[str, tuple[int, int]]]:
    """What each page of the PDF shows, and how large its picture is."""
    return list(zip(_page_names(card), typesetting.page_sizes(_pieces(card)), strict=True))
