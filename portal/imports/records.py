"""How each kind of row becomes a record: by the same actions as the pages."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.rules import email_key
from portal.agencies import queries as agencies
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.audit import actions as audit
from portal.candidates import actions as candidates
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, Employer
from portal.core.command import Command
from portal.core.db import TenantModel
from portal.core.errors import N_, ActionRefused
from portal.exports.rules import split_place
from portal.imports.columns import CANDIDATES, CONTACTS, EMPLOYERS, INTERVIEWS
from portal.imports.models import Import
from portal.imports.rules import TAGS
from portal.interviews import actions as interviews
from portal.interviews import contact_info
from portal.interviews.models import Interview
from portal.interviews.slots import Slot

UNNAMED_OPENING = N_("Imported application")
Values = Mapping[str, Any]


@dataclass(frozen=True)
class RowDefaults:
    """What a row gets that says nothing."""

    time_zone: str
    office_id: uuid.UUID | None
    recruiter_id: uuid.UUID | None
    continue_follow_up: bool


def defaults_of(session: Session, row: Import) -> RowDefaults:
    """Return what the import's rows get that say nothing."""
    zone = agencies.profile(session).time_zone
    return RowDefaults(zone, row.office_id, row.recruiter_id, row.continue_follow_up)


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its model, and how a row creates or changes one."""

    model: type[TenantModel]
    create: Callable[[Command, RowDefaults, Values], Any]
    update: Callable[[Command, Any, Values], None]

    def find(self, session: Session, record_id: uuid.UUID) -> Any:
        """Return the record, None where it is gone."""
        return session.scalar(select(self.model).where(self.model.id == record_id))

    def load(self, session: Session, record_id: uuid.UUID) -> Any:
        """Return the record; raise `ActionRefused` where it is gone."""
        found = self.find(session, record_id)
        if found is None:
            raise ActionRefused(N_("This record was removed in the meantime."))
        return found


def _create_candidate(command: Command, defaults: RowDefaults, values: Values) -> Candidate:
    profile = CandidateProfile(
        values["name"],
        values["email"],
        values.get("time_zone") or defaults.time_zone,
        values.get("phone"),
        values.get("field_id"),
        values.get("office_id") or defaults.office_id,
        values.get("recruiter_id") or defaults.recruiter_id,
    )
    return candidates.create(command, profile, external_id=values.get("external_id"))


def _update_candidate(command: Command, candidate: Candidate, values: Values) -> None:
    if "email" in values and candidate.account_id is not None:
        raise ActionRefused(
            N_("This candidate signs in with %(email)s. Change that on their page."),
            field="email",
            email=candidate.email,
        )
    changed = _without(values, "external_id", TAGS)
    if changed:
        applications.update_candidate(command, candidate, replace(candidates.profile_of(candidate), **changed))
    _link(command, candidate, values)


def _create_employer(command: Command, _defaults: RowDefaults, values: Values) -> Employer:
    details = EmployerDetails(**_without(values, "external_id"))
    return contacts.create_employer(command, details, external_id=values.get("external_id"))


def _update_employer(command: Command, employer: Employer, values: Values) -> None:
    changed = _without(values, "external_id")
    if changed:
        standing = {code: getattr(employer, code) for code in EmployerDetails.__dataclass_fields__}
        contact_info.update_employer(command, employer, EmployerDetails(**(standing | changed)))
    _link(command, employer, values)


def _create_contact(command: Command, _defaults: RowDefaults, values: Values) -> Contact:
    employer = find_or_create_employer(command, values["employer"])
    details = ContactDetails(values["name"], values.get("title"), values.get("email"), values.get("phone"))
    return contacts.create_contact(command, employer.id, details, external_id=values.get("external_id"))


def _update_contact(command: Command, contact: Contact, values: Values) -> None:
    changed = _without(values, "external_id", "employer")
    if changed:
        contact_info.provide_details(command, contact, replace(contacts.details_of(contact), **changed))
    _link(command, contact, values)


def _create_interview(command: Command, defaults: RowDefaults, values: Values) -> Interview | Application:
    """Record the interview; one that is over is history, unless the import continues its follow-up.

    A row without a start is an application alone.
    """
    application = _application(command, values)
    if "starts_at" not in values:
        application.external_id = values.get("external_id")
        return application
    people = [ContactDetails(person.name, None, person.email) for person in values.get("people", ())]
    made = interviews.record(command, application, _slot(values), people)
    made.external_id = values.get("external_id")
    goes_on = values.get("continue_follow_up", defaults.continue_follow_up)
    made.imported = made.ends_at <= command.now and not goes_on
    return made


def _update_interview(command: Command, interview: Interview, values: Values) -> None:
    times = {code: values[code] for code in ("starts_at", "ends_at", "time_zone") if code in values}
    if times:
        interviews.reschedule(command, interview, replace(interview.slot, **times), None, email_candidate=False)
    _link(command, interview, values)


def find_or_create_employer(command: Command, name: str) -> Employer:
    """Return the employer with this name, created if there is none."""
    found = command.session.scalar(select(Employer).where(func.lower(Employer.name) == func.lower(name)))
    return found or contacts.create_employer(command, EmployerDetails(name))


def _application(command: Command, values: Values) -> Application:
    """Return the candidate's application at the employer for this job, created if there is none."""
    session = command.session
    candidate = session.scalar(select(Candidate).where(Candidate.email_key == email_key(values["candidate_email"])))
    if candidate is None:
        raise ActionRefused(N_("No candidate has this email address."), field="candidate_email")
    employer = find_or_create_employer(command, values["employer"])
    theirs = select(Application).where(Application.candidate_id == candidate.id, Application.employer_id == employer.id)
    opening = values.get("opening")
    named = theirs.where(func.lower(Application.opening_title) == func.lower(opening)) if opening else theirs
    found = session.scalars(named.order_by(Application.id.desc())).first()
    return found or applications.create(command, candidate.id, employer.id, opening or UNNAMED_OPENING, Pace())


def _slot(values: Values) -> Slot:
    return Slot(values["starts_at"], values["ends_at"], values["time_zone"], *split_place(values.get("place") or ""))


def _link(command: Command, record: Any, values: Values) -> None:
    if "external_id" in values:
        audit.apply_change(command, "import.link", record, {"external_id": values["external_id"]})


def _without(values: Values, *codes: str) -> dict[str, Any]:
    return {code: value for code, value in values.items() if code not in codes}


RECORDS: Mapping[str, RecordKind] = {
    CANDIDATES: RecordKind(Candidate, _create_candidate, _update_candidate),
    EMPLOYERS: RecordKind(Employer, _create_employer, _update_employer),
    CONTACTS: RecordKind(Contact, _create_contact, _update_contact),
    INTERVIEWS: RecordKind(Interview, _create_interview, _update_interview),
}
