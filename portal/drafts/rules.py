"""Merge fields and placeholders: what a draft leaves to be filled in."""

import re
from collections.abc import Mapping

MERGE_FIELDS = ("contact_first_name", "contact_name", "employer", "opening", "interview_day", "my_name", "my_phone")
"""The names a draft may hold between double braces."""

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LEFTOVERS = re.compile(r"\{\{.*?\}\}|\[[^\]\n]{1,200}\]|<<.*?>>|_{3,}|\bX{3,}\b|\bTK\b")


def merged(text: str, values: Mapping[str, str]) -> str:
    """The text with every merge field that has a value filled in; nothing in it is ever evaluated."""
    return _FIELD.sub(lambda found: values.get(found.group(1), found.group(0)), text)


def leftovers(text: str) -> tuple[str, ...]:
    """What waits to be replaced by the writer's own words, in order: `{{ fields }}`, `[prompts]`, `____`, `XXX`."""
    return tuple(found.group(0) for found in _LEFTOVERS.finditer(text))


def unknown_fields(text: str) -> tuple[str, ...]:
    """The merge fields of a draft that will never have a value."""
    return tuple(name for name in _FIELD.findall(text) if name not in MERGE_FIELDS)


def first_name(name: str) -> str:
    """What a person is called in a greeting: the first word of the name that is no title."""
    words = [word for word in name.split() if word.rstrip(".").casefold() not in _TITLES]
    return words[0] if words else name


_TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "miss", "prof", "professor"})
