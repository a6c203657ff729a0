"""The errors that tell a person why something cannot be done."""

from collections.abc import Mapping
from typing import Any


class CannotRun(Exception):
    """A program cannot do what it was started for.

    The text is one line for the person who started it. Commands exit 2.
    """


class ActionRefused(Exception):
    """An action cannot be done as asked; nothing was changed.

    `sentence` is what the person reads, in English, with `%(name)s` for each of `values`; the web translates it.
    `field` names the input it is about, if there is one. The web answers 409, or shows it at the field.
    """

    def __init__(self, sentence: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values: Mapping[str, Any] = values


class AgencySuspended(Exception):
    """The agency at this host is suspended. The web answers 503, and names nothing of the agency."""


class SecondFactorMissing(Exception):
    """The agency requires a second factor that the viewer has not set up. The web leads to the page that does."""


class NotFound(Exception):
    """What was asked for does not exist, or not for this viewer. The web answers 404."""


class Term(str):
    """A value of a sentence that is a phrase of the catalog itself; the web translates it too."""

    __slots__ = ()


def N_(sentence: str) -> str:
    """Mark a sentence for translation where it is written; it is translated where it is shown."""
    return sentence
