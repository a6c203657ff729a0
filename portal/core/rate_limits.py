"""The one table of how often something may be done; docs/security.md shows the same table."""

from dataclasses import dataclass
from datetime import timedelta

from portal.core.errors import N_, ActionRefused

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEFAULT_MESSAGE = N_("That’s the limit for now. Try again in %(wait)s.")


@dataclass(frozen=True)
class RateLimit:
    """`most` times within `within`, counted for each `each`; `sentence` says when to try again."""

    what: str
    most: int
    within: timedelta
    each: str
    sentence: str = DEFAULT_MESSAGE

    @property
    def rate(self) -> str:
        """Return the limit as Flask-Limiter reads it."""
        return f"{self.most} per {int(self.within.total_seconds())} seconds"


INVITATIONS_TO_ADDRESS = RateLimit(
    "Invitations and confirmations",
    3,
    DAY,
    "email address",
    N_("That’s %(most)s invitations to one address in 24 hours, the most we send. Try again in %(wait)s."),
)
INVITATIONS_OF_AGENCY = RateLimit(
    "Invitations and confirmations",
    300,
    DAY,
    "agency",
    N_("That’s %(most)s invitations from your agency in 24 hours, the most we send. Try again in %(wait)s."),
)
NOTES = RateLimit(
    "Notes sent through the portal",
    30,
    DAY,
    "candidate",
    N_("That’s %(most)s notes for one candidate in 24 hours, the most we send. Try again in %(wait)s."),
)
REMINDERS_ASKED_FOR = RateLimit("Reminders that staff ask for", 2, DAY, "candidate")
MESSAGES_TO_CANDIDATE = RateLimit("Messages that staff write to candidates", 3, DAY, "candidate")
TEST_EMAILS = RateLimit(
    "Test emails", 5, HOUR, "person", N_("That’s %(most)s test emails in an hour. Try again in %(wait)s.")
)
CODE_SENTENCE = N_(
    "That’s %(most)s codes, the most we send in this time. Use the newest one, or try again in %(wait)s."
)
CODES_AN_HOUR = RateLimit("Sign-in codes by email", 3, HOUR, "account", CODE_SENTENCE)
CODES_A_DAY = RateLimit("Sign-in codes by email", 10, DAY, "account", CODE_SENTENCE)
CODES_OF_BROWSER = RateLimit("Sign-in codes by email", 10, HOUR, "browser")
CODES_OF_IP = RateLimit("Sign-in codes by email", 30, HOUR, "IP address")
CODE_ENTRIES = RateLimit("Entries of emailed codes", 100, 10 * MINUTE, "IP address")
PASSWORD_EMAILS = RateLimit("Password emails", 3, HOUR, "email address")
PASSWORD_REQUESTS = RateLimit("Password emails", 10, HOUR, "IP address")
SIGN_INS = RateLimit("Sign-in attempts", 10, 10 * MINUTE, "email address and IP address together")
SIGN_INS_FROM_ADDRESS = RateLimit("Sign-in attempts", 100, 10 * MINUTE, "IP address")
SIGN_INS_TO_ACCOUNT = RateLimit("Sign-in attempts from new places", 100, HOUR, "email address")
PASSWORD_CHANGES = RateLimit("Password changes", 10, 10 * MINUTE, "person")
CODES = RateLimit("Codes at sign-in", 10, 10 * MINUTE, "person and IP address together")
CODES_TO_ACCOUNT = RateLimit("Codes at sign-in from new places", 20, HOUR, "person")
CONFIRMATIONS = RateLimit("Confirmations of one’s own password or code", 10, 10 * MINUTE, "person")
UPLOADS = RateLimit("Uploads", 60, HOUR, "person")
PDFS = RateLimit("PDF files and their previews", 60, MINUTE, "person")
SHEETS = RateLimit("Sheets of cards", 30, MINUTE, "person")
SEARCHES = RateLimit("Searches", 300, MINUTE, "person")
BULK_ACTIONS = RateLimit("Actions on one or many candidates at once", 300, HOUR, "person")
FEEDS = RateLimit("Readings of a calendar feed", 60, HOUR, "feed")
EXPORTS = RateLimit("Exports (email, calendar, and audit files)", 120, HOUR, "person")

RATE_LIMITS = (
    INVITATIONS_TO_ADDRESS,
    INVITATIONS_OF_AGENCY,
    NOTES,
    REMINDERS_ASKED_FOR,
    MESSAGES_TO_CANDIDATE,
    TEST_EMAILS,
    CODES_AN_HOUR,
    CODES_A_DAY,
    CODES_OF_BROWSER,
    CODES_OF_IP,
    CODE_ENTRIES,
    PASSWORD_EMAILS,
    PASSWORD_REQUESTS,
    SIGN_INS,
    SIGN_INS_FROM_ADDRESS,
    SIGN_INS_TO_ACCOUNT,
    PASSWORD_CHANGES,
    CODES,
    CODES_TO_ACCOUNT,
    CONFIRMATIONS,
    UPLOADS,
    PDFS,
    SHEETS,
    SEARCHES,
    BULK_ACTIONS,
    FEEDS,
    EXPORTS,
)
"""Planned reminders have no limit."""


class RateLimitReached(ActionRefused):
    """Something was done as often as allowed; it can be done again in `wait`. The web answers 429."""

    def __init__(self, limit: RateLimit, wait: timedelta) -> None:
        super().__init__(limit.sentence, most=limit.most, wait=format_wait(wait))


def format_wait(time: timedelta) -> str:
    """Return a duration rounded up to whole minutes, such as `1 hr 50 min`."""
    minutes = max(-(-time // MINUTE), 1)
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hr"] * bool(hours) + [f"{rest} min"] * bool(rest)
    return " ".join(parts)


def markdown_table() -> str:
    """Return the table as docs/security.md shows it."""
    rows = ["| what | most | within | counted for each |", "|---|---|---|---|"]
    return "\n".join(
        [*rows, *(f"| {row.what} | {row.most} | {format_wait(row.within)} | {row.each} |" for row in RATE_LIMITS)]
    )
