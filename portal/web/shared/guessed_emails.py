"""Confirming a guessed address: shown once next to the photo of their card or their text, and undone for a while."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template, request, url_for

from portal.contacts import confirmation
from portal.contacts.models import PHOTO, Contact, ContactEvidence
from portal.contacts.rules import CONFIRMATION_UNDO_PERIOD
from portal.interviews.models import InterviewPerson
from portal.web.shared import request_cycle


def install(app: Flask) -> None:
    """Let templates ask whether a confirmation can still be undone."""
    app.jinja_env.globals.update(
        guessed_emails=SimpleNamespace(can_undo_confirmation=can_undo_confirmation, undo_deadline=undo_deadline)
    )


def can_undo_confirmation(contact: Contact) -> bool:
    """Return whether the viewer may make the confirmed address a guess again."""
    return request_cycle.viewer().may("do_tasks") and confirmation.can_undo(
        contact, request_cycle.viewer().by, request_cycle.now()
    )


def undo_deadline(contact: Contact) -> datetime | None:
    """Return until when the confirmation can be undone, None where nothing was confirmed."""
    confirmed = contact.email_confirmed_at
    return confirmed + CONFIRMATION_UNDO_PERIOD if confirmed else None


def confirmation_page(contact: Contact) -> str | None:
    """Return the page that shows recruiters what to compare with, None where there is nothing to ask."""
    values = {
        "back": url_for("contacts.detail", contact_id=contact.id),
        "confirm": url_for("contacts.confirm_email", contact_id=contact.id),
        "change": url_for("contacts.edit", contact_id=contact.id),
    }
    return _render_confirmation(contact, contact.evidence, values)


def candidate_confirmation_page(person: InterviewPerson) -> str | None:
    """Return the page that shows what the candidate has from that interview, None where there is nothing to ask."""
    here: dict[str, Any] = {"interview_id": person.interview_id, "person_id": person.id}
    page = url_for("contact_info.detail", **here)
    values = {"back": page, "confirm": url_for("contact_info.confirm_email", **here), "change": f"{page}#have"}
    own = [row for row in person.contact.evidence if row.interview_id == person.interview_id]
    return _render_confirmation(person.contact, own, values)


def _render_confirmation(contact: Contact, evidence: list[ContactEvidence], values: dict[str, str]) -> str | None:
    if not contact.email_is_guess or not evidence or request.form.get("compared"):
        return None
    return render_template(
        "contacts/confirm_guess.html",
        contact=contact,
        photos=[row for row in evidence if row.kind == PHOTO],
        texts=[row for row in evidence if row.kind != PHOTO],
        photo_url=_photo_url,
        **values,
    )


def _photo_url(photo: ContactEvidence) -> str:
    return url_for("card_photos.debrief_photo", interview_id=photo.interview_id, person_id=photo.debrief_person_id)
