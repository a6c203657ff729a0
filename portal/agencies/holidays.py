"""The public holidays of an agency's country, from the library `holidays`."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays from the year before `year` to three years after it; none for an unknown country."""
    try:
        return frozenset(holidays.country_holidays(country, years=range(year - 1, year + 4)))
    except NotImplementedError:
        return frozenset()
