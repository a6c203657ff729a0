"""Which records of the agency the rows of a file are, or may be, about: read for a batch of rows at once."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidate_queries
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, Employer
from portal.core.errors import N_
from portal.imports import queries
from portal.imports.checking import Found, Problem
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS, INTERVIEWS
from portal.imports.interview_matching import match_interviews
from portal.imports.plain import plain_values
from portal.imports.rules import PHONE_DIGITS, TAGS, Match, phone_end
from portal.imports.tagging import current_tags
from portal.names.similarity import are_similar_companies, are_similar_names

COMPARED = {
    CANDIDATES: ("name", "email", "phone", "field_id", "office_id", "recruiter_id", "time_zone", "external_id"),
    EMPLOYERS: ("name", "domain", "hr_name", "hr_email", "hr_phone", "external_id"),
    CONTACTS: ("name", "title", "email", "phone", "external_id"),
}
"""The columns of a record that a file can change."""

NOT_YOURS = N_("A colleague looks after this candidate. Ask them, or an owner.")

Values = Mapping[str, Any]
Rows = Mapping[int, Values]


def find_matches(
    session: Session, viewer: Viewer, kind: str, rows: Rows, *, certain_only: bool = False
) -> dict[int, Found]:
    """Return what was found for each row of the batch, by its number; the viewer is the person who imports.

    `certain_only` leaves out what may be the same.
    """
    found = _FINDERS[kind](session, viewer, rows)
    unsure = {number: rows[number] for number, row in found.items() if row == Found()}
    if kind in _LIKELY and unsure and not certain_only:
        found |= _LIKELY[kind](session, viewer, unsure)
    if certain_only:
        found = {number: row if row.match is None or row.match.certain else Found() for number, row in found.items()}
    ids = [row.match.record_id for row in found.values() if row.match]
    imported = queries.imported_values(session, ids)
    tags = current_tags(session, ids) if any(TAGS in values for values in rows.values()) else {}
    return {number: _with_history(row, imported, tags) for number, row in found.items()}


def _with_history(
    found: Found, imported: Mapping[uuid.UUID, Mapping[str, Any]], tags: Mapping[uuid.UUID, str]
) -> Found:
    """Return it with what imports gave the record, and with the tags of a candidate."""
    if found.match is None:
        return found
    record_id = found.match.record_id
    current = dict(found.match.current) | ({TAGS: tags[record_id]} if record_id in tags else {})
    return replace(found, match=replace(found.match, current=current, imported=imported.get(record_id, {})))


def _match_candidates(session: Session, viewer: Viewer, rows: Rows) -> dict[int, Found]:
    by_id = _by(session, Candidate.external_id, _values(rows, "external_id"))
    by_email = _by(session, Candidate.email_key, [email_key(email) for email in _values(rows, "email")])
    seen = _seen(session, viewer, [*by_id.values(), *by_email.values()])
    found = {}
    for number, values in rows.items():
        key = email_key(values["email"])
        sure = by_id.get(values.get("external_id", "")) or by_email.get(key)
        if sure is None:
            found[number] = Found()
        elif sure.id not in seen:
            found[number] = Found(problem=Problem("email", NOT_YOURS))
        else:
            found[number] = Found(_match(CANDIDATES, sure, "email" if sure.email_key == key else "external_id"))
    return found


def _likely_candidates(session: Session, viewer: Viewer, rows: Rows) -> dict[int, Found]:
    ends = {end for phone in _values(rows, "phone") if (end := phone_end(phone))}
    ending = func.right(func.regexp_replace(Candidate.phone, r"\D", "", "g"), PHONE_DIGITS)
    by_phone = {phone_end(row.phone or ""): row for row in _rows(session, Candidate, ending, ends)}
    last_names = {_last_name(name) for name in _values(rows, "name")}
    namesakes: dict[str, list[Candidate]] = {}
    without_credentials = func.split_part(Candidate.name, ",", 1)
    for row in _rows(session, Candidate, func.lower(func.split_part(without_credentials, " ", -1)), last_names):
        namesakes.setdefault(_last_name(row.name), []).append(row)
    seen = _seen(session, viewer, [*by_phone.values(), *chain(*namesakes.values())])
    return {
        number: Found(_likely_candidate(values, by_phone, namesakes.get(_last_name(values["name"]), []), seen))
        for number, values in rows.items()
    }


def _seen(session: Session, viewer: Viewer, near: Sequence[Candidate]) -> set[uuid.UUID]:
    visible = candidate_queries.visible_ids(viewer).where(Candidate.id.in_({row.id for row in near}))
    return set(session.scalars(visible)) if near else set()


def _likely_candidate(
    values: Values, by_phone: Mapping[str, Candidate], namesakes: Sequence[Candidate], seen: set[uuid.UUID]
) -> Match | None:
    same_phone = by_phone.get(phone_end(values.get("phone", "")) or "-")
    if same_phone is not None and same_phone.id in seen:
        return _match(CANDIDATES, same_phone, "phone", certain=False)
    alike = next((row for row in namesakes if row.id in seen and are_similar_names(row.name, values["name"])), None)
    return _match(CANDIDATES, alike, "name", certain=False) if alike else None


def _match_employers(session: Session, _viewer: Viewer, rows: Rows) -> dict[int, Found]:
    by_id = _by(session, Employer.external_id, _values(rows, "external_id"))
    by_name = _employers_named(session, _values(rows, "name"))
    found = {}
    for number, values in rows.items():
        named = by_name.get(values["name"].lower())
        sure = by_id.get(values.get("external_id", "")) or named
        reason = "name" if sure is named else "external_id"
        found[number] = Found(_match(EMPLOYERS, sure, reason) if sure else None)
    return found


def _likely_employers(session: Session, _viewer: Viewer, rows: Rows) -> dict[int, Found]:
    by_domain = _by(session, Employer.domain, _values(rows, "domain"))
    beginnings = {_beginning(name) for name in _values(rows, "name")}
    by_beginning: dict[str, list[Employer]] = {}
    for row in _rows(session, Employer, func.lower(func.left(Employer.name, 2)), beginnings):
        by_beginning.setdefault(_beginning(row.name), []).append(row)
    found = {}
    for number, values in rows.items():
        domain = by_domain.get(values.get("domain", "-"))
        begin_alike = by_beginning.get(_beginning(values["name"]), [])
        alike = domain or next((row for row in begin_alike if are_similar_companies(row.name, values["name"])), None)
        reason = "domain" if domain else "name"
        found[number] = Found(_match(EMPLOYERS, alike, reason, certain=False) if alike else None)
    return found


def _employers_named(session: Session, names: Sequence[str]) -> dict[str, Employer]:
    """Return the employers with these names, however they are capitalized, by the name in lower case."""
    folded = [func.lower(name) for name in set(names)]
    found = session.scalars(select(Employer).where(func.lower(Employer.name).in_(folded))) if names else ()
    return {row.name.lower(): row for row in found}


def _match_contacts(session: Session, _viewer: Viewer, rows: Rows) -> dict[int, Found]:
    employers = _employers_named(session, _values(rows, "employer"))
    standing = select(Contact).where(Contact.merged_into_id.is_(None))
    of_them: dict[uuid.UUID, list[Contact]] = {}
    for row in session.scalars(standing.where(Contact.employer_id.in_([row.id for row in employers.values()]))):
        of_them.setdefault(row.employer_id, []).append(row)
    by_id = _by(session, Contact.external_id, _values(rows, "external_id"))
    found = {}
    for number, values in rows.items():
        employer = employers.get(values["employer"].lower())
        theirs = of_them.get(employer.id, []) if employer else []
        found[number] = Found(_contact_match(values, by_id.get(values.get("external_id", "")), theirs))
    return found


def _contact_match(values: Mapping[str, Any], known: Contact | None, theirs: Sequence[Contact]) -> Match | None:
    """Return the contact by ID, by address, by name at the employer; one with a similar name may be the same."""
    if known is not None:
        return _match(CONTACTS, known, "external_id")
    email = email_key(values.get("email", ""))
    same_email = next((row for row in theirs if email and row.email_key == email), None)
    if same_email is not None:
        return _match(CONTACTS, same_email, "email")
    alike = [row for row in theirs if are_similar_names(row.name, values["name"])]
    named = [row for row in alike if row.name.lower() == values["name"].lower()]
    if len(named) == 1 and not (email and named[0].email_key):
        return _match(CONTACTS, named[0], "name_and_employer")
    return _match(CONTACTS, alike[0], "name_and_employer", certain=False) if alike else None


def _match(kind: str, record: Any, reason: str, *, certain: bool = True) -> Match:
    return Match(record.id, reason, certain, plain_values({code: getattr(record, code) for code in COMPARED[kind]}), {})


def _by(session: Session, column: Any, values: Sequence[str]) -> dict[Any, Any]:
    """Return the rows with these values of a column, by it."""
    rows = session.scalars(select(column.class_).where(column.in_(set(values)))) if values else ()
    return {getattr(row, column.key): row for row in rows}


def _rows(session: Session, model: Any, expression: Any, values: set[str]) -> Sequence[Any]:
    return session.scalars(select(model).where(expression.in_(values))).all() if values else []


def _values(rows: Rows, code: str) -> list[str]:
    return [values[code] for values in rows.values() if values.get(code)]


def _beginning(company: str) -> str:
    """Return the start of a company's name: only those that begin alike are compared."""
    return company[:2].lower()


def _last_name(name: str) -> str:
    """Return the last word of the name before credentials such as PhD."""
    return (name.partition(",")[0] or name).rsplit(maxsplit=1)[-1].lower()


_FINDERS: Mapping[str, Callable[[Session, Viewer, Rows], dict[int, Found]]] = {
    CANDIDATES: _match_candidates,
    EMPLOYERS: _match_employers,
    CONTACTS: _match_contacts,
    INTERVIEWS: match_interviews,
}

_LIKELY: Mapping[str, Callable[[Session, Viewer, Rows], dict[int, Found]]] = {
    CANDIDATES: _likely_candidates,
    EMPLOYERS: _likely_employers,
}
