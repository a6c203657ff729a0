"""Which days are no working days in an agency's country, from the library `holidays`."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays from the year before `year` to three years after it; none for a country not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=range(year - 1, year + 4)))
    except NotImplementedError:
        return frozenset()
