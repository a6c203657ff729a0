"""Email: what failed and why, what waits, what went out; sending one again; and a test email to the viewer."""

import uuid

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy import select

from portal.accounts import permissions
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.candidates.models import Candidate
from portal.core import access, heartbeats, queue
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.rate_limits import TEST_EMAILS
from portal.interviews import hr_questions
from portal.interviews.current_addresses import current_address
from portal.messaging import actions, copies, failing_servers, pausing, queries, resending, sending
from portal.messaging.kinds import kind_of
from portal.messaging.models import OutgoingMessage
from portal.messaging.rate_limits import refuse_over_limit
from portal.notes.mails import NOTE_KINDS
from portal.web.outbox.presenter import text_of
from portal.web.outbox.status import chosen_group, chosen_mails
from portal.web.shared import request_cycle, submissions
from portal.web.shared.languages import reader_locale
from portal.web.shared.responses import ViewResponse, paginate

FRAMED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"
"""What the HTML of an email may do in its frame."""
blueprint = Blueprint("outbox", __name__, url_prefix="/mail")


@blueprint.get("")
@access.requires(permissions.SEE_RECORDS)
def index() -> ViewResponse:
    rows, following = paginate(chosen_mails())
    return render_template(
        "outbox/list.html",
        mails=rows,
        about=applications.candidate_names_about(db.session(), rows),
        group=chosen_group(),
        following=following,
        tick_age=heartbeats.age(db.session(), queue.DUE),
        waiting=queries.waiting_mail(db.session(), request_cycle.now()),
        failing=failing_servers.find(db.session(), sending.server_name()),
        paused=pausing.paused(db.session()),
    )


@blueprint.get("/<uuid:message_id>")
@access.requires(permissions.SEE_RECORDS)
def detail(message_id: uuid.UUID) -> ViewResponse:
    mail, now = _load(message_id), request_cycle.now()
    about = _candidate_of(mail)
    return render_template(
        "outbox/message.html",
        mail=mail,
        now=now,
        about=about,
        to_email=current_address(db.session(), mail, about),
        text=text_of(mail),
        note_id=mail.payload.get("note") if mail.kind in NOTE_KINDS else None,
        fix_url=_fix_url(mail, about),
        again=resending.can_resend(mail, now),
        too_late=mail.state in resending.RESENDABLE_STATES and resending.is_too_late(mail, now),
    )


@blueprint.get("/<uuid:message_id>/html")
@access.requires(permissions.SEE_RECORDS)
def html_part(message_id: uuid.UUID) -> Response:
    """Return the HTML of an email as it was sent, for its frame: its styles and its pictures, and nothing that acts."""
    copy = copies.find(db.session(), _load(message_id).id)
    if copy is None or copy.html is None:
        raise NotFound("email as HTML")
    return Response(copy.html, mimetype="text/html", headers={"Content-Security-Policy": FRAMED})


@blueprint.post("/<uuid:message_id>/again")
@access.requires(permissions.RETRY_EMAIL)
def resend(message_id: uuid.UUID) -> ViewResponse:
    """Send the same email once more, to its current address."""
    mail = _load(message_id)
    if mail.kind in NOTE_KINDS:
        raise NotFound("email that is sent again here")
    address = current_address(db.session(), mail, _candidate_of(mail))
    resending.resend(request_cycle.command(), mail, address)
    flash(gettext("Sending it to %(email)s again.", email=address), "success")
    return redirect(url_for("outbox.detail", message_id=mail.id))


def _load(message_id: uuid.UUID) -> OutgoingMessage:
    """Return the email, if the viewer may see it."""
    query = select(OutgoingMessage).where(
        OutgoingMessage.id == message_id, applications.mail_visible_to(request_cycle.viewer())
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound("email")
    return found


def _candidate_of(mail: OutgoingMessage) -> Candidate | None:
    return applications.candidates_about(db.session(), [mail]).get(mail.about_id) if mail.about_id else None


def _fix_url(mail: OutgoingMessage, about: Candidate | None) -> str | None:
    """Return the form to correct the email's address on, which leads back to the email; None where there is none."""
    back = url_for("outbox.detail", message_id=mail.id)
    employer = hr_questions.employer_asked(db.session(), mail)
    if employer is not None:
        return url_for("employers.edit", employer_id=employer.id, back=back)
    if about is None or kind_of(mail.kind).audience == "contact":
        return None
    return url_for("candidates.edit", candidate_id=about.id, back=back)


@blueprint.post("/test")
@access.requires(permissions.RETRY_EMAIL)
@submissions.creates_by_button
def send_test_email() -> ViewResponse:
    """Send a test email to the viewer, the same way as reminders."""
    viewer, now = _limited_viewer(request_cycle.viewer()), request_cycle.now()
    actions.enqueue(
        db.session(),
        kind="test",
        key=f"test:{viewer.account_id}:{uuid.uuid4()}",
        to_name=viewer.name,
        to_email=viewer.email,
        payload={"zone": viewer.time_zone, "locale": reader_locale()},
        about_id=viewer.account_id,
        queue="now",
        due_at=now,
        now=now,
    )
    flash(gettext("Sending a test email to %(email)s.", email=viewer.email), "success")
    return redirect(url_for("outbox.index", group="waiting"))


def _limited_viewer(viewer: Viewer) -> Viewer:
    """Return the viewer; raise `RateLimitReached` after as many test emails as an hour allows."""
    tests = (OutgoingMessage.kind == "test", OutgoingMessage.about_id == viewer.account_id)
    refuse_over_limit(db.session(), TEST_EMAILS, viewer.account_id, *tests, now=request_cycle.now())
    return viewer
