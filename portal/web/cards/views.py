"""A thank-you as a card: chosen, arranged, addressed, previewed, given to the agency, posted."""

import uuid
from types import SimpleNamespace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.approvals import actions as approvals
from portal.approvals import queries as approval_queries
from portal.cards import actions, address_formats, print_checks, queries, rendering, suggestions
from portal.cards.models import Card
from portal.cards.rules.sizes import is_mailable
from portal.core import access
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import PDFS
from portal.notes import actions as note_actions
from portal.notes import initial_text, sending_policy
from portal.notes import queries as notes
from portal.notes.models import Note
from portal.web.cards import presenter as card_presenter
from portal.web.cards.forms import CardAddressForm, CardOptionsForm, CardPostedForm, MediumForm
from portal.web.cards.pages import (
    fit_context,
    is_previewable,
    page_previews,
    printed_pages,
    readable_sides,
    side_context,
    side_picture,
)
from portal.web.shared import disclosure, policy_numbers, rate_limits, request_cycle
from portal.web.shared.done_rows import DoneRow, respond, respond_undone
from portal.web.shared.edit_conflict_forms import edit_form, initial_form
from portal.web.shared.fields import options
from portal.web.shared.letter_forms import NoteForm
from portal.web.shared.merge_fields import merge_values
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("cards", __name__, url_prefix="/notes/<uuid:note_id>")


@blueprint.post("/medium")
@access.requires(permissions.DO_TASKS)
def choose_medium(note_id: uuid.UUID) -> Response:
    """Save the chosen medium, sent from within the note's own form, and keep the text typed there."""
    note, form, command = (
        notes.get_note(db.session(), request_cycle.viewer(), note_id),
        MediumForm(),
        request_cycle.command(),
    )
    if not form.validate_on_submit():
        raise NotFound("medium")
    _save_typed_text(note)
    actions.choose_medium(command, note, form.medium.data)
    if form.medium.data == "card":
        initial_text.apply_card_template(command, note, merge_values(note.person))
        return redirect(url_for("cards.detail", note_id=note.id))
    flash(gettext("Switched to email."), "success")
    return redirect(url_for("notes.detail", note_id=note.id))


@blueprint.get("/card")
@access.requires(permissions.SIGN_IN)
def detail(note_id: uuid.UUID) -> ViewResponse:
    """Show the card as printed, what is still missing, and what comes next."""
    card = _load(note_id)
    return _render(
        card,
        _options_form(card),
        CardPostedForm(data={"on": card_presenter.candidate_date(card.note, request_cycle.now())}),
    )


@blueprint.post("/card")
@access.requires(permissions.DO_TASKS)
def save_options(note_id: uuid.UUID) -> ViewResponse:
    card = _load(note_id)
    form = _options_form(card, sent=True)
    if form.accepts(lambda: actions.set_options(request_cycle.command(), card, form.wishes())):
        if "HX-Request" not in request.headers:
            flash(gettext("Saved."), "success")
        return redirect(url_for("cards.detail", note_id=note_id, side=request.args.get("side")))
    return _render(card, form, CardPostedForm(formdata=None)), 422


@blueprint.get("/card/address")
@access.requires(permissions.SIGN_IN)
def edit_address(note_id: uuid.UUID) -> ViewResponse:
    """Show the address part by part, in the form of the country `?country=`, to be checked."""
    card = _load(note_id)
    known, chosen = _address_to_check(card), request.args.get("country", "").upper()
    offered = (
        SimpleNamespace(**vars(known) | {"country_code": chosen}) if chosen in address_formats.country_names() else None
    )
    form = initial_form(CardAddressForm, known, offered)
    return render_template("cards/address.html", card=card, note=card.note, form=form)


@blueprint.post("/card/address")
@access.requires(permissions.DO_TASKS)
def save_address(note_id: uuid.UUID) -> ViewResponse:
    card = _load(note_id)
    form = edit_form(CardAddressForm, card, known=lambda: _address_to_check(card))
    if request.form.get("then") == "country":
        return render_template("cards/address.html", card=card, note=card.note, form=form)
    if form.accepts(lambda: actions.set_address(request_cycle.command(), card, form.address())):
        flash(gettext("Address added to the envelope."), "success")
        return redirect(url_for("cards.detail", note_id=note_id))
    return render_template("cards/address.html", card=card, note=card.note, form=form), 422


