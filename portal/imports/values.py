"""What a cell has to hold for each field, and what would be right where it does not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers

from portal.core.email_addresses import contains_email, display_name, normalize_email
from portal.core.errors import N_
from portal.exports.rules import format_place, format_tags, parse_people, parse_tags, restore, split_place
from portal.imports.dates import MONTH_FIRST, UnreadableDate, parse_moment
from portal.messaging.rules import has_forbidden_character
from portal.names.folding import fold
from portal.names.rules import person_name
from portal.readers.ics_zone_names import zone_by_display_name

MAX_NAME, MAX_LINE, MAX_EMAIL, MAX_LINK = 120, 300, 254, 2000
FIRST_YEAR, LAST_YEAR = 2000, 2100
_YES, _NO = ("yes", "y", "true", "1", "x", "ja"), ("no", "n", "false", "0", "nein")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)(?:[/?#].*)?"
)


class WrongValue(ValueError):
    """A cell does not hold what its field needs; `sentence` says what would be right, with its `values`."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values: Mapping[str, Any] = values


@dataclass(frozen=True)
class ReadingRules:
    """How to read values that can mean several things: the agency's country, time zone, and order of dates.

    `verbatim`: names, numbers, and domains stay as the portal wrote them.
    """

    country: str = "US"
    time_zone: str = "UTC"
    date_order: str = MONTH_FIRST
    languages: tuple[str, ...] = ("en",)
    verbatim: bool = False


@dataclass(frozen=True)
class PersonNamed:
    """Someone in the column of people: a name, and an email address if there is one."""

    name: str
    email: str | None = None


@dataclass(frozen=True)
class Moment:
    """A date and time as a cell gives it; `zone` is the offset that the cell wrote, if any."""

    local: datetime

    def in_zone(self, zone: str) -> datetime:
        """Return the aware moment; a time without an offset is in `zone`."""
        return self.local if self.local.tzinfo else self.local.replace(tzinfo=ZoneInfo(zone))


def parse_value(code: str, text: str, reading: ReadingRules) -> Any:
    """Return what the cell gives for this field, None where it is empty; raise `WrongValue`."""
    value = restore(text).strip()
    parser = parse_line if reading.verbatim and code in _KEPT_VERBATIM else _PARSERS[code]
    return parser(value, reading) if value else None


def parse_line(value: str, _reading: ReadingRules) -> str:
    """Return the text on one line."""
    line = " ".join(value.split())
    if has_forbidden_character(line):
        raise WrongValue(N_("This has a character we can’t save. Type it again."))
    if len(line) > MAX_LINE:
        raise WrongValue(N_("Use %(most)s characters or fewer."), most=MAX_LINE)
    return line


def parse_name(value: str, reading: ReadingRules) -> str:
    """Return a name; one in capitals is written as names are, and “Vega, Marisol” is Marisol Vega."""
    name = parse_line(value, reading)
    if not any(sign.isalpha() for sign in name):
        raise WrongValue(N_("Use at least one letter."))
    if contains_email(name):
        raise WrongValue(N_("This looks like an email address. Put it in the email column."))
    if len(name) > MAX_NAME:
        raise WrongValue(N_("Use %(most)s characters or fewer."), most=MAX_NAME)
    name = (person_name(name) or name) if "," in name else name
    return _recased(name) if name.isupper() and len(name) > 3 else name


def parse_company(value: str, reading: ReadingRules) -> str:
    """Return an employer's name, also in capitals: those are its initials more often than not."""
    name = parse_line(value, reading)
    if len(name) > MAX_NAME:
        raise WrongValue(N_("Use %(most)s characters or fewer."), most=MAX_NAME)
    return name


def parse_place(value: str, reading: ReadingRules) -> str:
    """Return the place, perhaps with a link, which may be long."""
    place, link = split_place(value)
    if link and len(link) > MAX_LINK:
        raise WrongValue(N_("Use %(most)s characters or fewer."), most=MAX_LINK)
    return format_place(parse_line(place, reading) if place else None, link)


def parse_email(value: str, _reading: ReadingRules) -> str:
    """Return the address in its usual form."""
    found = normalize_email(value.removeprefix("mailto:"))
    if found is not None and len(found) <= MAX_EMAIL:
        return found
    local, at, domain = value.rpartition("@")
    if at and local and domain and "." not in domain and normalize_email(f"{local}@{domain}.org"):
        raise WrongValue(N_("Add the ending of the address, like %(email)s.org."), email=value)
    raise WrongValue(N_("Enter an email address, like name@example.com."))


def parse_phone(value: str, reading: ReadingRules) -> str:
    """Return the number as written; one that a spreadsheet shortened to 1.2025550143E10 with all of its digits."""
    written = _without_exponent(value)
    try:
        phonenumbers.parse(written, reading.country)
    except phonenumbers.NumberParseException as error:
        raise WrongValue(N_("Enter a phone number, like 202-555-0143.")) from error
    return written[:40]


