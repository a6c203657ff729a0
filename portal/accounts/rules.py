"""The roles, how email addresses are compared, how far an account sees, and how long a sign-in lasts."""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OWNER, RECRUITER, VIEWER, CANDIDATE = "owner", "recruiter", "viewer", "candidate"
ROLES = (OWNER, RECRUITER, VIEWER, CANDIDATE)
STAFF = (OWNER, RECRUITER, VIEWER)


def email_key(email: str) -> str:
    """Return the form in which two spellings of one address are equal: composed, folded, trimmed."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


LIST_VIEWS = ("compact", "comfortable")
DATE_FORMATS = ("en_US", "en_GB", "en_AU")
"""The locales that a person can choose for dates and times: month first, day first, day first with a 12-hour clock."""
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


CODE_LIFETIME = timedelta(minutes=10)
MAX_CODE_TRIES = 5
CODE_OPEN, CODE_USED, CODE_EXPIRED, CODE_TRIED = "open", "used", "expired", "tried"


def code_state(now: datetime, *, expires_at: datetime, used_at: datetime | None, tries: int) -> str:
    """Return whether an emailed code can still be entered, or else why it can't: by code or link, it works once."""
    if used_at is not None:
        return CODE_USED
    if now >= expires_at:
        return CODE_EXPIRED
    return CODE_TRIED if tries >= MAX_CODE_TRIES else CODE_OPEN


def may_use_code(role: str, deactivated_at: datetime | None) -> bool:
    """Return whether an account signs in by an emailed code: candidates do; staff have a password and a second step."""
    return role == CANDIDATE and deactivated_at is None


MAX_ABSENCE = timedelta(days=366)


def is_away(away_from: date | None, back_on: date | None, time_zone: str, now: datetime) -> bool:
    """Return whether the first day away has begun and the day on which they are back hasn't, in their own time zone."""
    if away_from is None or back_on is None:
        return False
    return away_from <= now.astimezone(ZoneInfo(time_zone)).date() < back_on


def may_see_candidate(
    role: str, visibility: str, office_id: uuid.UUID | None, candidate_office_id: uuid.UUID | None
) -> bool:
    """Return whether someone may see a colleague's candidate, by how far the agency lets its recruiters see."""
    if role == OWNER or visibility == "agency":
        return True
    return visibility == "office" and office_id is not None and office_id == candidate_office_id


@dataclass(frozen=True)
class Availability:
    """Whether someone works here and may look after candidates, is away now, and may see the candidate."""

    is_active: bool
    is_away: bool = False
    may_see: bool = True

    @property
    def can_act(self) -> bool:
        return self.is_active and not self.is_away and self.may_see


ACTS_RECRUITER, ACTS_SUBSTITUTE, ACTS_OWNER = "recruiter", "substitute", "owner"


def who_acts(recruiter: Availability | None, substitute: Availability | None) -> str:
    """Return who gets a candidate's requests, notes, and replies (docs/rules.md#away).

    The recruiter; while they are away their substitute, if that one is here and may see the candidate; else an owner. A
    substitute's own substitute is never asked.
    """
    if recruiter is None or not recruiter.is_active:
        return ACTS_OWNER
    if not recruiter.is_away:
        return ACTS_RECRUITER
    return ACTS_SUBSTITUTE if substitute is not None and substitute.can_act else ACTS_OWNER
