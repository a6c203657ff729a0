"""What is known of the things that are typed into the quick form, so that each is found rather than added again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from portal.accounts.rules import email_key
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, Employer
from portal.contacts.rules import person_key
from portal.core.db import db
from portal.interviews import queries as interviews
from portal.names.similarity import are_similar_companies, are_similar_names
from portal.openings import queries as openings
from portal.openings.models import Opening
from portal.search import queries as search
from portal.web.interviews import people_field
from portal.web.interviews.quick_add_form import QuickAddForm
from portal.web.shared import request_cycle
from portal.web.shared.formatting import day

MIN_TYPED = 2
_ONLY_CONTAINS = 2
MAX_MATCHES, MAX_CHIPS, MAX_TITLES = 4, 8, 20


@dataclass(frozen=True)
class KnownMatch:
    """A known thing that may be meant: what choosing it sends, its name, and what tells it from others.

    It `is_alike` if what was typed may be a duplicate of it, and does not only begin like it.
    """

    choice: str
    name: str
    detail: str = ""
    is_alike: bool = False

    @property
    def row_id(self) -> str:
        """The id at the end of the choice."""
        return self.choice.rpartition(":")[2]


@dataclass(frozen=True)
class ListedPerson:
    """A line of the people, by its place: who it names, the contact that this is, and those that it may be."""

    line: int
    name: str
    contact: Contact | None
    email: str | None = None
    alike: tuple[KnownMatch, ...] = ()


@dataclass(frozen=True)
class KnownThings:
    """What is known, by the part of the form that shows it. `contacts` are the employer's who aren't listed yet."""

    candidates: tuple[KnownMatch, ...] = ()
    employers: tuple[KnownMatch, ...] = ()
    applications: tuple[KnownMatch, ...] = ()
    titles: tuple[KnownMatch, ...] = ()
    people: tuple[ListedPerson, ...] = ()
    contacts: tuple[Contact, ...] = ()


def find_known(form: QuickAddForm) -> KnownThings:
    """Return what is known of what the form says so far."""
    picked = form.picked
    at_employer = _contacts_of(picked.employer)
    people = _listed_people(form, at_employer)
    listed = {row.contact.id for row in people if row.contact}
    return KnownThings(
        _candidates(form) if picked.candidate is None else (),
        _employers(form.text_of("employer_name")) if picked.employer is None else (),
        _applications(form) if picked.application is None else (),
        _titles(form) if picked.application is None and picked.employer else (),
        people,
        tuple(row for row in at_employer if row.id not in listed)[:MAX_CHIPS],
    )


def _candidates(form: QuickAddForm) -> tuple[KnownMatch, ...]:
    """Return visible candidates with this address, a similar name, or the words typed, in that order; own first."""
    session, viewer = db.session(), request_cycle.viewer()
    name, email = form.text_of("candidate_name"), form.text_of("candidate_email")
    found: dict[uuid.UUID, Candidate] = {}
    if email:
        same = candidates.visible_to(viewer).where(Candidate.email_key == email_key(email))
        found |= {row.id: row for row in session.scalars(same)}
    if len(name) >= MIN_TYPED:
        sharing = search.candidates_sharing_name_with(session, viewer, name)
        found |= {row.id: row for row in sharing if are_similar_names(row.name, name)}
        typed = candidates.visible_to(viewer).where(search.matching(Candidate, name))
        own_first = typed.order_by((Candidate.recruiter_id == viewer.account_id).desc(), Candidate.name, Candidate.id)
        found |= {row.id: row for row in session.scalars(own_first.limit(MAX_MATCHES)) if row.id not in found}
    return tuple(_candidate_match(row, name, email) for row in list(found.values())[:MAX_MATCHES])


def _candidate_match(row: Candidate, name: str, email: str) -> KnownMatch:
    own = row.recruiter_id == request_cycle.viewer().account_id
    same_email = bool(email) and row.email_key == email_key(email)
    if same_email:
        detail = gettext("has this email and is yours.") if own else gettext("has this email.")
    else:
        detail = gettext("%(email)s, yours", email=row.email) if own else row.email
    return KnownMatch(f"candidate:{row.id}", row.name, detail, same_email or are_similar_names(row.name, name))


def _employers(name: str) -> tuple[KnownMatch, ...]:
    if len(name) < MIN_TYPED:
        return ()
    rows = contacts.employer_names(db.session())
    typed = name.casefold()
    ranked = [
        (0 if row.name.casefold() == typed else 1 if are_similar_companies(row.name, name) else _ONLY_CONTAINS, row)
        for row in rows
        if typed in row.name.casefold() or are_similar_companies(row.name, name)
    ]
    ranked.sort(key=lambda pair: (pair[0], pair[1].name))
    return tuple(
        KnownMatch(f"employer:{row.id}", row.name, is_alike=rank < _ONLY_CONTAINS) for rank, row in ranked[:MAX_MATCHES]
    )


def _applications(form: QuickAddForm) -> tuple[KnownMatch, ...]:
    """Return the known candidate's applications with the known employer, with how many interviews each has."""
    candidate, employer = form.picked.candidate, form.picked.employer
    if candidate is None or employer is None:
        return ()
    rows = [row for row in applications.applications_of(db.session(), candidate.id) if row.employer_id == employer.id]
    counts = interviews.count_by_application(db.session(), [row.id for row in rows])
    return tuple(
        KnownMatch(f"application:{row.id}", row.opening_title, _application_detail(row, counts.get(row.id, 0)))
        for row in rows[:MAX_MATCHES]
    )


