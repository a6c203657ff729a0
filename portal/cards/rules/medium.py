"""Whether a thank-you had better go as an e-mail or as a card, and why (docs/rules.md#medium)."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.cards.rules.post import Arrival
from portal.processes.rules import Pace

EMAIL, CARD = "email", "card"
MEDIA = (EMAIL, CARD)


@dataclass(frozen=True)
class Known:
    """What is known where a medium is to be chosen: `held_on` is the interview's day, `arrives` a card posted today."""

    pace: Pace
    today: date
    held_on: date
    arrives: Arrival
    has_email: bool
    has_postal: bool


@dataclass(frozen=True)
class Suggestion:
    """The medium, and the code of why; `day` is the day that decided it, where one did."""

    medium: str
    reason: str
    day: date | None = None


def suggest(known: Known) -> Suggestion:
    """The medium that suits best: whatever arrives before they decide, a card wherever it has the time."""
    if not known.has_email:
        return Suggestion(CARD, "no_email") if known.has_postal else Suggestion(EMAIL, "no_address")
    if known.pace.hires_right_away:
        return Suggestion(EMAIL, "hires_right_away")
    if not known.has_postal:
        return Suggestion(EMAIL, "no_postal_address")
    return _by_decision(known) or _by_expected_days(known) or _by_stage(known)


def _by_decision(known: Known) -> Suggestion | None:
    decided = known.pace.decision_on
    if decided is None or decided < known.today:
        return None
    if known.arrives.latest >= decided:
        return Suggestion(EMAIL, "decided_before_it_arrives", decided)
    return Suggestion(CARD, "arrives_before_decision", decided)


def _by_expected_days(known: Known) -> Suggestion | None:
    if known.pace.expected_days is None:
        return None
    over = known.held_on + timedelta(days=known.pace.expected_days)
    if known.arrives.latest >= over:
        return Suggestion(EMAIL, "over_before_it_arrives", over)
    return Suggestion(CARD, "long_process", over)


def _by_stage(known: Known) -> Suggestion:
    left = known.pace.candidates_left
    if known.pace.stage == "near_end":
        return Suggestion(EMAIL, "near_end")
    if known.pace.stage == "way_to_go":
        return Suggestion(CARD, "way_to_go")
    if left is None:
        return Suggestion(EMAIL, "same_day")
    return Suggestion(CARD, "many_left") if left > 1 else Suggestion(EMAIL, "few_left")
