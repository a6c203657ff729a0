"""How long a card is in the mail, and when it should arrive (docs/rules.md#post)."""

from dataclasses import dataclass
from datetime import date

from portal.followups.rules.working_time import BusinessDays, Holidays, working_days_after

DOMESTIC_DAYS = {
    "AT": (1, 3),
    "AU": (2, 6),
    "BE": (1, 3),
    "BR": (3, 8),
    "CA": (2, 5),
    "CH": (1, 3),
    "CN": (3, 7),
    "DE": (1, 3),
    "DK": (1, 5),
    "ES": (2, 4),
    "FR": (2, 4),
    "GB": (1, 3),
    "IE": (1, 3),
    "IN": (3, 7),
    "IT": (3, 6),
    "JP": (1, 3),
    "MX": (4, 10),
    "NL": (1, 3),
    "PL": (2, 5),
    "SE": (2, 4),
    "US": (2, 5),
}
DEFAULT_DOMESTIC_DAYS = (2, 5)
EUROPEAN_COUNTRIES = frozenset(
    {"AD", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI"}
    | {"FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV"}
    | {"MC", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "SM"}
)
NEIGHBOR_DAYS = {frozenset({"CA", "US"}): (4, 10), frozenset({"MX", "US"}): (7, 15), frozenset({"AU", "NZ"}): (5, 10)}
WITHIN_EUROPE_DAYS, INTERNATIONAL_DAYS = (3, 7), (7, 15)


@dataclass(frozen=True)
class ArrivalDates:
    """The first and the last day on which a card should arrive."""

    earliest: date
    latest: date


def delivery_days(origin: str, destination: str) -> tuple[int, int]:
    """Return the usual fewest and most working days from one country to another, both two-letter codes."""
    if origin == destination:
        return DOMESTIC_DAYS.get(origin, DEFAULT_DOMESTIC_DAYS)
    if found := NEIGHBOR_DAYS.get(frozenset({origin, destination})):
        return found
    return WITHIN_EUROPE_DAYS if {origin, destination} <= EUROPEAN_COUNTRIES else INTERNATIONAL_DAYS


def expected_arrival(posted: date, origin: str, destination: str, holidays: Holidays) -> ArrivalDates:
    """Return when a card mailed that day should arrive; `holidays` are those of the country it goes to."""
    fewest, most = delivery_days(origin, destination)
    days = BusinessDays(holidays)
    return ArrivalDates(working_days_after(posted, fewest, days), working_days_after(posted, most, days))
