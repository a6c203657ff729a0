"""A group of the audit log's codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class AuditGroup:
    """Codes that are filtered together, each with what was done, without who did it and about what."""

    label: Any
    sentences: Mapping[str, Any]
