"""The day by which the agency means to mail a card, and whether it is past."""

from datetime import datetime
from types import SimpleNamespace

from flask import Flask

from portal.cards.models import Card
from portal.cards.rules.mailing import mailing_deadline
from portal.web.shared import business_time, request_cycle


def install(app: Flask) -> None:
    """Let templates ask for a card's mailing deadline."""
    app.jinja_env.globals.update(mailing=SimpleNamespace(mail_deadline=mail_deadline, is_mailing_late=is_mailing_late))


def mail_deadline(card: Card) -> datetime | None:
    """Return by when the agency means to mail the card; None if the agency has not been given the card."""
    if card.ready_at is None:
        return None
    office_id = card.note.interview.application.candidate.office_id
    return mailing_deadline(card.ready_at, business_time.calendar_of(office_id))


def is_mailing_late(card: Card) -> bool:
    """Return whether the agency has had the card for longer than it means to."""
    until = mail_deadline(card)
    return until is not None and until < request_cycle.now()
