"""The roles, how email addresses are compared, how far an account sees, and how long a sign-in lasts."""

import unicodedata
from datetime import date, datetime, timedelta

OWNER, RECRUITER, VIEWER, CANDIDATE = "owner", "recruiter", "viewer", "candidate"
ROLES = (OWNER, RECRUITER, VIEWER, CANDIDATE)
STAFF = (OWNER, RECRUITER, VIEWER)


def email_key(email: str) -> str:
    """Return the form in which two spellings of one address are equal: composed, folded, trimmed."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


SCOPES = ("own", "office", "agency")
"""How far a recruiter sees, the narrowest first."""


def effective_scope(role: str, widest: str, chosen: str | None) -> str:
    """Return how far an account sees: as chosen, never wider than the agency allows; an owner may see all of it."""
    limit = "agency" if role == OWNER else widest
    wanted = chosen if chosen in SCOPES else limit
    return min(wanted, limit, key=SCOPES.index)


RECENT = timedelta(minutes=10)
"""How long after someone entered their password they may do what needs a recent sign-in."""


def is_recent(confirmed_at: datetime | None, now: datetime) -> bool:
    """Return whether the password was entered recently enough for roles, exports, and the like."""
    return confirmed_at is not None and now - confirmed_at < RECENT


def must_set_up_second_factor(role: str, has_one: bool, required_from: date | None, today: date) -> bool:
    """Return whether a colleague has to set up a second factor before anything else; candidates never have to."""
    return role in STAFF and not has_one and required_from is not None and today >= required_from


IDLE_LIFETIME, MAX_LIFETIME = timedelta(days=30), timedelta(days=180)
SEEN_UPDATE_INTERVAL = timedelta(hours=1)
"""How often a sign-in's last-seen time is updated."""


def session_expiry(authenticated_at: datetime, seen_at: datetime) -> datetime:
    """Return when a sign-in expires: 30 days after the browser was last seen, 180 after the password was entered."""
    return min(seen_at + IDLE_LIFETIME, authenticated_at + MAX_LIFETIME)
