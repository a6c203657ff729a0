"""What becomes of a mail: when it is tried again, and what a server's answer means (docs/operating.md#mail)."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 240, 240, 240))
"""How long to wait after the first, second, … try."""

TEMPORARY_DESPITE_CODE = ("5.4.4", "5.2.2", "5.3.1")
"""Enhanced codes that say permanent and mean later: no route, a full mailbox, a full server (RFC 3463)."""


@dataclass(frozen=True)
class Sent:
    """The server took the mail."""


@dataclass(frozen=True)
class Refused:
    """The server did not take this mail; `code` is its three digits, `permanent` whether trying again is of no use."""

    code: str
    permanent: bool


@dataclass(frozen=True)
class Unreachable:
    """No server was there to take any mail, or it did not let us in: `code` says what was seen."""

    code: str


@dataclass(frozen=True)
class Unknown:
    """The mail was handed over and the answer was lost: it may have arrived, and is not sent again."""

    code: str


Outcome = Sent | Refused | Unreachable | Unknown


@dataclass(frozen=True)
class Next:
    """The state a message is in after an outcome, when it is due again (None: never), and the outcome's code."""

    state: str
    due_at: datetime | None
    code: str | None


def after(outcome: Outcome, attempts: int, now: datetime) -> Next:
    """What becomes of a message after its `attempts`-th try ended so at `now`."""
    match outcome:
        case Sent():
            return Next("sent", None, None)
        case Unknown(code):
            return Next("unknown", None, code)
        case Refused(code, permanent=True):
            return Next("failed", None, code)
    if attempts > len(RETRY_AFTER):
        return Next("failed", None, outcome.code)
    return Next("queued", now + RETRY_AFTER[attempts - 1], outcome.code)


def refusal(code: int, words: str) -> Refused:
    """What a server's refusal means: 5xx is for good, but for those that only sound so."""
    soft = any(words.lstrip().startswith(enhanced) for enhanced in TEMPORARY_DESPITE_CODE)
    return Refused(f"{code} {words.strip()}"[:200], permanent=code >= 500 and not soft)


def forbidden_sign(value: str) -> bool:
    """Whether a header's value holds what could start another header, or disguise this one."""
    return any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") or sign in _BIDI for sign in value)


_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