def _application_detail(row: Application, interviews: int) -> str:
    if not interviews:
        return gettext("added %(day)s, no interview yet", day=day(row.created_at))
    return gettext("added %(day)s, this would be round %(round)s", day=day(row.created_at), round=interviews + 1)


def _titles(form: QuickAddForm) -> tuple[KnownMatch, ...]:
    """Return job titles known at the employer that hold what was typed: its open jobs, then earlier applications."""
    session, employer, typed = db.session(), form.picked.employer, form.text_of("opening_title").casefold()
    if employer is None:
        return ()
    today = request_cycle.now().date()
    open_jobs = session.scalars(
        openings.current_openings(today).where(Opening.employer_id == employer.id).limit(MAX_TITLES)
    )
    earlier = applications.opening_titles_with_employer(session, employer.id, MAX_TITLES)
    titles = dict.fromkeys([*(row.title for row in open_jobs), *earlier])
    found = [title for title in titles if typed in title.casefold() and title.casefold() != typed]
    return tuple(KnownMatch(f"title:{title}", title) for title in found[:MAX_MATCHES])


def _contacts_of(employer: Employer | None) -> Sequence[Contact]:
    return db.session().scalars(contacts.contacts_by_name(employer_id=employer.id)).all() if employer else ()


def _listed_people(form: QuickAddForm, at_employer: Sequence[Contact]) -> tuple[ListedPerson, ...]:
    """Return who each line names; nothing while a line is unfinished."""
    if form.people.errors:
        return ()
    found = []
    for number, line in enumerate((form.people.data or "").splitlines()):
        for details in people_field.parse_people(line):
            contact = same_contact(at_employer, details)
            alike = () if contact else _alike(at_employer, details, number)
            found.append(ListedPerson(number, details.name, contact, details.email, alike))
    return tuple(found)


def same_contact(at_employer: Sequence[Contact], details: ContactDetails) -> Contact | None:
    """Return the contact that these details are listed as, as `contacts.queries.find_same_contact` finds it."""
    if details.email:
        key = email_key(details.email)
        found = next((row for row in at_employer if row.email_key == key), None)
        if found is not None:
            return found
    named = [row for row in at_employer if person_key(row.name) == person_key(details.name)]
    named = [row for row in named if not details.email or row.email is None]
    return named[0] if len(named) == 1 else None


def _alike(at_employer: Sequence[Contact], details: ContactDetails, number: int) -> tuple[KnownMatch, ...]:
    rows = [row for row in at_employer if are_similar_names(row.name, details.name)]
    return tuple(
        KnownMatch(f"person:{number}:{row.id}", row.name, row.title or row.email or "", is_alike=True)
        for row in rows[:2]
    )
