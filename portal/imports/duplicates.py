"""Rows of one file that are about the same thing."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.rules import email_key
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS


def row_keys(kind: str, values: Mapping[str, Any]) -> list[str]:
    """Return what two rows of one file must not share: an ID of the other system, an address, or an employer's name."""
    keys = [f"external_id:{values['external_id']}"] if values.get("external_id") else []
    if kind in (CANDIDATES, CONTACTS) and values.get("email"):
        keys.append(f"email:{email_key(values['email'])}")
    if kind == EMPLOYERS:
        keys.append(f"name:{values['name'].casefold()}")
    return keys


class SeenRows:
    """The keys of the rows read so far, each with the row that had it first."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def earlier_row(self, kind: str, values: Mapping[str, Any], number: int) -> int | None:
        """Return the earlier row with a key of this one, None where it is the first; remember this one."""
        keys = row_keys(kind, values)
        earlier = next((self._first[key] for key in keys if key in self._first), None)
        for key in keys:
            self._first.setdefault(key, number)
        return earlier
