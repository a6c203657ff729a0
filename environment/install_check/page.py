"""The commands of docs/installing.md, which are the only copy of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from environment.wheel import ROOT

PAGE = ROOT / "docs/installing.md"
_FENCED = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block of commands, and the line that it begins at."""

    line: int
    commands: str

    @property
    def is_for_the_checkout(self) -> bool:
        """Return whether the commands need the checkout: they build; all others install what was built."""
        return self.commands.startswith("make ")


def blocks(path: Path = PAGE) -> list[Block]:
    """Return the page's blocks of commands, in order."""
    text = path.read_text("utf-8")
    return [Block(text.count("\n", 0, found.start(1)) + 1, found[1]) for found in _FENCED.finditer(text)]


def script(selected: Sequence[Block]) -> str:
    """Return one script for bash that runs the blocks in order and stops at the first command that fails."""
    name = PAGE.relative_to(ROOT)
    lines = ["set -eEuo pipefail", f"trap 'echo \"{name}: failed: $BASH_COMMAND\" >&2' ERR"]
    for block in selected:
        first = block.commands.splitlines()[0]
        lines += [f"cat <<'HEADING'\n== {name}:{block.line}: {first}\nHEADING", block.commands]
    return "\n".join(lines)
