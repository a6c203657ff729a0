"""The public holidays of countries and their regions, from the library `holidays`, and an agency's changes to them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

import holidays

LANGUAGE = "en_US"
"""The language of the names, where the library has them in it."""


class DayChange(Protocol):
    """A change to a list of holidays: `name` of a day added to it, or None for a day removed from it."""

    @property
    def day(self) -> date: ...

    @property
    def name(self) -> str | None: ...


def days_off(public: Iterable[date] | Mapping[date, str], *layers: Iterable[DayChange]) -> dict[date, str]:
    """Return the days on which no one works, with their names: the public ones, as each layer changes them."""
    found = dict(public) if isinstance(public, Mapping) else dict.fromkeys(public, "")
    for layer in layers:
        for change in layer:
            if change.name is None:
                found.pop(change.day, None)
            else:
                found[change.day] = change.name
    return found


@lru_cache(maxsize=512)
def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """Return the public holidays from the year before `year` to three years after it; none for an unknown place."""
    return frozenset(day for which in range(year - 1, year + 4) for day in named_holidays(country, region, which))


@lru_cache(maxsize=1024)
def named_holidays(country: str, region: str | None, year: int) -> Mapping[date, str]:
    """Return the public holidays of that year with their names; none for an unknown country or region."""
    try:
        plain = holidays.country_holidays(country, subdiv=region)
        language = LANGUAGE if LANGUAGE in plain.supported_languages else None
        years = range(year - 1, year + 2)  # a day may be observed in the year before or after its own
        found = holidays.country_holidays(country, subdiv=region, years=years, language=language)
    except NotImplementedError:
        return MappingProxyType({})
    return MappingProxyType({day: name for day, name in sorted(found.items()) if day.year == year})


@lru_cache(maxsize=256)
def regions(country: str) -> Mapping[str, str]:
    """Return the regions of a country that may have holidays of their own, by code, with their names."""
    codes = holidays.list_supported_countries(include_aliases=False).get(country, [])
    aliases = holidays.country_holidays(country).get_subdivision_aliases() if codes else {}
    names = {code: (aliases.get(code) or [code])[-1] for code in codes}
    return MappingProxyType(dict(sorted(names.items(), key=lambda pair: pair[1])))


def has_holidays(country: str, region: str | None, year: int) -> bool:
    """Return whether the library lists a public holiday there in that year or the next one."""
    return any(named_holidays(country, region, which) for which in (year, year + 1))


def has_own_holidays(country: str, region: str, year: int) -> bool:
    """Return whether the region has other public holidays in that year or the next one than its country."""
    return any(
        named_holidays(country, region, which) != named_holidays(country, None, which) for which in (year, year + 1)
    )
