"""Merge fields and placeholders, their faults, and which template suits."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Protocol, TypeVar

from portal.contacts.details import MERGE_DETAILS

LETTERS, MESSAGE = ("thank", "follow_up", "card", "answer"), "message"
KINDS = (*LETTERS, MESSAGE)
"""The uses of a template: a thank-you, a second follow-up, a thank-you as a card, a reply to a decision, which are
candidates' letters, and a message of the agency's to candidates.
"""
STAGES = {
    "thank": ("first", "later"),
    "follow_up": ("first", "later"),
    "card": ("first", "later"),
    "answer": ("offer", "refusal"),
    MESSAGE: (),
}
"""When a template of a kind suits: after the first interview or a later one; after an offer or a refusal."""


@dataclass(frozen=True)
class TemplateText:
    """The content of a template; `field_id` and `stage` are None if it suits every field or any stage."""

    kind: str
    name: str
    subject: str
    body: str
    field_id: uuid.UUID | None = None
    stage: str | None = None


@dataclass(frozen=True)
class FieldPlacement:
    """Where a merge field may be used."""

    kinds: frozenset[str] = frozenset(LETTERS)
    in_subject: bool = True


_INTERVIEW_KINDS = frozenset({"thank", "follow_up", "card"})
_ALL_KINDS = frozenset(KINDS)
FIELDS: Mapping[str, FieldPlacement] = {
    "contact_first_name": FieldPlacement(_ALL_KINDS),
    **{f"contact_{detail.name}": FieldPlacement() for detail in MERGE_DETAILS},
    "employer": FieldPlacement(),
    "opening": FieldPlacement(),
    "interview_day": FieldPlacement(_INTERVIEW_KINDS),
    "decision_day": FieldPlacement(frozenset({"follow_up"})),
    "my_name": FieldPlacement(_ALL_KINDS),
    "my_phone": FieldPlacement(_ALL_KINDS, in_subject=False),
    "my_email": FieldPlacement(_ALL_KINDS, in_subject=False),
}
"""The names that may be used between double braces, and where (docs/rules.md#merge-fields)."""
MERGE_FIELDS = tuple(FIELDS)

FIELD_PATTERN = re.compile(r"\{\{[^\S\n]*(\w+)[^\S\n]*\}\}")
_BRACES = re.compile(
    r"\{\{[^\n{}]{0,80}\}\}|\{\{[^\n{}]{0,40}\}?|\}\}|\{[ \t]*(?:" + "|".join(MERGE_FIELDS) + r")[ \t]*\}",
)
# A hand-typed name in angle brackets, braces, or «mail merge quotes»; not an address.
_HAND_TYPED_FIELD = (
    r"<(?![^<>\n]*[@:\/])[A-Za-zÀ-ɏ][^<>\n]{0,60}>|"
    r"\{(?:[A-ZÀ-Þ]|[A-Za-zÀ-ɏ]{1,30}[ _.])[^{}\n]{0,60}\}|"
    r"«[A-Za-zÀ-ɏ][^«»\s]*(?:[ ._-][^«»\s]{1,20}){0,3}»"
)
_PLACEHOLDERS = re.compile(
    rf"{_BRACES.pattern}|\[[^\]\n]{{1,200}}\]|<<[^\n<>]{{1,80}}>>|{_HAND_TYPED_FIELD}|_{{3,}}|\bX{{3,}}\b|\bTK\b"
)
_NEAR_ENOUGH = 0.6


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with a merge field in the `subject` or the `body`.

    The code is `unknown`, `misplaced`, `half_open`, `no_value`, or `misspelled` (a label); `text` is the field as
    written; `near` is the name that was probably meant.
    """

    field: str
    code: str
    text: str
    near: str | None = None


def fill_merge_fields(text: str, values: Mapping[str, str]) -> str:
    """Return the text with every merge field that has a value filled in; nothing in it is ever evaluated."""
    return FIELD_PATTERN.sub(lambda found: values.get(found.group(1), "").strip() or found.group(0), text)


def values_allowed_in(values: Mapping[str, str], kind: str) -> dict[str, str]:
    """Return the values of the fields that a note of this kind may have."""
    return {name: value for name, value in values.items() if name in FIELDS and kind in FIELDS[name].kinds}


def find_placeholders(text: str) -> tuple[str, ...]:
    """Return what the writer still has to replace, in order: `{{ fields }}`, `[your own words]`, `<First Name>`."""
    return tuple(found.group(0) for found in _PLACEHOLDERS.finditer(text))


def split_at_placeholders(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the text in pieces, each with whether it is a placeholder."""
    found, at = [], 0
    for left in _PLACEHOLDERS.finditer(text):
        found += [(text[at : left.start()], False), (left.group(0), True)]
        at = left.end()
    return tuple(piece for piece in [*found, (text[at:], False)] if piece[0])


def placeholder_pattern_for_browsers() -> str:
    """Return a JavaScript regular expression that finds the same placeholders, for the flags `g` and `u`."""
    word = r"(?<![\p{L}\p{N}_])\1(?![\p{L}\p{N}_])"
    return re.sub(r"\\b(.+?)\\b", lambda found: word.replace(r"\1", found.group(1)), _PLACEHOLDERS.pattern)


def field_faults(
    field: str, text: str, kind: str | None = None, values: Mapping[str, str] | None = None
) -> tuple[FieldFault, ...]:
    """Return the faults of the merge fields in a text, in order (docs/rules.md#merge-fields).

    `kind` is the template's, None to allow any place; with `values`, a field without a value is a fault too.
    """
    found = (_fault(field, mark.group(0), kind, values) for mark in _BRACES.finditer(text))
    return tuple(fault for fault in found if fault is not None)


def letter_faults(
    subject: str, body: str, kind: str, values: Mapping[str, str] | None = None
) -> tuple[FieldFault, ...]:
    """Return the faults of the merge fields in a subject and a body."""
    return field_faults("subject", subject, kind, values) + field_faults("body", body, kind, values)


def _fault(field: str, mark: str, kind: str | None, values: Mapping[str, str] | None) -> FieldFault | None:
    inner = mark.strip("{} \t\u00a0")
    if not (mark.startswith("{{") and mark.endswith("}}") and len(mark) > 3):
        return FieldFault(field, "half_open", mark.strip(), _nearest_field(inner))
    if not FIELD_PATTERN.fullmatch(mark) or inner not in FIELDS:
        return FieldFault(field, "unknown", mark, _nearest_field(inner))
    place = FIELDS[inner]
    if kind is not None and (kind not in place.kinds or (field == "subject" and not place.in_subject)):
        return FieldFault(field, "misplaced", mark)
    if values is not None and not values.get(inner, "").strip():
        return FieldFault(field, "no_value", mark)
    return None


@lru_cache(512)
def _nearest_field(inner: str) -> str | None:
    """Return the name of the field most like the text between the braces; None if none is close."""
    words = "_".join(re.findall(r"\w+", inner.casefold()))
    return next(iter(get_close_matches(words, MERGE_FIELDS, 1, _NEAR_ENOUGH)), None)


class SelectableTemplate(Protocol):
    """The attributes of a template that it is chosen by."""

    @property
    def name(self) -> str: ...
    @property
    def field_id(self) -> uuid.UUID | None: ...
    @property
    def stage(self) -> str | None: ...


Kind = TypeVar("Kind", bound=SelectableTemplate)


def pick_template(offered: Sequence[Kind], field_id: uuid.UUID | None, stage: str | None) -> Kind | None:
    """Return the best template: for the field and the stage, for the field, for the stage, or for any; then by name.

    One for another field or stage never suits (docs/rules.md#templates).
    """
    suiting = [row for row in offered if row.field_id in (None, field_id) and row.stage in (None, stage)]
    return min(suiting, key=lambda row: (row.field_id is None, row.stage is None, row.name), default=None)


def stage_of(kind: str, rounds_before: int, decision: str | None) -> str | None:
    """Return the stage for a note of this kind: after the first or a later interview, or after which decision."""
    if kind == "answer":
        return decision if decision in STAGES[kind] else None
    return "later" if rounds_before else "first"
