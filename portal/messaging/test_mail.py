"""The test email: shows whether email goes out, to the person who asked."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.messaging import templates
from portal.messaging.kinds import Content, MailKind, Send
from portal.messaging.models import OutgoingMessage
from portal.names.rules import first_name


def _recheck(_session: Session, _message: OutgoingMessage, _now: datetime) -> Send:
    return Send()


def _render(_session: Session, message: OutgoingMessage, _values: dict[str, Any], now: datetime) -> Content:
    reader = {"zone": message.payload["zone"], "locale": message.payload["locale"]}
    rendered = templates.render(
        "test", agency="", color="#0f766e", name=first_name(message.to_name), answers=None, now=now, **reader
    )
    return Content(rendered.subject, rendered.text, rendered.html, from_name="Portal")


KINDS = (MailKind("test", "account", _recheck, _render),)
"""Registered by the application factory."""
