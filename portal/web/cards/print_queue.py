"""The cards that a recruiter's office prints and posts for candidates, many at once."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.accounts import permissions
from portal.cards import actions, print_checks, queries, rendering, suggestions
from portal.cards.models import Card
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, ActionRefused, NotFound
from portal.core.rate_limits import SHEETS
from portal.web.cards.forms import SelectedCardsForm, SelectedCardsPostedForm
from portal.web.cards.views import pdf_response
from portal.web.shared import rate_limits, request_cycle
from portal.web.shared.responses import ViewResponse

blueprint = Blueprint("print_queue", __name__, url_prefix="/cards")

POSTED_SHOWN_FOR = timedelta(days=21)
"""How long a posted card stays on the list."""


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    """Show the cards to print and post, those that candidates still write or post, and those posted lately."""
    return _render_list(SelectedCardsPostedForm(formdata=None, data={"on": _agency_date(request_cycle.now())}))


def _render_list(form: SelectedCardsPostedForm, chosen: Collection[str] | None = None) -> str:
    """Return the list; `chosen` are the ids of the ticked notes, None if no form was sent."""
    session, viewer = db.session(), request_cycle.viewer()
    ready = session.scalars(queries.cards_at_agency(viewer).limit(rendering.MAX_CARDS * 2)).all()
    begun = queries.unposted_cards(viewer, "agency").where(Card.ready_at.is_(None))
    posted = queries.cards_posted_since(session, viewer, request_cycle.now() - POSTED_SHOWN_FOR)
    return render_template(
        "cards/list.html",
        ready=[(card, print_checks.find_problems(card, g.profile)) for card in ready],
        written=session.scalars(begun.limit(rendering.MAX_CARDS)).all(),
        theirs=session.scalars(queries.unposted_cards(viewer, "candidate").limit(100)).all(),
        posted=[
            (card, done, suggestions.expected_arrival_of(_agency_date(done.at), card.note, card, g.profile))
            for card, done in posted
        ],
        form=form,
        chosen=chosen,
    )


@blueprint.post("/printing")
@access.requires(permissions.PRINT_CARDS)
def print_selected() -> Response:
    """Mark the ticked cards as printed, and open their PDF."""
    cards = _selected_cards()
    actions.mark_printed(request_cycle.command(), cards)
    return redirect(url_for("print_queue.pdf", note=[str(card.note_id) for card in cards]), 303)


@blueprint.get("/sheets.pdf")
@access.requires(permissions.PRINT_CARDS)
@rate_limits.limited_per_person(SHEETS)
def pdf() -> Response:
    """Return one PDF: the cards of `?note=`, then their envelopes in the same order.

    Without `?note=`, go to the list.
    """
    named = request.args.getlist("note", type=uuid.UUID)
    if not named:
        return redirect(url_for("print_queue.index"))
    cards = _load_cards(named)
    printed = [
        print_checks.card_layout(card, g.profile) for card in cards if not print_checks.find_problems(card, g.profile)
    ]
    sides = [rendering.build_card_sheet(one) for one in printed]
    faces = [rendering.build_envelope_sheet(one) for one in printed]
    return pdf_response(rendering.render_pdf(gettext("Cards of %(agency)s", agency=g.profile.name), [*sides, *faces]))


@blueprint.post("/posting")
@access.requires(permissions.PRINT_CARDS)
def mark_posted() -> ViewResponse:
    form = SelectedCardsPostedForm()
    if not form.validate_on_submit() and form.on.errors:
        return _render_list(form, request.form.getlist("note")), 422
    cards = _selected_cards()
    for card in cards:
        actions.mark_posted(request_cycle.command(), card, form.on.data)
    flash(ngettext("%(num)s card marked as mailed.", "%(num)s cards marked as mailed.", len(cards)), "success")
    return redirect(url_for("print_queue.index"))


def _selected_cards() -> Sequence[Card]:
    """Return the ticked cards.

    Raise `ActionRefused` for none or too many, `NotFound` for one the viewer may not see.
    """
    form = SelectedCardsForm()
    form.note.process(request.form)
    return _load_cards(form.note.data or [])


def _load_cards(note_ids: Sequence[uuid.UUID]) -> Sequence[Card]:
    if not note_ids:
        raise ActionRefused(N_("No cards selected. Go back and check the ones you want."))
    if len(note_ids) > rendering.MAX_CARDS:
        raise ActionRefused(N_("Choose up to %(most)s cards at a time."), most=rendering.MAX_CARDS)
    cards = queries.cards_of_notes(db.session(), request_cycle.viewer(), note_ids)
    if len(cards) != len(set(note_ids)):
        raise NotFound("card")
    return cards


def _agency_date(moment: datetime) -> date:
    """Return the date at that moment in the agency's time zone."""
    return moment.astimezone(ZoneInfo(g.profile.time_zone)).date()
