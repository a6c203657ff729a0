"""Why a step is due when it is, as data: pages, emails, and the command line word it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """A code of `portal/followups/reasons.py`, and the values for its sentence: numbers and ISO dates."""

    code: str
    values: Mapping[str, int | str] = field(default_factory=dict)
