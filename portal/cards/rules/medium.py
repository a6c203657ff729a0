"""Whether a thank-you should go out as an email or as a card, and why (docs/rules.md#medium)."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.applications.rules import Pace
from portal.cards.rules.post import ArrivalDates

EMAIL, CARD = "email", "card"


@dataclass(frozen=True)
class MediumFacts:
    """The facts for choosing a medium; `held_on` is the interview's day, `arrives` when a card mailed today arrives."""

    pace: Pace
    today: date
    held_on: date
    arrives: ArrivalDates
    has_email: bool
    has_postal: bool


@dataclass(frozen=True)
class MediumSuggestion:
    """The medium, and the code of the reason; `day` is the day that decided it, if one did."""

    medium: str
    reason: str
    day: date | None = None


def suggest_medium(known: MediumFacts) -> MediumSuggestion:
    """Return the medium that suits best: a card if it arrives in time, otherwise an email."""
    if not known.has_email:
        return MediumSuggestion(CARD, "no_email") if known.has_postal else MediumSuggestion(EMAIL, "no_address")
    if known.pace.hires_right_away:
        return MediumSuggestion(EMAIL, "hires_right_away")
    if not known.has_postal:
        return MediumSuggestion(EMAIL, "no_postal_address")
    return _by_decision(known) or _by_expected_days(known) or _by_stage(known)


def _by_decision(known: MediumFacts) -> MediumSuggestion | None:
    decided = known.pace.decision_on
    if decided is None or decided < known.today:
        return None
    if known.arrives.latest >= decided:
        return MediumSuggestion(EMAIL, "decided_before_it_arrives", decided)
    return MediumSuggestion(CARD, "arrives_before_decision", decided)


def _by_expected_days(known: MediumFacts) -> MediumSuggestion | None:
    if known.pace.expected_days is None:
        return None
    over = known.held_on + timedelta(days=known.pace.expected_days)
    if known.arrives.latest >= over:
        return MediumSuggestion(EMAIL, "over_before_it_arrives", over)
    return MediumSuggestion(CARD, "long_process", over)


def _by_stage(known: MediumFacts) -> MediumSuggestion:
    left = known.pace.candidates_left
    if known.pace.stage == "near_end":
        return MediumSuggestion(EMAIL, "near_end")
    if known.pace.stage == "way_to_go":
        return MediumSuggestion(CARD, "way_to_go")
    if left is None:
        return MediumSuggestion(EMAIL, "same_day")
    return MediumSuggestion(CARD, "many_left") if left > 1 else MediumSuggestion(EMAIL, "few_left")
