"""Parses an address typed as lines into fields as far as possible; the person who checks it corrects the rest."""

import re
from collections.abc import Mapping, Sequence

FIELDS = (
    "name",
    "company_name",
    "street_address",
    "city_area",
    "city",
    "country_area",
    "postal_code",
    "sorting_code",
    "country_code",
)

_US = re.compile(r"^(?P<city>.+?),?\s+(?P<country_area>[A-Za-z]{2})\.?\s+(?P<postal_code>\d{5}(-\d{4})?)$")
_CA = re.compile(
    r"^(?P<city>.+?),?\s+(?P<country_area>[A-Za-z]{2})\s+(?P<postal_code>[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d)$"
)
_GB = re.compile(r"^(?:(?P<city>.+?),?\s+)?(?P<postal_code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$", re.IGNORECASE)
_AU = re.compile(r"^(?P<city>.+?),?\s+(?P<country_area>[A-Z]{2,3})\s+(?P<postal_code>\d{4})$")
_CODE_FIRST = re.compile(
    r"^(?:[A-Z]{1,3}-)?(?P<postal_code>\d{4,5}|\d{3} \d{2}|\d{2}-\d{3}|\d{4} [A-Z]{2})\s+(?P<city>.+)$"
)
CITY_LINE_PATTERNS = {"US": _US, "CA": _CA, "GB": _GB, "AU": _AU}


def split_address(text: str, country: str, countries: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an address given as lines or with commas.

    `country` applies if the address names none; `countries` maps country names in capitals to two-letter codes.
    """
    parts = [part.strip(" ,") for part in text.split("\n") if part.strip(" ,")]
    if len(parts) == 1:
        parts = _split_at_commas(parts[0])
    if parts and parts[-1].upper() in countries:
        country = countries[parts.pop().upper()]
    found = {"country_code": country}
    for number in range(len(parts) - 1, -1, -1):
        match = CITY_LINE_PATTERNS.get(country, _CODE_FIRST).match(parts[number])
        if match:
            found |= {name: value for name, value in match.groupdict().items() if value}
            return _with_separate_town(found, parts[:number])
    return found | {"street_address": "\n".join(parts)}


def _with_separate_town(found: dict[str, str], before: Sequence[str]) -> dict[str, str]:
    """Return the fields with the street, and with a town on a line of its own above its code, as in Great Britain."""
    if "city" in found or not before:
        return found | {"street_address": "\n".join(before)}
    return found | {"city": before[-1], "street_address": "\n".join(before[:-1])}


def _split_at_commas(line: str) -> list[str]:
    """Return the parts of a line between its commas, but keep a town with the state and code after it."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and re.fullmatch(r"[A-Z]{2,3}\.? [\dA-Za-z -]{4,10}", part):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined
