"""Values as text that a database row keeps and that can be compared: ids, and moments in UTC."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as JSON keeps them."""
    return {code: plain(value) for code, value in values.items()}


def plain(value: Any) -> Any:
    """Return the value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return str(value) if isinstance(value, uuid.UUID) else value
