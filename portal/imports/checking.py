"""One row of a file, read by the mapping: the values it gives, or what is wrong with which of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.core.errors import N_
from portal.imports.columns import EMPLOYERS, NAME_PARTS, fields_of
from portal.imports.rules import Match
from portal.imports.values import DEFAULT_LENGTH, Moment, ReadingRules, WrongValue, parse_value


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: the field’s code, and a sentence that says what would be right, with its values."""

    code: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def word(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence in the language of `translate`, or in English without it."""
        said = translate(self.sentence)
        return said % self.values if self.values else said


@dataclass(frozen=True)
class CheckedRow:
    """The values that a row gives by field, without the empty ones, or its problems."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found for one row: the record that it is or may be about, or a problem that keeps the row out."""

    match: Match | None = None
    problem: Problem | None = None


def check_row(
    kind: str, mapping: Mapping[str, str], columns: Sequence[str], cells: Sequence[str], reading: ReadingRules
) -> CheckedRow:
    """Return the row's values, as its kind of file needs them."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, cell in zip(columns, cells, strict=True):
        code = mapping.get(column)
        if code is None:
            continue
        try:
            value = parse_value("company" if (kind, code) == (EMPLOYERS, "name") else code, cell, reading)
        except WrongValue as wrong:
            problems.append(Problem(code, wrong.sentence, wrong.values))
            continue
        if value is not None:
            values[code] = value
    _join_name(values)
    wrong_fields = {problem.code for problem in problems}
    for code, known in fields_of(kind).items():
        if known.required and code not in values and code not in wrong_fields and not _stands_alone(code, reading):
            problems.append(Problem(code, N_("Fill this in.")))
    if not problems and "starts_at" in values:
        problems += _set_times(values, reading)
    return CheckedRow(values, tuple(problems))


def _stands_alone(code: str, reading: ReadingRules) -> bool:
    """Return whether a row may lack this: in the portal’s own export, an application alone has no start."""
    return code == "starts_at" and reading.verbatim


def _join_name(values: dict[str, Any]) -> None:
    """Replace first and last name by the name, unless the row gives that too."""
    parts = [values.pop(code) for code in NAME_PARTS if code in values]
    if parts and "name" not in values:
        values["name"] = " ".join(parts)


def _set_times(values: dict[str, Any], reading: ReadingRules) -> list[Problem]:
    """Replace the times by moments in the row's time zone; return what is wrong with them."""
    zone = values.setdefault("time_zone", reading.time_zone)
    starts: Moment = values["starts_at"]
    ends: Moment | None = values.get("ends_at")
    values["starts_at"] = starts.in_zone(zone)
    values["ends_at"] = ends.in_zone(zone) if ends else values["starts_at"] + DEFAULT_LENGTH
    if values["ends_at"] <= values["starts_at"]:
        return [Problem("ends_at", N_("Enter an end that’s after the start."))]
    return []
