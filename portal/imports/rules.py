"""What a row of a file is to the agency: new, the same as a record, perhaps the same, or wrong; and what it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.contacts.details import digits
from portal.exports.rules import parse_tags
from portal.names.folding import fold
from portal.names.rules import name_without_titles

NEW, SAME, MAYBE, WRONG = VERDICTS = ("new", "same", "maybe", "wrong")
"""The verdicts of the preview."""

SKIP = "skip"
DECISIONS = (NEW, SAME, SKIP)
"""What a person decides about a row that may be the same: add it as new, take it for the record, or leave it out."""

READING, UNREADABLE, CHECKING, READY, DISCARDED, RUNNING, STOPPED, DONE, UNDOING, UNDONE = STATES = (
    "reading",
    "unreadable",
    "checking",
    "ready",
    "discarded",
    "running",
    "stopped",
    "done",
    "undoing",
    "undone",
)
"""The states of an import, in their order; a stopped one can be resumed, and a finished one undone."""

CALENDARS = "ics"
"""How a file of calendar events is written."""

CHANGED_HERE = "changed_here"
"""The reason of a row whose record someone changed in the portal, so that the import asks."""

TAGS = "tags"
"""The value of a row that candidates get on top of what they have."""

PHONE_DIGITS = 9
"""How many digits at the end of two phone numbers have to agree."""

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Match:
    """A record that a row may be about. `reason` is what they share.

    `certain` is whether that makes them the same. `current` are its values by field; `imported` are those that the
    last import gave it, which nobody chose in the portal.
    """

    record_id: Any
    reason: str
    certain: bool
    current: Plain
    imported: Plain


@dataclass(frozen=True)
class Verdict:
    """What a row is: `changes` and `conflicts` are fields of the record that it would change, or may not."""

    code: str
    reason: str | None = None
    match: Match | None = None
    changes: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def judge(given: Plain, match: Match | None, decision: str | None = None) -> Verdict:
    """Return the verdict of a row without problems, from its plain values and the record found for it."""
    if match is None:
        return Verdict(NEW)
    changes, conflicts = compare(given, match.current, match.imported)
    if not match.certain:
        return Verdict(MAYBE, match.reason, match, changes, conflicts)
    if conflicts and decision is None:
        return Verdict(MAYBE, CHANGED_HERE, match, changes, conflicts)
    return Verdict(SAME, match.reason, match, changes, conflicts)


def compare(given: Plain, current: Plain, imported: Plain) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields that the file changes, and those where someone in the portal decided otherwise.

    A value that the file gave already changes nothing again, whatever became of it in the portal. Tags are only added,
    so that nobody needs to be asked. `current` has every
    field that a file can change, and the others of `given` only say which record the row is about.
    """
    changes: list[str] = []
    conflicts: list[str] = []
    for code, value in given.items():
        if code not in current:
            continue
        mine = current[code]
        if mine == value or (code in imported and imported[code] == value) or _is_one_address(code, mine, value):
            continue
        if code == TAGS:
            changes += [TAGS] if _adds_tags(mine, value) else []
            continue
        untouched = mine is None or (code in imported and imported[code] == mine)
        if untouched:
            changes.append(code)
        elif not _differ_in_writing_only(code, str(mine), str(value)):
            conflicts.append(code)
    return tuple(changes), tuple(conflicts)


def _adds_tags(mine: str, given: str) -> bool:
    return not {fold(name) for name in parse_tags(given)} <= {fold(name) for name in parse_tags(mine)}


def _is_one_address(code: str, mine: Any, given: Any) -> bool:
    return code in ("email", "hr_email") and mine is not None and str(mine).casefold() == str(given).casefold()


def _differ_in_writing_only(code: str, mine: str, given: str) -> bool:
    """Return whether nobody needs to be asked: one phone number, or one name with a title or in other capitals."""
    if code in ("phone", "hr_phone"):
        return phone_end(mine) == phone_end(given) != ""
    if code in ("name", "hr_name"):
        return mine.casefold() == given.casefold() or name_without_titles(mine) == name_without_titles(given)
    return False


def phone_end(phone: str) -> str:
    """Return the digits that two writings of one phone number share; nothing where there are too few."""
    found = digits(phone)
    return found[-PHONE_DIGITS:] if len(found) >= PHONE_DIGITS else ""


def action_of(verdict: str, decision: str | None) -> str:
    """Return what the run does with a row: `new`, `same`, or `skip`; one that waits for a decision is left out."""
    if verdict == WRONG:
        return SKIP
    if decision is not None:
        return decision
    return verdict if verdict in (NEW, SAME) else SKIP


def fields_to_change(changes: Sequence[str], conflicts: Sequence[str], decision: str | None) -> Sequence[str]:
    """Return the fields that the run changes: a person who takes the row for the record lets the file decide."""
    return [*changes, *conflicts] if decision == SAME else changes
