"""Two windows on one thing: what each typed stands, and the same field twice is chosen (docs/rules.md#windows)."""

import hashlib
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

THEIRS, BOTH = "theirs", "both"


@dataclass(frozen=True)
class FormSnapshot:
    """What a page showed when it was opened, a sign for each field; `choices` are of fields that both typed in."""

    signs: Mapping[str, str]
    choices: Mapping[str, str]

    def knows(self, name: str, value: Any) -> bool:
        """Whether the page showed this value of the field, or none of it at all."""
        return self.signs.get(name, fingerprint(value)) == fingerprint(value)


@dataclass(frozen=True)
class MergeResult:
    """Both put together: in `taken` only somebody else typed meanwhile, in `clashes` both did, and differently."""

    values: Mapping[str, Any]
    taken: tuple[str, ...]
    clashes: tuple[str, ...]


def merge(
    shown: FormSnapshot, typed: Mapping[str, Any], standing: Mapping[str, Any], own: Container[str] = ()
) -> MergeResult:
    """What stands after this was typed on a page that showed something else than what stands now.

    `own` are the fields that this very page was the last to save.
    """
    other = [name for name in typed if name not in own and not shown.knows(name, standing[name])]
    differs = [name for name in other if fingerprint(typed[name]) != fingerprint(standing[name])]
    taken = tuple(name for name in differs if shown.knows(name, typed[name]))
    clashes = tuple(name for name in differs if name not in taken)
    known = [name for name in shown.choices if name in typed and name not in other]
    chosen = {name: _resolve_choice(shown.choices[name], typed[name], standing[name]) for name in known}
    return MergeResult({**typed, **chosen, **{name: standing[name] for name in taken}}, taken, clashes)


def fingerprint(value: Any) -> str:
    """A short sign of a value, the same for the same one; nothing and an empty text are the same."""
    return hashlib.sha256(("" if value is None else str(value)).encode("utf-8", "replace")).hexdigest()[:12]


def serialize(values: Mapping[str, Any]) -> str:
    """The signs of what a page shows, as its form carries them."""
    return json.dumps({name: fingerprint(value) for name, value in values.items()}, separators=(",", ":"))


def deserialize(text: str | None) -> Mapping[str, str]:
    """What `written` wrote; nothing of anything else."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _resolve_choice(choice: str, typed: Any, standing: Any) -> Any:
    if choice == THEIRS:
        return standing
    return f"{typed}\n{standing}" if choice == BOTH and typed and standing else typed
