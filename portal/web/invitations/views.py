"""Invitations: an uploaded .ics, shown as what it would do, then recorded."""

import base64
import binascii
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts import rules
from portal.contacts import actions as contacts
from portal.contacts.rules import Details
from portal.core import access, email_addresses
from portal.core.db import db
from portal.interviews import invitations
from portal.interviews.evaluation import CANCEL, NEW, UPDATE
from portal.interviews.invitations import Proposal
from portal.names.rules import name_in_address, person_name
from portal.processes import queries
from portal.processes.models import Process
from portal.readers import ics
from portal.readers.ics_people import Attendee
from portal.web.invitations import labels as verdicts
from portal.web.invitations.forms import LARGEST_INVITATION, InvitationForm
from portal.web.shared import request_cycle, slot_questions, submissions, uploads
from portal.web.shared.questions import keys, unanswered
from portal.web.shared.responses import Page, page

blueprint = Blueprint("invitations", __name__)
DOES = (NEW, UPDATE, CANCEL)
SHOWN = 25
SAID = 5


@blueprint.get("/processes/<uuid:process_id>/invitation")
@access.requires(rules.ACT)
def upload(process_id: uuid.UUID) -> Page:
    process = queries.one(db.session(), request_cycle.viewer(), process_id)
    return page("invitations/upload.html", InvitationForm(), process=process)


@blueprint.post("/processes/<uuid:process_id>/invitation")
@access.requires(rules.ACT)
@uploads.up_to(LARGEST_INVITATION)
def preview(process_id: uuid.UUID) -> Page:
    """What the file would do; nothing is recorded yet."""
    process, form = queries.one(db.session(), request_cycle.viewer(), process_id), InvitationForm()
    if not form.validate_on_submit():
        return page("invitations/upload.html", form, process=process)
    data = form.file.data.read()
    calendar = ics.read(data)
    if not calendar.ok:
        form.file.errors = calendar.problems[:SAID]
        return page("invitations/upload.html", form, process=process)
    return _preview(process, calendar, _proposals(process, calendar), data)


@blueprint.post("/processes/<uuid:process_id>/invitation/acceptance")
@access.requires(rules.ACT)
@submissions.creates_by_button
def accept(process_id: uuid.UUID) -> Page:
    """The ticked events are recorded, with the ticked people, once what is asked about their times is answered."""
    session, data, viewer = db.session(), _uploaded(), request_cycle.viewer()
    queries.hold(session, process_id)
    process, calendar = queries.one(session, viewer, process_id), ics.read(data)
    proposals = _proposals(process, calendar)
    wanted = [place for place, row in enumerate(proposals) if row.what in DOES and request.form.get(f"event-{place}")]
    asked = slot_questions.about_proposals(process.candidate_id, proposals)
    if unanswered(question for place in wanted for question in asked[place]):
        return _preview(process, calendar, proposals, data, ticked=request.form), 422
    for place in wanted:
        people = _ticked(place, proposals[place])
        invitations.accept(session, process, proposals[place], people, by=viewer.by, now=request_cycle.now())
    _learn_domain(process, proposals)
    done, nothing = gettext("Saved. The plan is ready."), gettext("Nothing was selected, so nothing changed.")
    flash(done if wanted else nothing, "success")
    return redirect(url_for("applications.one", process_id=process.id))


def _proposals(process: Process, calendar: ics.Calendar) -> list[Proposal]:
    return invitations.propose(db.session(), process, calendar, most=SHOWN, now=request_cycle.now())


def _learn_domain(process: Process, proposals: Sequence[Proposal]) -> None:
    """The employer's mail domain is the one that the invitation suggests, where that was ticked."""
    domain = _offered_domain(process, proposals)
    if domain is not None and request.form.get("domain") == domain:
        contacts.learn_domain(
            db.session(), process.employer, domain, by=request_cycle.viewer().by, now=request_cycle.now()
        )


def _offered_domain(process: Process, proposals: Sequence[Proposal]) -> str | None:
    """The domain that staff are asked about; candidates change nothing of an employer."""
    if not request_cycle.viewer().may(rules.MANAGE):
        return None
    return invitations.domain_to_learn(db.session(), process, proposals)


def _preview(
    process: Process,
    calendar: ics.Calendar,
    found: Sequence[Proposal],
    data: bytes,
    ticked: Mapping[str, str] | None = None,
) -> str:
    asked = slot_questions.about_proposals(process.candidate_id, found)
    return render_template(
        "invitations/preview.html",
        process=process,
        proposals=[_shown(proposal) for proposal in found],
        asked=asked,
        confirming=keys(question for several in asked for question in several),
        ticked=ticked,
        left=max(len(calendar.events) - SHOWN, 0),
        problems=calendar.problems,
        domain=_offered_domain(process, found),
        nothing=not any(proposal.what in DOES for proposal in found),
        uploaded=base64.b64encode(data).decode("ascii"),
        verdicts=verdicts,
        suggested_name=name_in_address,
    )


def _shown(proposal: Proposal) -> dict[str, Any]:
    change = proposal.change
    return {
        "what": change.what,
        "event": change.event,
        "slot": change.slot,
        "others": change.others,
        "people": change.people,
        "interview": proposal.interview,
    }


def _ticked(place: int, proposal: Proposal) -> list[Details]:
    return [
        Details(_name(row.attendee, request.form.get(f"name-{place}-{number}", "")), email=_usable(row.attendee.email))
        for number, row in enumerate(proposal.people)
        if request.form.get(f"person-{place}-{number}")
    ]


def _name(attendee: Attendee, typed: str) -> str:
    """The person's name, as the invitation or the page says it; a person of whom neither does is named by address."""
    known = attendee.name or person_name(typed) or name_in_address(attendee.email or "")
    return email_addresses.name_for(known, attendee.email)


def _usable(email: str | None) -> str | None:
    return email_addresses.normalized(email) if email else None


def _uploaded() -> bytes:
    try:
        return base64.b64decode(request.form.get("uploaded", ""), validate=True)
    except (binascii.Error, ValueError):
        return b""
