"""A text that is open in two windows: how each of them knows what it was opened with (docs/rules.md#windows)."""

import hashlib
from dataclasses import dataclass

Letter = tuple[str, str]
"""A subject and a text."""


@dataclass(frozen=True)
class Window:
    """The page that a text was typed on: its own `token`, and the `digest` of how the text read when it was opened."""

    token: str
    read: str


def digest(subject: str, body: str) -> str:
    """A short sign of how a text reads, the same for the same text."""
    return hashlib.sha256(f"{subject}\n{body}".encode()).hexdigest()[:16]


def is_elsewhere(standing: Letter, typed_from: str | None, window: Window, typed: Letter) -> bool:
    """Whether this would take the place of a text that the window has never shown; `typed_from` typed that last."""
    if standing == typed or typed_from == window.token:
        return False
    return digest(*standing) != window.read
