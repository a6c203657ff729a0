"""Sentences that the domain writes in English, in the page's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from portal.core.errors import Term


def translate(sentence: str, values: Mapping[str, Any]) -> str:
    """Return the sentence with its values, each `Term` among them translated too."""
    return gettext(sentence, **{name: gettext(it) if isinstance(it, Term) else it for name, it in values.items()})
