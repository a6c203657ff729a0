"""What becomes of an email: when it is tried again, and what a server's reply means (docs/operating.md#mail)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 240, 240, 240))
"""How long to wait after the first, second, … try."""

SERVER_RETRY_AFTER = timedelta(minutes=1)
"""How long an email waits after a failure of the server: long enough that another email is offered next."""

PERMANENT_FROM_TRY = 3
"""The try from which a permanent refusal counts even if it does not say that it is about the recipient."""

TEMPORARY_DESPITE_CODE = ("5.4.4", "5.2.2", "5.3.1")
"""Enhanced codes that say permanent but mean temporary: no route, a full mailbox, a full server (RFC 3463)."""

RECIPIENT_CODES = ("5.1.", "5.2.")
"""Enhanced codes that, in the reply to RCPT, are about the recipient and nothing else."""

TIMED_OUT = "TimeoutError"
"""The code of an outcome where the reply did not come in time."""

SERVER_REFUSED, NO_ANSWER = "server_refused", "no_answer"
"""How the code begins where the server takes no email at all, or did not reply for one recipient."""

RATE_OF_AGENCY, RATE_OF_DOMAIN = "rate_of_agency", "rate_of_domain"
RATE_CODES = (RATE_OF_AGENCY, RATE_OF_DOMAIN)
"""The outcome of an email that waits for its turn: of its agency, or of the domain that it goes to."""

BURST_SECONDS = 60.0
"""As many emails as a rate allows in this time may go out at once, after as long without any."""

RETURNED = "returned"
"""How the code begins where a bounce says that the email came back for good; the failure's status follows, if known."""

SmtpStage = Literal["mail", "rcpt", "data"]
_REPLY = re.compile(rf"({SERVER_REFUSED} )?\d{{3}}( \d\.\d{{1,3}}\.\d{{1,3}})?(?!\d)")
_ACCEPTED = (250, 251)
SAMPLE_DOMAIN = "sample.example"
"""The domain of sample data. No mail server can exist under `.example` (RFC 2606)."""

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls, separators of lines and paragraphs, and what changes the direction of text."""


@dataclass(frozen=True)
class Sent:
    """The server took the email."""


@dataclass(frozen=True)
class Rejected:
    """The server did not take this email; `code` is its reply, `permanent` whether trying again is pointless.

    `certain` means that the refusal is about this email and not about the server.
    """

    code: str
    permanent: bool
    certain: bool = False


@dataclass(frozen=True)
class Unreachable:
    """The server takes no email now, was not there, or did not let us in; `code` is what was seen."""

    code: str


@dataclass(frozen=True)
class Unknown:
    """The email was handed over and the reply was lost: it may have arrived, and is not sent again."""

    code: str


Outcome = Sent | Rejected | Unreachable | Unknown


@dataclass(frozen=True)
class NextState:
    """The state a message is in after an outcome, when it is due again (None: never), and the outcome's code.

    `is_try` says whether it counts as one of the message's tries.
    """

    state: str
    due_at: datetime | None
    code: str | None
    is_try: bool = True


@dataclass(frozen=True)
class Turn:
    """In how many seconds an email may go out, 0 for at once, and the code of the rate that says so."""

    seconds: float
    code: str


def turns(code: str, begins: float, count: int, rate: int) -> list[Turn]:
    """Return the turns of `count` emails at `rate` a minute, the first of which was reserved in `begins` seconds."""
    each = 60 / rate
    return [Turn(max(begins + (number + 1) * each - BURST_SECONDS, 0.0), code) for number in range(count)]


def next_state(outcome: Outcome, attempts: int, now: datetime) -> NextState:
    """Return what becomes of a message whose `attempts`-th try ended with this outcome at `now`."""
    match outcome:
        case Sent():
            return NextState("sent", None, None)
        case Unknown(code):
            return NextState("unknown", None, code)
        case Unreachable(code):
            return NextState("queued", now + SERVER_RETRY_AFTER, code, is_try=False)
        case Rejected(code, permanent, certain):
            last = PERMANENT_FROM_TRY if permanent else len(RETRY_AFTER) + 1
            if (permanent and certain) or attempts >= last:
                return NextState("failed", None, code)
            return NextState("queued", now + RETRY_AFTER[attempts - 1], code)


def outcome_of_reply(step: SmtpStage, code: int, words: str) -> Outcome:
    """Return what the server's last reply at this step means; `data` also stands for the step of the text.

    At MAIL the recipient is not named yet, so a refusal there is the server's refusal of all email.
    """
    if step == "data" and code in _ACCEPTED:
        return Sent()
    words = words.strip()
    answer = f"{code} {words}"[:200]
    if step == "mail":
        return Unreachable(f"{SERVER_REFUSED} {answer}")
    permanent = code >= 500 and not words.startswith(TEMPORARY_DESPITE_CODE)
    return Rejected(answer, permanent, certain=step == "rcpt" and words.startswith(RECIPIENT_CODES))


def outcome_without_reply(step: SmtpStage, seen: str, *, text_given: bool) -> Outcome:
    """Return the outcome where no reply came at this step, only `seen`; with `text_given` it may have arrived."""
    if text_given:
        return Unknown(seen)
    return Unreachable(seen) if step == "mail" else Rejected(f"{NO_ANSWER} {seen}", permanent=False)


def shared_failure(outcome: Outcome) -> str | None:
    """Return what equal outcomes of several recipients share if the server is at fault; None where it is not.

    A reply that names the recipient, or has a number of its own, counts as the same reply without them.
    """
    if isinstance(outcome, Unknown):
        return outcome.code
    if not isinstance(outcome, Rejected) or outcome.certain:
        return None
    if not outcome.permanent and not outcome.code.startswith(NO_ANSWER):
        return None
    return code_of(outcome.code) + re.sub(r"\S*[@\d]\S*", "", outcome.code)


def code_of(outcome: str) -> str:
    """Return the outcome for the log, without the server's words, which contain addresses."""
    reply = _REPLY.match(outcome)
    return reply[0] if reply else outcome


def has_forbidden_character(value: str) -> bool:
    """Return whether a header's value holds what could start another header, or disguise this one."""
    return _FORBIDDEN.search(value) is not None


def is_sample_address(email: str) -> bool:
    """Return whether the address belongs to sample data, which is never emailed."""
    domain = email.rpartition("@")[2].lower()
    return domain == SAMPLE_DOMAIN or domain.endswith(f".{SAMPLE_DOMAIN}")
