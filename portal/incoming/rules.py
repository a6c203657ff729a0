"""What is done about an email that came in."""

from typing import Literal

HARD_BOUNCES_AN_HOUR = 100
"""How many addresses bounces may end in an hour: a wave of forged ones can't silence everyone."""

Effect = Literal["address_failed", "counted", "too_many", "ignored", "shown", "unmatched", "unread"]


def effect_of(kind: str | None, *, permanent: bool | None, is_matched: bool, hard_bounces: int) -> Effect:
    """Return what is done about an email of this kind (docs/rules.md#incoming-email).

    `is_matched`: it belongs to an email of ours. `hard_bounces` is how many have ended an address within an hour.
    """
    if kind is None:
        return "unread"
    if not is_matched and kind in ("bounce", "message"):
        return "unmatched"
    if kind == "bounce":
        if permanent is not True:
            return "counted"
        return "too_many" if hard_bounces >= HARD_BOUNCES_AN_HOUR else "address_failed"
    return "shown" if kind == "message" else "ignored"
