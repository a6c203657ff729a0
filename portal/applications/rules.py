"""What is said of the pace, and how an application can end."""

from dataclasses import dataclass
from datetime import date

RESPONSE_KINDS = ("answer", "offer", "refusal")
STAGES = ("near_end", "way_to_go")


@dataclass(frozen=True)
class Pace:
    """What was said of the pace, at the interview or to the recruiter; None where nothing was (docs/rules.md#pace).

    `expected_days` counts from the interview's day; `stage` is one of `STAGES`.
    """

    decision_on: date | None = None
    expected_days: int | None = None
    stage: str | None = None
    candidates_left: int | None = None
    hires_right_away: bool | None = None
