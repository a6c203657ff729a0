"""A circuit breaker for a mail server: after a failure of the server itself, no email is offered to it for a while."""

from dataclasses import dataclass, field

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


def open_seconds(openings: int) -> float:
    """Return how long the circuit stays open the first, second, … time."""
    return OPEN_SECONDS[min(openings, len(OPEN_SECONDS)) - 1]


@dataclass
class CircuitBreaker:
    """Judge the outcomes of one server's emails, one after the other. Each process judges for itself.

    `reason` is the code of what opened it, empty while it is closed. All processes share how long it stays open
    (`failing_servers`).
    """

    reason: str = ""
    answer: str | None = None
    domains: set[str] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Return whether no email may be offered to the server now."""
        return self.reason != ""

    def close(self) -> None:
        """Let an email be offered to the server again; what was judged so far still counts."""
        self.reason = ""

    def judge(self, outcome: Outcome, domain: str) -> Outcome:
        """Return what the outcome of an email to this domain means; open the circuit where the server is at fault.

        Once a reply has opened it, the same reply opens it again, until the server takes an email.
        """
        if isinstance(outcome, Sent):
            self.answer, self.domains = None, set()
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
            self.reason = outcome.code
        return outcome
