"""What a check found, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One breach of one rule; the sentence says why the rule is there."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"
