"""Which columns an import knows, what other systems call them, and which column of a file is which."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.core.email_addresses import normalize_email
from portal.core.errors import N_

CANDIDATES, EMPLOYERS, CONTACTS, INTERVIEWS = KINDS = ("candidates", "employers", "contacts", "interviews")
"""What one file can hold."""

NAME_PARTS = ("first_name", "last_name")
"""Two columns that stand for `name`."""

_MOSTLY = 0.6
"""The part of a column's values that has to look like something for the column to be taken for it."""

_PHONE = re.compile(r"\+?[\d\s().\-/]{7,20}(?:\s*(?:x|ext\.?)\s*\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class ImportField:
    """A value that an import takes: its code, what the page calls it, and what other programs call its column."""

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


_NAME = ImportField(
    "name",
    N_("Name"),
    ("full name", "candidate", "candidate name", "contact", "contact name", "display name", "applicant", "vollname"),
    required=True,
)
_FIRST = ImportField("first_name", N_("First name"), ("first", "given name", "forename", "firstname", "vorname"))
_LAST = ImportField("last_name", N_("Last name"), ("last", "surname", "family name", "lastname", "nachname"))
_EMAIL = ImportField(
    "email",
    N_("Email"),
    ("email address", "e-mail address", "email 1", "primary email", "work email", "personal email", "mail", "email1"),
)
_PHONE_FIELD = ImportField(
    "phone",
    N_("Phone"),
    ("phone number", "mobile", "mobile phone", "cell", "cell phone", "phone cell", "telephone", "tel", "phone 1",
     "primary phone", "work phone", "telefon", "handy"),
)  # fmt: skip
_EXTERNAL_ID = ImportField("external_id", N_("ID in the other system"), ("id", "record id", "reference", "external id"))
_EMPLOYER = ImportField(
    "employer",
    N_("Employer"),
    ("company", "company name", "client", "client corp", "client corporation", "client company", "organization",
     "account", "account name", "employer name", "firma"),
    required=True,
)  # fmt: skip
_ZONE = ImportField("time_zone", N_("Time zone"), ("timezone", "tz", "zeitzone"))

FIELDS: Mapping[str, tuple[ImportField, ...]] = {
    CANDIDATES: (
        _NAME,
        _FIRST,
        _LAST,
        ImportField("email", _EMAIL.label, (*_EMAIL.synonyms, "candidate email"), required=True),
        _PHONE_FIELD,
        ImportField("field", N_("Field"), ("job field", "category", "department", "discipline", "industry")),
        ImportField("office", N_("Office"), ("branch", "location", "team")),
        ImportField(
            "recruiter", N_("Recruiter"), ("owner", "owner email", "recruiter email", "assigned to", "consultant")
        ),
        _ZONE,
        ImportField("tags", N_("Tags"), ("tag", "keywords", "labels")),
        ImportField("external_id", _EXTERNAL_ID.label, (*_EXTERNAL_ID.synonyms, "candidate id")),
    ),
    EMPLOYERS: (
        ImportField("name", N_("Name"), (*_EMPLOYER.synonyms, "employer", "name"), required=True),
        ImportField("domain", N_("Email domain"), ("website", "web site", "url", "company domain", "email domain")),
        ImportField("hr_name", N_("HR name"), ("hr", "hr contact", "main contact", "primary contact")),
        ImportField("hr_email", N_("HR email"), ("hr e-mail", "main email", "email")),
        ImportField("hr_phone", N_("HR phone"), ("main phone", "phone", "telephone")),
        ImportField(
            "external_id", _EXTERNAL_ID.label, (*_EXTERNAL_ID.synonyms, "company id", "client id", "employer id")
        ),
    ),
    CONTACTS: (
        _NAME,
        _FIRST,
        _LAST,
        _EMPLOYER,
        ImportField("title", N_("Job title"), ("title", "position", "role", "occupation")),
        _EMAIL,
        _PHONE_FIELD,
        ImportField("external_id", _EXTERNAL_ID.label, (*_EXTERNAL_ID.synonyms, "contact id")),
    ),
    INTERVIEWS: (
        ImportField(
            "candidate_email", N_("Candidate’s email"), ("candidate e-mail", "email", "email address"), required=True
        ),
        _EMPLOYER,
        ImportField("opening", N_("Job"), ("job", "job title", "position", "vacancy", "requisition", "role", "title")),
        ImportField(
            "starts_at",
            N_("Starts"),
            (
                "start",
                "starts",
                "start time",
                "start date",
                "interview date",
                "interview time",
                "intv dt",
                "date",
                "when",
            ),
            required=True,
        ),
        ImportField("ends_at", N_("Ends"), ("end", "ends", "end time", "end date")),
        _ZONE,
        ImportField("place", N_("Place or link"), ("location", "address", "where", "link", "place")),
        ImportField("continue_follow_up", N_("Continue the follow-up"), ("continue", "follow up", "follow-up")),
        ImportField("people", N_("People"), ("interviewers", "interviewer", "attendees", "met with", "contacts")),
        ImportField("external_id", _EXTERNAL_ID.label, (*_EXTERNAL_ID.synonyms, "interview id")),
    ),
}


def fields_of(kind: str) -> Mapping[str, ImportField]:
    """Return the fields of this kind of file by code."""
    return {field.code: field for field in FIELDS[kind]}


def is_known_name(name: str) -> bool:
    """Return whether some kind of file calls a column this."""
    return _folded(name) in _ALL_NAMES


def guess_mapping(kind: str, columns: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the field of each recognized column, by its name or else by its values; each field once."""
    known = {_folded(name): field.code for field in reversed(FIELDS[kind]) for name in (*field.synonyms, field.code)}
    found: dict[str, str] = {}
    exact = {field.code for field in FIELDS[kind]}
    for column in sorted(columns, key=lambda name: _folded(name) not in {_folded(code) for code in exact}):
        code = known.get(_folded(column))
        if code is not None and code not in found.values():
            found[column] = code
    for code, looks_like in (("email", _is_email), ("phone", _is_phone)):
        if code in exact and code not in found.values():
            likely = _column_like(looks_like, columns, sample, found)
            if likely is not None:
                found[likely] = code
    return {column: found[column] for column in columns if column in found}


def missing_fields(kind: str, mapping: Mapping[str, str]) -> list[ImportField]:
    """Return the required fields that no column gives; first and last names give `name`."""
    given = set(mapping.values())
    if "first_name" in given or "last_name" in given:
        given.add("name")
    return [field for field in FIELDS[kind] if field.required and field.code not in given]


def _column_like(
    looks_like: Callable[[str], bool], columns: Sequence[str], sample: Sequence[Sequence[str]], taken: Mapping[str, str]
) -> str | None:
    """Return the first column whose values mostly look like this; None where none does."""
    for place, column in enumerate(columns):
        values = [row[place] for row in sample if place < len(row) and row[place]]
        if column not in taken and values and sum(map(looks_like, values)) >= len(values) * _MOSTLY:
            return column
    return None


def _is_email(value: str) -> bool:
    return normalize_email(value) is not None


def _is_phone(value: str) -> bool:
    return _PHONE.fullmatch(value) is not None and sum(sign.isdigit() for sign in value) >= 7


def _folded(name: str) -> str:
    """Return the letters and digits of a column's name, without case, accents, and separators."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum() and not unicodedata.combining(sign))


_ALL_NAMES = frozenset(
    _folded(name) for fields in FIELDS.values() for field in fields for name in (*field.synonyms, field.code)
)
