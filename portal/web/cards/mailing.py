"""Whether a card that the agency was given is past the day by which it means to mail it."""

from types import SimpleNamespace

from flask import Flask

from portal.cards.models import Card
from portal.web.shared import request_cycle


def install(app: Flask) -> None:
    """Let templates ask whether a card is late."""
    app.jinja_env.globals.update(mailing=SimpleNamespace(is_mailing_late=is_mailing_late))


def is_mailing_late(card: Card) -> bool:
    """Return whether the agency has had the card for longer than it means to."""
    return card.mail_by is not None and card.mail_by < request_cycle.now()
