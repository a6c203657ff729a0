"""What no two rows of one file may share."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.rules import email_key
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS


def row_key(kind: str, values: Mapping[str, Any]) -> str | None:
    """Return the key of a row: an address, an employer's name, or a candidate's interview; None where it has none.

    A row without a start has the key of an application.
    """
    if kind == CANDIDATES:
        return email_key(values["email"])
    if kind == EMPLOYERS:
        return str(values["name"]).lower()
    if kind == CONTACTS:
        email = values.get("email")
        whose = email_key(email) if email else str(values["name"]).lower()
        return f"{str(values['employer']).lower()} {whose}"
    employer = str(values["employer"]).lower()
    whose = f"{email_key(values['candidate_email'])} {employer}"
    if "starts_at" not in values:
        return f"{whose} {str(values.get('opening')).lower()}"
    return f"{whose} {values['starts_at'].timestamp():.0f}"


class SeenRows:
    """The keys of the rows read so far, each with the row that had it first."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def earlier_row(self, key: str | None, number: int) -> int | None:
        """Return the earlier row with this key, None where this is the first; remember this one."""
        if key is None:
            return None
        standing = self._first.setdefault(key, number)
        return standing if standing != number else None
