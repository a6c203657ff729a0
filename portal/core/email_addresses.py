"""What an email address is, in one place for forms, imports, and actions; no one is asked whether it exists."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

_LIKE_ONE = re.compile(r"[^\s@]@+[^\s@]")


@lru_cache(maxsize=10_000)
def normalize_email(text: str | None) -> str | None:
    """Return the address in its usual form, None where this is not one address that could ever receive email."""
    try:
        found = validate_email(text or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return str(found.normalized)


def contains_email(text: str | None) -> bool:
    """Return whether a name or a title has an email address in it, even a misspelled one."""
    return bool(_LIKE_ONE.search(text or ""))


def display_name(name: str | None, email: str | None) -> str:
    """Return the name to list someone under: their own, else what stands before the @ of their address."""
    known = (name or "").strip()
    if not known or contains_email(known):
        known = (email or known).partition("@")[0].strip()
    return known[:120]
