"""Record an interview with everything it needs, found or created: all of it, or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.candidates import actions as candidates
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Contact, Employer
from portal.core.command import Command
from portal.core.errors import N_, ActionRefused
from portal.interviews import actions, queries
from portal.interviews.models import Interview
from portal.interviews.round_details import RoundDetails
from portal.interviews.slots import CalendarKey, Slot


@dataclass(frozen=True)
class QuickEntry:
    """What was entered: each thing as the row that is known, or as the details of a new one.

    `application` is the one that the interview is a round of, None for a new one for `opening_title`. `calendar` is the
    invitation that it came from.
    """

    candidate: Candidate | CandidateProfile
    employer: Employer | EmployerDetails
    application: Application | None
    opening_title: str
    slot: Slot
    round_details: RoundDetails
    people: Sequence[ContactDetails]
    calendar: CalendarKey | None = None


@dataclass(frozen=True)
class QuickResult:
    """The interview, and which of its parts are new."""

    interview: Interview
    candidate: Candidate
    employer: Employer
    application: Application
    new_candidate: bool
    new_employer: bool
    new_application: bool
    new_contacts: tuple[Contact, ...]


def add_everything(command: Command, entry: QuickEntry) -> QuickResult:
    """Create what is new of the entry, record the interview, and return both.

    Raise `ActionRefused` at `candidate_name`, `candidate_email`, `employer_name`, `opening_title`, `people`, `ends`, or
    `file`. The caller then saves nothing: what came before the refusal is in the same transaction.
    """
    candidate, employer = _find_or_create_candidate(command, entry), _find_or_create_employer(command, entry)
    application = entry.application or applications.create(
        command, candidate.id, employer.id, entry.opening_title, Pace()
    )
    _refuse_other_application(application, candidate, employer)
    _refuse_known_invitation(command, application, entry.calendar)
    interview = actions.record(
        command, application, entry.slot, (), round_details=entry.round_details, calendar=entry.calendar
    )
    return QuickResult(
        interview,
        candidate,
        employer,
        application,
        isinstance(entry.candidate, CandidateProfile),
        isinstance(entry.employer, EmployerDetails),
        entry.application is None,
        tuple(_list_people(command, interview, employer, entry.people)),
    )


def _find_or_create_candidate(command: Command, entry: QuickEntry) -> Candidate:
    if isinstance(entry.candidate, Candidate):
        return entry.candidate
    with _refused_at(name="candidate_name", email="candidate_email"):
        return candidates.create(command, entry.candidate)


def _find_or_create_employer(command: Command, entry: QuickEntry) -> Employer:
    if isinstance(entry.employer, Employer):
        return entry.employer
    with _refused_at(name="employer_name"):
        return contacts.create_employer(command, entry.employer)


def _list_people(
    command: Command, interview: Interview, employer: Employer, people: Sequence[ContactDetails]
) -> list[Contact]:
    """List everyone as expected, and return the contacts created for it."""
    known = {contact.id for contact in employer.contacts}
    with _refused_at(name="people", email="people"):
        listed = [actions.add_person(command, interview, employer.id, details) for details in people]
    return [person.contact for person in listed if person.contact_id not in known]


def _refuse_other_application(application: Application, candidate: Candidate, employer: Employer) -> None:
    if (application.candidate_id, application.employer_id) != (candidate.id, employer.id):
        raise ActionRefused(
            N_("That application is another candidate’s, or with another employer. Pick one, or name a new job."),
            field="opening_title",
        )


def _refuse_known_invitation(command: Command, application: Application, key: CalendarKey | None) -> None:
    if key is None:
        return
    known = queries.interviews_from_calendars(command.session, application.id)
    if any((row.calendar_uid, row.calendar_recurrence) == (key.uid, key.recurrence) for row in known):
        raise ActionRefused(N_("This invitation is on file for this application already."), field="file")


@contextmanager
def _refused_at(**fields: str) -> Iterator[None]:
    """Name the entry's field, by the field that the action within refuses."""
    try:
        yield
    except ActionRefused as refused:
        at = fields.get(refused.field or "", refused.field)
        raise ActionRefused(refused.sentence, field=at, **refused.values) from refused
