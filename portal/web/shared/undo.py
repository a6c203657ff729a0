"""What was just done, said above the page that follows, with Undo for some seconds."""

from collections.abc import Mapping

from flask import flash

UNDO = "undo"
"""The category of these messages: `layouts/_notices.html` shows them with their button."""


def flash_undo(said: str, url: str, fields: Mapping[str, str] | None = None) -> None:
    """Say what was done, and offer to undo it by a POST of these fields to `url`."""
    flash({"said": said, "url": url, "fields": dict(fields or {})}, UNDO)  # type: ignore[arg-type]