@blueprint.post("/card/address/on-file")
@access.requires(permissions.DO_TASKS)
def use_address_on_file(note_id: uuid.UUID) -> Response:
    """Put the address on file on the envelope; a candidate may not see it."""
    actions.use_address_on_file(request_cycle.command(), _load(note_id))
    flash(gettext("Address added to the envelope."), "success")
    return redirect(url_for("cards.detail", note_id=note_id))


@blueprint.post("/card/handing-over")
@access.requires(permissions.DO_TASKS)
def hand_over_to_agency(note_id: uuid.UUID) -> Response:
    card = _load(note_id)
    if approvals.hand_over_or_submit_card(request_cycle.command(), card) is None:
        own = request_cycle.viewer().is_candidate
        said = (
            gettext("Sent to your agency to print and mail.")
            if own
            else gettext("Added to the cards to print and mail.")
        )
        flash(said, "success")
    return redirect(url_for("cards.detail", note_id=note_id))


@blueprint.post("/card/handing-over/undo")
@access.requires(permissions.DO_TASKS)
def take_back_from_agency(note_id: uuid.UUID) -> Response:
    actions.take_back_from_agency(request_cycle.command(), _load(note_id))
    flash(gettext("You can edit it again."), "success")
    return redirect(url_for("cards.detail", note_id=note_id))


@blueprint.post("/card/printing")
@access.requires(permissions.DO_TASKS)
def print_card(note_id: uuid.UUID) -> Response:
    actions.mark_printed(request_cycle.command(), [_load(note_id)])
    return redirect(url_for("cards.pdf", note_id=note_id), 303)


@blueprint.get("/card.pdf")
@access.requires(permissions.SIGN_IN)
@rate_limits.limited_per_person(PDFS)
def pdf(note_id: uuid.UUID) -> Response:
    """Return the PDF of the card and its envelope.

    Raise `CardNotReady` or `ApprovalRequired` if it may not be printed.
    """
    card = _load(note_id)
    _refuse_without_approval(card)
    pieces = printed_pages(card)
    if not pieces or any(found.about == "text" for found in print_checks.find_problems(card, g.profile)):
        raise actions.CardNotReady(card)
    return pdf_response(rendering.render_pdf(gettext("Card to %(name)s", name=card.note.person.contact.name), pieces))


@blueprint.get("/card/pages/<int:number>.png")
@access.requires(permissions.SIGN_IN)
@rate_limits.limited_per_person(PDFS)
def page_image(note_id: uuid.UUID, number: int) -> Response:
    """Return a picture of one page of the PDF, as it is printed."""
    card = _load(note_id)
    pages = rendering.render_pictures(printed_pages(card)) if is_previewable(card) else []
    if not 1 <= number <= len(pages):
        raise NotFound("page")
    return Response(pages[number - 1], mimetype="image/png")


@blueprint.get("/card/sides/<any(inside, front, envelope):side>.png")
@access.requires(permissions.SIGN_IN)
@rate_limits.limited_per_person(PDFS)
def side_image(note_id: uuid.UUID, side: str) -> Response:
    """Return a picture of one side as it is read on a screen."""
    card = _load(note_id)
    if side not in readable_sides(card):
        raise NotFound("page")
    return Response(side_picture(card, side), mimetype="image/png")


@blueprint.post("/card/posting")
@access.requires(permissions.DO_TASKS)
def mark_posted(note_id: uuid.UUID) -> ViewResponse:
    card, form = _load(note_id), CardPostedForm()
    _refuse_without_approval(card)
    if not form.accepts(lambda: actions.mark_posted(request_cycle.command(), card, form.on.data)):
        return _render(card, _options_form(card), form), 422
    said = gettext("Marked as mailed to %(name)s.", name=card.note.person.contact.name)
    undo = url_for("cards.undo_posted", note_id=note_id)
    done = DoneRow(f"cards-{note_id}", card.note.interview.application.candidate.name, said, undo)
    return respond(done, url_for("cards.detail", note_id=note_id))


