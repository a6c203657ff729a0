"""The question asked if a new name is nearly an existing one, with links to the rows that have it."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext

from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.models import Contact, Employer
from portal.core.db import db
from portal.names.similarity import are_similar_companies, are_similar_names
from portal.search import queries as search
from portal.web.shared import request_cycle
from portal.web.shared.questions import Question

MAX_SHOWN = 5


def employer_questions(name: str | None, standing: Employer | None = None) -> list[Question]:
    """Return the question about an employer's new name, which an exact copy needs none of: that is refused."""
    if not name or (standing and standing.name == name):
        return []
    found = [
        (row.name, url_for("employers.detail", employer_id=row.id))
        for row in contacts.employer_names(db.session())
        if row.name != name and are_similar_companies(row.name, name) and not (standing and standing.id == row.id)
    ]
    return _similar_name_question(gettext("“%(name)s” is similar to an employer you already have:", name=name), found)


def candidate_questions(name: str, standing: Candidate | None = None) -> list[Question]:
    """Return the question about a candidate's new name, among the candidates that the viewer may see."""
    if standing and standing.name == name:
        return []
    found = [
        (f"{row.name}, {row.email}", url_for("candidates.detail", candidate_id=row.id))
        for row in search.candidates_sharing_name_with(db.session(), request_cycle.viewer(), name)
        if row is not standing and are_similar_names(row.name, name)
    ]
    return _similar_name_question(gettext("“%(name)s” is similar to a candidate you already have:", name=name), found)


def contact_questions(employer: Employer, name: str) -> list[Question]:
    """Return the question about a new contact's name, among the employer's contacts."""
    rows: Iterable[Contact] = db.session.scalars(contacts.contacts_by_name(employer_id=employer.id))
    found = [
        (row.name, url_for("contacts.detail", contact_id=row.id)) for row in rows if are_similar_names(row.name, name)
    ]
    return _similar_name_question(
        gettext("“%(name)s” is similar to a contact you already have there:", name=name), found
    )


def _similar_name_question(sentence: str, found: list[tuple[str, str]]) -> list[Question]:
    return [Question(sentence, tuple(found[:MAX_SHOWN]))] if found else []
