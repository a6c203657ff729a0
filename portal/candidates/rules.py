"""What stops reminders, and how a candidate's state is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SUPPRESSIONS = ("deactivated", "placed", "bounced", "unsubscribed", "paused")
"""Why a candidate is not reminded, the weightiest first."""


@dataclass(frozen=True)
class SuppressionFacts:
    """One suppression: its kind and, in UTC, until when it applies (None: until lifted)."""

    kind: str
    until: datetime | None


def current_suppression(stops: Iterable[SuppressionFacts], now: datetime) -> str | None:
    """Return the weightiest suppression that applies at `now`, or None (docs/rules.md#stops)."""
    kinds = {stop.kind for stop in stops if stop.until is None or stop.until > now}
    return next((kind for kind in SUPPRESSIONS if kind in kinds), None)
