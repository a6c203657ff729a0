"""Address requests: who waits for which contact's details, who looks for them, and the answer that goes to all."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.contacts import actions as contacts
from portal.contacts import queries as contact_queries
from portal.contacts.models import ContactRequest
from portal.contacts.rules import LEFT, NOT_TO_BE_HAD, Details, filled_in, reachable
from portal.contacts.suggesting import suggestions
from portal.core import access
from portal.core.db import db
from portal.followups import waiting
from portal.interviews import actions, addresses, asking_hr
from portal.web.contact_requests import presenter as request_presenter
from portal.web.contact_requests.forms import HrLetterForm, NotToBeHadForm
from portal.web.shared import request_cycle
from portal.web.shared.contact_forms import ContactForm
from portal.web.shared.edit_conflict_forms import opened, shared
from portal.web.shared.responses import Page, listed, page

blueprint = Blueprint("contact_requests", __name__, url_prefix="/contact-requests")


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    closed = request.args.get("when") == "closed"
    rows, following = listed((waiting.closed_requests if closed else waiting.open_requests)(request_cycle.viewer()))
    waits = waiting.who_wait(db.session(), request_cycle.viewer(), rows)
    return render_template("contact_requests/list.html", requests=rows, waits=waits, following=following, closed=closed)


@blueprint.get("/<uuid:request_id>/answer")
@access.requires(rules.LOOK)
def answer(request_id: uuid.UUID) -> Page:
    row = _load(request_id)
    return _page(row, opened(ContactForm, _known(row), _offered(row)))


@blueprint.post("/<uuid:request_id>/answer")
@access.requires(rules.MANAGE)
def supply(request_id: uuid.UUID) -> Page:
    row, by, now = _load(request_id), request_cycle.viewer().by, request_cycle.now()
    form = shared(ContactForm, row.contact, known=lambda: _known(row))
    if form.validate_on_submit() and not reachable(form.email.data, form.postal_address.data):
        form.email.errors = [gettext("Give an e-mail address, or a postal address for a card.")]
    elif form.accepts(lambda: addresses.answer(db.session(), row.contact, form.details(), by=by, now=now)):
        flash(gettext("Saved. Notes waiting for %(name)s can go out now.", name=row.contact.name), "success")
        return redirect(url_for("today.page" if request.form.get("back") == "today" else "contact_requests.index"))
    return _page(row, form)


@blueprint.post("/<uuid:request_id>/taking")
@access.requires(rules.MANAGE)
def take(request_id: uuid.UUID) -> Response:
    """The viewer looks for it, and nobody else needs to."""
    return _done(request_id, contacts.take, gettext("Yours. Whoever else looks here sees that."))


@blueprint.post("/<uuid:request_id>/taking/removal")
@access.requires(rules.MANAGE)
def release(request_id: uuid.UUID) -> Response:
    return _done(request_id, addresses.release, gettext("Released. Anyone can take it now."))


@blueprint.post("/<uuid:request_id>/guess")
@access.requires(rules.MANAGE)
def guess(request_id: uuid.UUID) -> Response:
    """The address that their employer's pattern makes is noted as a guess."""
    contact, by, now = _load(request_id).contact, request_cycle.viewer().by, request_cycle.now()
    addresses.take_guess(db.session(), contact, by=by, now=now)
    flash(gettext("Saved as a guess. Nothing is sent there until someone confirms it."), "success")
    return redirect(url_for("contact_requests.answer", request_id=request_id))


@blueprint.post("/<uuid:request_id>/hr-mail")
@access.requires(rules.MANAGE)
def mail_hr(request_id: uuid.UUID) -> Page:
    """Human resources are asked by mail; their answer comes to whoever asked."""
    row, form, by, now = _load(request_id), HrLetterForm(), request_cycle.viewer().by, request_cycle.now()
    if form.accepts(
        lambda: asking_hr.ask_by_mail(db.session(), row, form.subject.data, form.body.data, by=by, now=now)
    ):
        flash(gettext("Sending your email to HR. When they reply to your inbox, enter the answer here."), "success")
        return redirect(url_for("contact_requests.answer", request_id=request_id))
    return _page(row, opened(ContactForm, _known(row)), hr_form=form)


