"""A circuit breaker for a mail server: after a failure of the server itself, no email is offered to it for a while."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from portal.messaging.rules import (
    SERVER_REFUSED,
    TIMED_OUT,
    Outcome,
    Rejected,
    Sent,
    Unknown,
    Unreachable,
    shared_failure,
)

OPEN_SECONDS = (15.0, 30.0, 60.0, 120.0, 300.0)
"""How long the circuit opens the first, second, … time before the server takes an email again."""

DOMAINS_IN_A_ROW = 3
"""After this many recipient domains in a row with the same reply, the server is at fault, not the recipients."""


@dataclass
class CircuitBreaker:
    """Judge the outcomes of one server's emails, one after the other. Each process keeps its own.

    `open_until` is by `seconds`, a monotonic clock; `reason` is the code of what opened it.
    """

    seconds: Callable[[], float] = monotonic
    open_until: float = 0.0
    reason: str = ""
    opened: int = 0
    answer: str | None = None
    domains: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Return whether no email may be offered to the server now."""
        return self.seconds() < self.open_until

    def judge(self, outcome: Outcome, domain: str) -> Outcome:
        """Return what the outcome of an email to this domain means; open the circuit where the server is at fault.

        Once a reply has opened it, the same reply opens it again, until the server takes an email.
        """
        if isinstance(outcome, Sent):
            self.opened, self.answer, self.domains = 0, None, set()
            return outcome
        answer = shared_failure(outcome)
        if answer != self.answer:
            self.answer, self.domains = answer, set()
        if answer is not None:
            self.domains.add(domain)
        in_a_row = len(self.domains) >= DOMAINS_IN_A_ROW
        if isinstance(outcome, Rejected) and in_a_row:
            outcome = Unreachable(f"{SERVER_REFUSED} {outcome.code}"[:200])
        if isinstance(outcome, Unreachable) or in_a_row or outcome == Unknown(TIMED_OUT):
            self._open(outcome.code)
        return outcome

    def _open(self, reason: str) -> None:
        self.open_until = self.seconds() + OPEN_SECONDS[min(self.opened, len(OPEN_SECONDS) - 1)]
        self.opened, self.reason = self.opened + 1, reason
