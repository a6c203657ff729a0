"""The cards that a recruiter's office prints and posts for candidates, many at once."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from portal.accounts import rules
from portal.cards import actions, proof, queries, suggesting, typesetting
from portal.cards.models import Card
from portal.core import access
from portal.core.db import db
from portal.core.errors import N_, Missing, Refused
from portal.core.limits import SHEETS
from portal.web.cards.forms import ChosenForm, ChosenPostedForm
from portal.web.cards.views import pdf_answer
from portal.web.shared import rate_limits, request_cycle
from portal.web.shared.responses import Page

blueprint = Blueprint("print_queue", __name__, url_prefix="/cards")

SHOWN = timedelta(days=21)
"""For how long a posted card stays on the list."""


@blueprint.get("")
@access.requires(rules.LOOK)
def index() -> Page:
    """What is to be printed and posted, what candidates have in hand, and what was posted lately."""
    return _listed(ChosenPostedForm(formdata=None, data={"on": _day(request_cycle.now())}))


def _listed(form: ChosenPostedForm, chosen: Collection[str] | None = None) -> str:
    """Return the list; `chosen` are the ids of the notes that were ticked, None where nothing was sent."""
    session, viewer = db.session(), request_cycle.viewer()
    ours = session.scalars(queries.to_post(viewer, "agency").limit(typesetting.AT_ONCE * 2)).all()
    posted = queries.posted_since(session, viewer, request_cycle.now() - SHOWN)
    return render_template(
        "cards/list.html",
        ready=[(card, proof.obstacles(card, g.profile)) for card in ours if card.ready_at],
        written=[card for card in ours if not card.ready_at],
        theirs=session.scalars(queries.to_post(viewer, "candidate").limit(100)).all(),
        posted=[(card, done, suggesting.arrives(_day(done.at), card.note, card, g.profile)) for card, done in posted],
        form=form,
        chosen=chosen,
    )


@blueprint.post("/printing")
@access.requires(rules.MANAGE)
def print_them() -> Response:
    """They count as printed, and their PDF opens."""
    cards = _chosen()
    actions.printed(db.session(), cards, by=request_cycle.viewer().by, now=request_cycle.now())
    return redirect(url_for("print_queue.pdf", note=[str(card.note_id) for card in cards]), 303)


@blueprint.get("/sheets.pdf")
@access.requires(rules.MANAGE)
@rate_limits.each_person(SHEETS)
def pdf() -> Response:
    """One PDF: the cards of `?note=`, then their envelopes in the same order; where none is named, back to the list."""
    named = request.args.getlist("note", type=uuid.UUID)
    if not named:
        return redirect(url_for("print_queue.index"))
    cards = _of(named)
    printed = [proof.printed(card, g.profile) for card in cards if not proof.obstacles(card, g.profile)]
    sides = [typesetting.card_sides(one) for one in printed]
    faces = [typesetting.envelope_face(one) for one in printed]
    return pdf_answer(typesetting.pdf(gettext("Cards of %(agency)s", agency=g.profile.name), [*sides, *faces]))


@blueprint.post("/posting")
@access.requires(rules.MANAGE)
def post_them() -> Page:
    form = ChosenPostedForm()
    if not form.validate_on_submit() and form.on.errors:
        return _listed(form, request.form.getlist("note")), 422
    cards = _chosen()
    for card in cards:
        actions.posted(db.session(), card, form.on.data, by=request_cycle.viewer().by, now=request_cycle.now())
    flash(ngettext("%(num)s card stands as posted.", "%(num)s cards stand as posted.", len(cards)), "success")
    return redirect(url_for("print_queue.index"))


def _chosen() -> Sequence[Card]:
    """The cards that were ticked; raises `Refused` where there are none, or too many for one document."""
    form = ChosenForm()
    form.note.process(request.form)
    return _of(form.note.data or [])


def _of(note_ids: Sequence[uuid.UUID]) -> Sequence[Card]:
    if not note_ids:
        raise Refused(N_("No card was chosen. Go back and tick the ones you mean."))
    if len(note_ids) > typesetting.AT_ONCE:
        raise Refused(N_("Please choose at most %(most)s cards at once."), most=typesetting.AT_ONCE)
    cards = queries.chosen(db.session(), request_cycle.viewer(), note_ids)
    if len(cards) != len(set(note_ids)):
        raise Missing("card")
    return cards


def _day(moment: datetime) -> date:
    """The agency's own date at that moment."""
    return moment.astimezone(ZoneInfo(g.profile.time_zone)).date()
