"""What an agency has decided, as one mapping by name: the numbers, the quiet hours, and the choices."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from portal.agencies.models import AgencyProfile
from portal.agencies.rules import CANDIDATE, SENDERS
from portal.core.errors import N_, ActionRefused
from portal.followups.rules.policy import NUMBERS, QUIET_BOUNDS, QUIET_END, QUIET_START, quiet_hours
from portal.followups.rules.quiet_hours import QuietHours

CHOICES: Mapping[str, Any] = {"note_sending": CANDIDATE, "posts_cards": True, "reminders_before_acceptance": False}
"""The columns of the agency's profile that are policies, with their defaults."""
DEFAULTS: Mapping[str, Any] = {
    **{name: number.default for name, number in NUMBERS.items()},
    QUIET_START: QuietHours().start,
    QUIET_END: QuietHours().end,
    **CHOICES,
}
"""The default of every policy, by name: the numbers in the order of the settings page, then the rest."""


def current_values(profile: AgencyProfile) -> dict[str, Any]:
    """Return what the agency has decided, by name; the quiet hours as times."""
    quiet = quiet_hours(profile.policy)
    return {
        **{name: profile.policy.get(name, number.default) for name, number in NUMBERS.items()},
        QUIET_START: quiet.start,
        QUIET_END: quiet.end,
        **{name: getattr(profile, name) for name in CHOICES},
    }


def stored_policy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the policy as it is stored: what isn't the default."""
    names = (*NUMBERS, QUIET_START, QUIET_END)
    return {name: to_json(values[name]) for name in names if values[name] != DEFAULTS[name]}


def to_json(value: Any) -> Any:
    """Return a value as JSON and the audit log hold it."""
    return value.isoformat("minutes") if isinstance(value, time) else value


def from_json(name: str, value: Any) -> Any:
    """Return a value that `to_json` returned."""
    return time.fromisoformat(value) if name in QUIET_BOUNDS else value


def check(values: Mapping[str, Any]) -> None:
    """Raise `ActionRefused` at the first value that owners may not choose."""
    for name, number in NUMBERS.items():
        if not number.allows(values[name]):
            raise ActionRefused(number.unit.bounds, field=name, least=number.least, most=number.most)
    for name, (first, last) in QUIET_BOUNDS.items():
        if not first <= values[name] <= last:
            raise ActionRefused(N_("Choose another time for quiet hours."), field=name)
    if values["note_sending"] not in SENDERS:
        raise ActionRefused(N_("Choose one."), field="note_sending")