@blueprint.post("/<uuid:request_id>/hr-asked")
@access.requires(rules.MANAGE)
def asked_hr(request_id: uuid.UUID) -> Response:
    """They were called, or written to from one's own mail program."""
    return _done(request_id, contacts.asked_hr, gettext("Noted: human resources were asked."))


@blueprint.post("/<uuid:request_id>/not-to-be-had")
@access.requires(rules.MANAGE)
def give_up(request_id: uuid.UUID) -> Page:
    """It cannot be got: whoever waits is offered another way."""
    row, form, by, now = _load(request_id), NotToBeHadForm(), request_cycle.viewer().by, request_cycle.now()
    if form.accepts(lambda: addresses.give_up(db.session(), row, form.reason(), by=by, now=now)):
        left = form.reason() == LEFT
        flash(
            gettext("Closed. Everyone waiting sees that %(name)s has left.", name=row.contact.name)
            if left
            else gettext("Closed. Everyone waiting now sees other ways to send their note."),
            "success",
        )
        return redirect(url_for("contact_requests.index"))
    return _page(row, opened(ContactForm, _known(row)), form)


@blueprint.post("/<uuid:request_id>/not-to-be-had/removal")
@access.requires(rules.MANAGE)
def undo_give_up(request_id: uuid.UUID) -> Response:
    """The decision was a mistake, or something new is known: the recruiters look again."""
    row = _load(request_id)
    addresses.undo_give_up(db.session(), row, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("Undone. The request is open again."), "success")
    again = contact_queries.open_requests(db.session(), [row.contact_id]).get(row.contact_id, row)
    return redirect(url_for("contact_requests.answer", request_id=again.id))


@blueprint.post("/<uuid:request_id>/withdrawal")
@access.requires(rules.MANAGE)
def withdraw(request_id: uuid.UUID) -> Response:
    """Nobody needs to look for it any more."""
    row = _load(request_id)
    actions.not_needed(db.session(), row.contact, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(gettext("The request is closed."), "success")
    return redirect(url_for("contact_requests.index"))


def _load(request_id: uuid.UUID) -> ContactRequest:
    return waiting.request(db.session(), request_cycle.viewer(), request_id)


def _done(request_id: uuid.UUID, deed: Callable[..., None], sentence: str) -> Response:
    """The deed is done to the request, and its page says so."""
    deed(db.session(), _load(request_id), by=request_cycle.viewer().by, now=request_cycle.now())
    flash(sentence, "success")
    return redirect(url_for("contact_requests.answer", request_id=request_id))


def _known(row: ContactRequest) -> Details:
    """What is known of the contact; never a guess."""
    known = contacts.details_of(row.contact)
    return replace(known, email=known.confirmed_email)


def _offered(row: ContactRequest) -> Details | None:
    """What is known, filled in with what was found elsewhere and is looked at here."""
    wanted = request.args.get("like")
    found = suggestions(db.session(), row.contact).elsewhere if wanted else ()
    like = next((contact for contact in found if str(contact.id) == wanted), None)
    return filled_in(_known(row), contacts.details_of(like)) if like else None


def _page(
    row: ContactRequest,
    form: ContactForm,
    given_up: NotToBeHadForm | None = None,
    hr_form: HrLetterForm | None = None,
) -> Page:
    waits = waiting.who_wait(db.session(), request_cycle.viewer(), [row])[row.contact_id]
    letter = request_presenter.letter(row, waits)
    return page(
        "contact_requests/page.html",
        form,
        request_row=row,
        waits=waits,
        suggestions=suggestions(db.session(), row.contact),
        given_up_form=given_up or NotToBeHadForm(formdata=None),
        hr_form=hr_form or HrLetterForm(formdata=None, obj=letter),
        letter=letter,
        said=request_presenter.said(row, waits),
        may_undo=row.outcome == NOT_TO_BE_HAD and row.undone_at is None and not row.contact.reachable,
    )
