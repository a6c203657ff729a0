"""Invitations: an uploaded .ics, shown as what it would do, then recorded."""

import base64
import binascii
import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.contacts.rules import Details
from portal.core import access
from portal.core.db import db
from portal.interviews import invitations
from portal.interviews.invitations import CANCEL, NEW, UPDATE, Proposal
from portal.processes import queries
from portal.processes.models import Process
from portal.readers import ics
from portal.web import edge, uploads, verdicts
from portal.web.answers import Page, page
from portal.web.forms.interviews import LARGEST_INVITATION, UploadForm

blueprint = Blueprint("invitations", __name__)
DOES = (NEW, UPDATE, CANCEL)
SHOWN = 25
SAID = 5


@blueprint.get("/processes/<uuid:process_id>/invitation")
@access.requires(rules.ACT)
def upload(process_id: uuid.UUID) -> Page:
    process = queries.one(db.session(), edge.viewer(), process_id)
    return page("invitations/upload.html", UploadForm(), process=process)


@blueprint.post("/processes/<uuid:process_id>/invitation")
@access.requires(rules.ACT)
@uploads.up_to(LARGEST_INVITATION)
def preview(process_id: uuid.UUID) -> Page:
    """What the file would do; nothing is recorded yet."""
    process, form = queries.one(db.session(), edge.viewer(), process_id), UploadForm()
    if not form.validate_on_submit():
        return page("invitations/upload.html", form, process=process)
    data = form.file.data.read()
    calendar = ics.read(data)
    if not calendar.ok:
        form.file.errors = calendar.problems[:SAID]
        return page("invitations/upload.html", form, process=process)
    return _preview(process, calendar, data)


@blueprint.post("/processes/<uuid:process_id>/invitation/acceptance")
@access.requires(rules.ACT)
def accept(process_id: uuid.UUID) -> Page:
    """The ticked events are recorded, with the ticked people."""
    session = db.session()
    queries.hold(session, process_id)
    process = queries.one(session, edge.viewer(), process_id)
    done = _record(process, invitations.propose(session, process, ics.read(_uploaded()), most=SHOWN, now=edge.now()))
    flash(
        gettext("Recorded. The plan is made.") if done else gettext("Nothing was ticked, so nothing changed."),
        "success",
    )
    return redirect(url_for("processes.one", process_id=process.id))


def _record(process: Process, proposals: Sequence[Proposal]) -> int:
    """The ticked proposals are recorded; returns how many."""
    by, now = edge.viewer().by, edge.now()
    wanted = [
        (place, proposal)
        for place, proposal in enumerate(proposals)
        if proposal.what in DOES and request.form.get(f"event-{place}")
    ]
    for place, proposal in wanted:
        invitations.accept(db.session(), process, proposal, _ticked(place, proposal), by=by, now=now)
    return len(wanted)


def _preview(process: Process, calendar: ics.Calendar, data: bytes) -> str:
    found = invitations.propose(db.session(), process, calendar, most=SHOWN, now=edge.now())
    return render_template(
        "invitations/preview.html",
        process=process,
        proposals=[_shown(proposal) for proposal in found],
        left=max(len(calendar.events) - SHOWN, 0),
        problems=calendar.problems,
        nothing=not any(proposal.what in DOES for proposal in found),
        uploaded=base64.b64encode(data).decode("ascii"),
        verdicts=verdicts,
    )


def _shown(proposal: Proposal) -> dict[str, Any]:
    return {
        "what": proposal.what,
        "event": proposal.event,
        "slot": proposal.slot,
        "people": proposal.people,
        "interview": proposal.interview,
    }


def _ticked(place: int, proposal: Proposal) -> list[Details]:
    names = [row.attendee for number, row in enumerate(proposal.people) if request.form.get(f"person-{place}-{number}")]
    return [Details(name=(row.name or (row.email or "").partition("@")[0])[:120], email=row.email) for row in names]


def _uploaded() -> bytes:
    try:
        return base64.b64decode(request.form.get("uploaded", ""), validate=True)
    except (binascii.Error, ValueError):
        return b""
