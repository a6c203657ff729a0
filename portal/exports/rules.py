"""How an exported file writes its values: no spreadsheet runs one as a formula, and all of them can be read back."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

CANDIDATES = ("name", "email", "phone", "field", "office", "recruiter", "time_zone", "tags", "external_id")
EMPLOYERS = ("name", "domain", "hr_name", "hr_email", "hr_phone", "external_id")
CONTACTS = ("name", "employer", "title", "email", "phone", "external_id")
INTERVIEWS = (
    "candidate_email",
    "employer",
    "opening",
    "starts_at",
    "ends_at",
    "time_zone",
    "place",
    "people",
    "external_id",
)
RECRUITER_NOTES = ("candidate_email", "employer", "opening", "written_at", "author", "text")

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n]")
_SPECIAL = re.compile(r'[";<>\\]')
_PERSON = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^";<>]*?))\s*(?:<([^<>]*)>)?\s*(?:;|$)')


def defuse(value: str) -> str:
    """Return the value so that a spreadsheet shows it as text: one that begins like a formula gets an apostrophe."""
    return f"'{value}" if _FORMULA.match(value) else value


def csv_line(values: Iterable[str]) -> str:
    """Return the values as one line of CSV that no spreadsheet runs."""
    text = StringIO()
    csv.writer(text).writerow([defuse(value) for value in values])
    return text.getvalue()


def restore(value: str) -> str:
    """Return what `defuse` was given."""
    return value[1:] if _DEFUSED.match(value) else value


def format_people(people: Sequence[tuple[str, str | None]]) -> str:
    """Return names and email addresses as `Name <address>; Name`; a name with one of `";<>\\` is quoted."""
    return "; ".join(f"{_quoted(name)} <{email}>" if email else _quoted(name) for name, email in people)


def parse_people(text: str) -> list[tuple[str, str | None]]:
    """Return the names and addresses of `format_people`, also as a person types them; raise `ValueError` for others."""
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _PERSON.match(text, at)
        if match is None or match.end() == at:
            raise ValueError(text[at:])
        quoted, plain, email = match.groups()
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain
        if name or email:
            found.append((name, email.strip() or None if email is not None else None))
        at = match.end()
    return found


def format_tags(names: Sequence[str]) -> str:
    """Return the names of tags as `Forklift license; Nights`, quoted like those of people."""
    return format_people([(name, None) for name in names])


def parse_tags(text: str) -> list[str]:
    """Return the names of `format_tags`, also as a person types them; raise `ValueError` for others."""
    found = parse_people(text)
    if any(email is not None for _name, email in found):
        raise ValueError(text)
    return [name for name, _email in found]


def format_place(place: str | None, link: str | None) -> str:
    """Return where a meeting is: its place, its link, or both with the link last."""
    return " ".join(filter(None, (place, link)))


def split_place(text: str) -> tuple[str | None, str | None]:
    """Return the place and the link of `format_place`."""
    place, _space, last = text.strip().rpartition(" ")
    if last.lower().startswith(("https://", "http://")):
        return place.strip() or None, last
    return text.strip() or None, None


def _quoted(name: str) -> str:
    if not _SPECIAL.search(name):
        return name
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
