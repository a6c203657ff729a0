"""When a contact can be reached, and how their address is compared."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Details:
    """What is known of a person; blank is the same as None."""

    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None


def reachable(email: str | None, postal_address: str | None) -> bool:
    """Whether a note can get to them: by e-mail or by post (docs/rules.md#reachable)."""
    return bool((email or "").strip() or (postal_address or "").strip())


def reachable_at(was: datetime | None, details: Details, now: datetime) -> datetime | None:
    """When the portal learned how to reach them: kept while it stays so, None once it is not."""
    if not reachable(details.email, details.postal_address):
        return None
    return was or now


def name_key(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
