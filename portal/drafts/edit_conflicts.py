"""A text that is open in two windows: how each of them knows what it was opened with (docs/rules.md#windows)."""

import hashlib
from dataclasses import dataclass

LetterText = tuple[str, str]
"""A subject and a text."""


@dataclass(frozen=True)
class EditorTab:
    """The page that a text was typed on: its own `token`, and the `digest` of how the text read when it was opened."""

    token: str
    read: str


def text_digest(subject: str, body: str) -> str:
    """A short sign of how a text reads, the same for the same text."""
    return hashlib.sha256(f"{subject}\n{body}".encode()).hexdigest()[:16]


def has_conflict(standing: LetterText, typed_from: str | None, window: EditorTab, typed: LetterText) -> bool:
    """Whether this would take the place of a text that the window has never shown; `typed_from` typed that last."""
    if standing == typed or typed_from == window.token:
        return False
    return text_digest(*standing) != window.read
