"""Two windows on one row: changes to different fields are merged; a person chooses between two values of one field.

The rules are in docs/rules.md#windows.
"""

import hashlib
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

THEIRS, BOTH = "theirs", "both"


@dataclass(frozen=True)
class FormSnapshot:
    """What a page showed when it was opened, a fingerprint for each field.

    `choices` are for fields that both changed.
    """

    signs: Mapping[str, str]
    choices: Mapping[str, str]

    def knows(self, name: str, value: Any) -> bool:
        """Return whether the page showed this value of the field, or did not show the field at all."""
        return self.signs.get(name, fingerprint(value)) == fingerprint(value)


@dataclass(frozen=True)
class MergeResult:
    """The merged values.

    `taken` names fields that only someone else changed, `clashes` those that both changed differently.
    """

    values: Mapping[str, Any]
    taken: tuple[str, ...]
    clashes: tuple[str, ...]


def merge(
    shown: FormSnapshot, typed: Mapping[str, Any], standing: Mapping[str, Any], own: Container[str] = ()
) -> MergeResult:
    """Return the values after this was typed on a page that showed other values than the current ones, `standing`.

    `own` names the fields that this same page saved last.
    """
    other = [name for name in typed if name not in own and not shown.knows(name, standing[name])]
    differs = [name for name in other if fingerprint(typed[name]) != fingerprint(standing[name])]
    taken = tuple(name for name in differs if shown.knows(name, typed[name]))
    clashes = tuple(name for name in differs if name not in taken)
    known = [name for name in shown.choices if name in typed and name not in other]
    chosen = {name: _resolve_choice(shown.choices[name], typed[name], standing[name]) for name in known}
    return MergeResult({**typed, **chosen, **{name: standing[name] for name in taken}}, taken, clashes)


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of a value; None and an empty text have the same one."""
    return hashlib.sha256(("" if value is None else str(value)).encode("utf-8", "replace")).hexdigest()[:12]


def serialize(values: Mapping[str, Any]) -> str:
    """Return the fingerprints of what a page shows, as its form carries them."""
    return json.dumps({name: fingerprint(value) for name, value in values.items()}, separators=(",", ":"))


def deserialize(text: str | None) -> Mapping[str, str]:
    """Return the fingerprints in what `serialize` returned; an empty mapping for anything else."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _resolve_choice(choice: str, typed: Any, standing: Any) -> Any:
    if choice == THEIRS:
        return standing
    return f"{typed}\n{standing}" if choice == BOTH and typed and standing else typed
