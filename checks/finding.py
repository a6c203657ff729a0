"""A check's finding: what it found, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One violation of one rule; the sentence says why the rule exists."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"
