"""A text that is open in two tabs: how each tab knows the text it was opened with (docs/rules.md#windows)."""

import hashlib
from dataclasses import dataclass

LetterText = tuple[str, str]
"""A subject and a body."""


@dataclass(frozen=True)
class EditorTab:
    """The page that a text was typed on: its own `token`, and in `read` the digest of the text when it was opened."""

    token: str
    read: str


def text_digest(subject: str, body: str) -> str:
    """Return a short digest of a text, the same for the same text."""
    return hashlib.sha256(f"{subject}\n{body}".encode()).hexdigest()[:16]


def has_conflict(standing: LetterText, typed_in_tab: str | None, window: EditorTab, typed: LetterText) -> bool:
    """Return whether saving `typed` would overwrite a text that this tab has never shown.

    `typed_in_tab` is the token of the tab that typed the current text last.
    """
    if standing == typed or typed_in_tab == window.token:
        return False
    return text_digest(*standing) != window.read
