"""Inputs for a letter's subject and text, where a merge field reads as its label: `[their first name]`."""

import json
from typing import Any

from flask_babel import gettext
from markupsafe import Markup
from wtforms import StringField, TextAreaField

from portal.drafts import field_labels
from portal.drafts.field_labels import FIELD_LABELS


def translated_labels() -> dict[str, str]:
    """Return the label of each merge field by its name, in the page's language."""
    return {name: gettext(label) for name, label in FIELD_LABELS.items()}


def show_labels(text: str | None) -> str:
    """Return a stored text as people read it, with labels in brackets for its merge fields."""
    return field_labels.show_labels(text or "", translated_labels())


def read_labels(text: str | None) -> str | None:
    """Return a typed text as it is stored, with merge fields for the labels in brackets."""
    return field_labels.read_labels(text, translated_labels()) if text else text


def split_at_labels(text: str | None) -> tuple[tuple[str, bool], ...]:
    """Return a stored text in pieces, each with whether it is the label of a merge field."""
    return field_labels.split_at_labels(text or "", translated_labels())


class LetterLine(StringField):
    """A letter's subject: its `data` has merge fields, and its input shows their labels."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        self.data: str | None = read_labels(self.data)

    def _value(self) -> str:
        return show_labels(self.data)


class LetterText(LetterLine, TextAreaField):
    """A letter's text; the page's script finds the labels in `data-details`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "TextAreaField"

    def __call__(self, **kwargs: Any) -> Markup:
        details = json.dumps(list(translated_labels().values()), ensure_ascii=False)
        rendered: Markup = super().__call__(**({"data-details": details} | kwargs))
        return rendered