def parse_zone(value: str, _reading: ReadingRules) -> str:
    """Return the IANA name of the time zone."""
    if "/" in value and value in available_timezones():
        return value
    if value.upper() in ("UTC", "GMT"):
        return "UTC"
    found = zone_by_display_name(value)
    if found is None:
        raise WrongValue(N_("Enter a time zone, like America/New_York."))
    return found.key


def parse_date_time(value: str, reading: ReadingRules) -> Moment:
    """Return the date and time, in the file's order where it could be read in two."""
    try:
        found = parse_moment(value, reading.date_order, reading.languages)
    except UnreadableDate as error:
        raise WrongValue(_DATE_PROBLEMS[error.code]) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise WrongValue(N_("Enter a year from %(first)s to %(last)s."), first=FIRST_YEAR, last=LAST_YEAR)
    return Moment(found)


def parse_domain(value: str, _reading: ReadingRules) -> str:
    """Return the domain of an address such as https://www.acme.com/about."""
    found = _DOMAIN.fullmatch(value.rpartition("@")[2].lower())
    if found is None:
        raise WrongValue(N_("Enter a domain, like example.com."))
    return found[1]


def parse_yes_or_no(value: str, _reading: ReadingRules) -> bool:
    """Return whether the cell says yes."""
    word = value.casefold()
    if word not in (*_YES, *_NO):
        raise WrongValue(N_("Enter yes or no."))
    return word in _YES


def parse_people_column(value: str, reading: ReadingRules) -> tuple[PersonNamed, ...]:
    """Return the people of `Name <address>; Name`."""
    try:
        found = parse_people(value)
    except ValueError as error:
        raise WrongValue(N_("Write people like Dana Ruiz <dana@example.com>; Lee Park.")) from error
    return tuple(_person(name, email, reading) for name, email in found)


def parse_tags_column(value: str, reading: ReadingRules) -> str:
    """Return the tags of `Forklift license; Nights`, each once."""
    try:
        found = parse_tags(value)
    except ValueError as error:
        raise WrongValue(N_("Write tags like Forklift license; Night shifts.")) from error
    names = {fold(name): parse_company(name, reading) for name in reversed(found)}
    return format_tags([names[key] for key in sorted(names)])


_DATE_PROBLEMS = {
    "none": N_("Enter a date and time, like 2026-11-24 10:00."),
    "ambiguous": N_("This column mixes day/month and month/day. Write this date like 2026-11-24."),
    "missing": N_("Enter a date that exists, like 2026-11-30."),
    "no_time": N_("Enter the time too, like 2026-11-24 10:00."),
}

_PARSERS: Mapping[str, Callable[[str, ReadingRules], Any]] = {
    **dict.fromkeys(("name", "first_name", "last_name", "hr_name"), parse_name),
    **dict.fromkeys(("email", "candidate_email", "hr_email"), parse_email),
    **dict.fromkeys(("phone", "hr_phone"), parse_phone),
    **dict.fromkeys(("field", "office", "recruiter", "title", "opening", "external_id"), parse_line),
    **dict.fromkeys(("employer", "company"), parse_company),
    "place": parse_place,
    **dict.fromkeys(("starts_at", "ends_at"), parse_date_time),
    "time_zone": parse_zone,
    "domain": parse_domain,
    "people": parse_people_column,
    "tags": parse_tags_column,
    "continue_follow_up": parse_yes_or_no,
}

_KEPT_VERBATIM = frozenset(("name", "company", "employer", "hr_name", "phone", "hr_phone", "domain"))

DEFAULT_LENGTH = timedelta(hours=1)
"""How long an interview lasts whose end the file does not give."""


def _person(name: str, email: str | None, reading: ReadingRules) -> PersonNamed:
    """Return someone listed by name, by address, or by both."""
    if email is None and normalize_email(name):
        name, email = "", name
    address = parse_email(email, reading) if email else None
    if reading.verbatim:
        return PersonNamed(parse_line(name, reading), address)
    return PersonNamed(parse_name(name or display_name(None, address), reading), address)


def _without_exponent(value: str) -> str:
    """Return the digits of a number in scientific notation; raise `WrongValue` where it has lost some."""
    found = _SCIENTIFIC.fullmatch(value.replace(" ", ""))
    if found is None:
        return value
    digits, exponent = found[1] + (found[2] or ""), int(found[3])
    if len(digits) - 1 < exponent and len(digits) < 8:
        raise WrongValue(N_("The spreadsheet shortened this number. Format its column as text, and export again."))
    return digits.ljust(exponent + 1, "0")


def _recased(name: str) -> str:
    """Return a name in capitals as names are written: Marisol Vega, O’Neil, Anne-Marie, McGrath."""
    words = re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), name.lower())
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), words)