@blueprint.post("/card/posting/undo")
@access.requires(permissions.DO_TASKS)
def undo_posted(note_id: uuid.UUID) -> ViewResponse:
    actions.undo_posted(request_cycle.command(), _load(note_id))
    said = gettext("Undone. The card is marked as not mailed.")
    return respond_undone(said, url_for("cards.detail", note_id=note_id))


def pdf_response(content: bytes) -> Response:
    """Return a response with the PDF, to show in the browser."""
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="card.pdf"'})


def _save_typed_text(note: Note) -> None:
    letter = NoteForm(obj=note)
    if "body" in request.form and letter.validate():
        note_actions.save(request_cycle.command(), note, *letter.letter())


def _load(note_id: uuid.UUID) -> Card:
    return queries.get_card(db.session(), request_cycle.viewer(), note_id)


def _refuse_without_approval(card: Card) -> None:
    sending_policy.refuse_without_approval(db.session(), card.note.interview, card.note, request_cycle.viewer().by)


def _address_to_check(card: Card) -> SimpleNamespace:
    """Return the address that the form starts from."""
    if disclosure.has_hidden_address(card):
        return SimpleNamespace(**suggestions.blank_address(card.note, g.profile.country))
    return SimpleNamespace(**suggestions.address_to_check(card.note, card, g.profile.country))


def _current_options(card: Card) -> SimpleNamespace:
    return SimpleNamespace(
        size=card.size,
        fold="folded" if card.folded else "flat",
        hand="by_hand" if card.by_hand else "printed",
        cover="label" if card.label else "envelope",
        posted_by=card.posted_by,
        sender=card.sender,
    )


def _options_form(card: Card, *, sent: bool = False) -> CardOptionsForm:
    form = (
        edit_form(CardOptionsForm, card, known=lambda: _current_options(card))
        if sent
        else initial_form(CardOptionsForm, _current_options(card))
    )
    agency = [("agency", gettext("%(agency)s prints and mails it", agency=g.profile.name))]
    itself = [
        (
            "candidate",
            gettext("I’ll mail it myself") if request_cycle.viewer().is_candidate else gettext("The candidate"),
        )
    ]
    to = suggestions.destination_country(card.note, card, g.profile)
    form.size.choices = [row for row in form.size.choices if is_mailable(row.value, g.profile.country, to)]
    form.posted_by.choices = options([*(agency if g.profile.posts_cards else []), *itself])
    return form


def _render(card: Card, form: CardOptionsForm, posted_form: CardPostedForm) -> str:
    note, profile, found = card.note, g.profile, print_checks.find_problems(card, g.profile)
    today = card_presenter.candidate_date(note, request_cycle.now())
    choice = card_presenter.medium_of(note)
    sent_on = card_presenter.candidate_date(note, choice.done.at) if choice.done else today
    return render_template(
        "cards/page.html",
        card=card,
        note=note,
        choice=choice,
        form=form,
        posted_form=posted_form,
        obstacles=found,
        pages=page_previews(card) if is_previewable(card) else [],
        **side_context(card),
        **fit_context(card, found),
        size_names=_size_names(form),
        has_hidden_address=disclosure.has_hidden_address(card),
        receiver=print_checks.recipient_lines(card, profile),
        known_address=suggestions.best_postal_address(note, card),
        posted_on=sent_on,
        way=sending_policy.sending_route_of(db.session(), note, request_cycle.viewer().by),
        review_time=policy_numbers.review_time(),
        approval=approval_queries.open_approval_of(db.session(), note.id),
        arrival=suggestions.expected_arrival_of(sent_on, note, card, profile),
    )


def _size_names(form: CardOptionsForm) -> dict[str, str]:
    return {str(choice.value): str(choice.label) for choice in form.size.choices}
