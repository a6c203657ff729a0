"""Sample data that an owner can try the portal with, and remove again: addresses under `.example`, never emailed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
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
from portal.contacts.models import Employer
from portal.core.command import Command
from portal.core.removal import delete_with_dependents
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from portal.interviews.slots import Slot
from portal.messaging.models import OutgoingMessage
from portal.messaging.rules import SAMPLE_DOMAIN
from portal.onboarding import queries
from portal.onboarding.queries import SampleCounts
from portal.openings.models import Opening

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class SamplePerson:
    """Someone met at an interview; without `email` their contact info is missing."""

    name: str
    title: str
    email: str | None = None


@dataclass(frozen=True)
class SampleStory:
    """One candidate with one interview, `days` from today at 10:00, and how far its follow-up is."""

    candidate: str
    employer: str
    opening: str
    days: int
    people: tuple[SamplePerson, ...]
    debriefed: bool = False
    thanked: bool = False


STORIES = (
    SampleStory(
        "Aaron Sample",
        "Sample Paper",
        "Plant accountant",
        1,
        (SamplePerson("Dana Ruiz", "Controller", "dana.ruiz"), SamplePerson("Lee Park", "HR manager")),
    ),
    SampleStory(
        "Priya Sample",
        "Sample Health",
        "Payroll specialist",
        -1,
        (SamplePerson("Elaine Cho", "Payroll lead", "elaine.cho"), SamplePerson("Victor Lang", "Operations")),
        debriefed=True,
    ),
    SampleStory(
        "Omar Sample",
        "Sample Robotics",
        "Support engineer",
        -8,
        (SamplePerson("Aisha Bello", "Engineering manager", "aisha.bello"),),
        debriefed=True,
        thanked=True,
    ),
)
"""An interview tomorrow, one that was yesterday with contact info missing, and one that waits for its follow-up."""


@dataclass(frozen=True)
class Removed:
    """What a removal did: how much is gone, and the employers that stay because real candidates applied there."""

    counts: SampleCounts
    kept_employers: tuple[str, ...]


def add(command: Command) -> SampleCounts:
    """Add the sample candidates with their employers and interviews; return how many there are. Twice adds nothing."""
    standing = queries.sample_counts(command.session)
    if standing.any:
        return standing
    profile = agencies.profile(command.session)
    recruiter = account_queries.get_account(command.session, command.by.account_id) if command.by.account_id else None
    for story in STORIES:
        _add_story(command, story, recruiter, profile.time_zone)
    audit.record(command, "sample_data.add", profile)
    return queries.sample_counts(command.session)


def remove(command: Command) -> Removed:
    """Remove the sample data and everything that was done with it; an employer that is in real use stays."""
    session, profile = command.session, agencies.profile(command.session)
    before = queries.sample_counts(session)
    people = session.scalars(select(Candidate).where(Candidate.is_sample)).all()
    signing_in = [row.account for row in people if row.account is not None]
    _delete_candidates(session, [row.id for row in people], [row.id for row in signing_in])
    for account in signing_in:
        accounts.deactivate(command, account)  # the audit log may name it
    kept = _remove_employers(session)
    audit.record(command, "sample_data.remove", profile)
    left = queries.sample_counts(session)
    gone = SampleCounts(before.candidates - left.candidates, before.employers - left.employers - len(kept))
    return Removed(gone, kept)


def _delete_candidates(session: Session, ids: Sequence[UUID], account_ids: Sequence[UUID]) -> None:
    theirs = select(Application.id).where(Application.candidate_id.in_(ids))
    about = [*ids, *account_ids, *session.scalars(theirs)]
    mails = session.scalars(select(OutgoingMessage.id).where(OutgoingMessage.about_id.in_(about))).all()
    delete_with_dependents(session, Candidate, ids)
    delete_with_dependents(session, OutgoingMessage, mails)
    session.expire_all()


def _remove_employers(session: Session) -> tuple[str, ...]:
    """Remove the sample employers that no candidate applied at; return the names of the others, which stay."""
    rows = session.scalars(select(Employer).where(Employer.is_sample).order_by(Employer.name)).all()
    used = set(
        session.scalars(select(Application.employer_id).where(Application.employer_id.in_([r.id for r in rows])))
    )
    unused = [row.id for row in rows if row.id not in used]
    jobs = session.scalars(select(Opening.id).where(Opening.employer_id.in_(unused))).all()
    kept = [row for row in rows if row.id in used]
    for row in kept:
        row.is_sample = False
    names = tuple(row.name for row in kept)
    session.flush()
    delete_with_dependents(session, Opening, jobs)
    delete_with_dependents(session, Employer, unused)
    session.expire_all()
    return names


def _add_story(command: Command, story: SampleStory, recruiter: Account | None, zone: str) -> None:
    candidate = candidates.create(
        command,
        CandidateProfile(
            story.candidate,
            _address(story.candidate),
            zone,
            office_id=recruiter.office_id if recruiter else None,
            recruiter_id=recruiter.id if recruiter else None,
        ),
    )
    domain = f"{story.employer.replace(' ', '-').lower()}.{SAMPLE_DOMAIN}"
    employer = contacts.create_employer(command, EmployerDetails(story.employer, domain, hr_email=f"hr@{domain}"))
    candidate.is_sample = employer.is_sample = True
    command.session.flush()
    application = applications.create(command, candidate.id, employer.id, story.opening, Pace())
    people = [
        ContactDetails(person.name, person.title, f"{person.email}@{domain}" if person.email else None)
        for person in story.people
    ]
    interview = interviews.record(command, application, _slot(command.now, story.days, zone), people)
    command.session.refresh(interview)
    if story.debriefed:
        _debrief(command, interview)
    if story.thanked:
        _thank(command, interview)


def _debrief(command: Command, interview: Interview) -> None:
    met = tuple(PersonAnswers(person.id, ContactDetails(person.contact.name), True) for person in interview.people)
    debriefs.finish(command, interview, DebriefAnswers(met, Pace(stage="near_end")))


def _thank(command: Command, interview: Interview) -> None:
    """Record that everyone was thanked the day after, from an email app."""
    at = interview.ends_at + DAY
    for person in interview.people:
        interviews.complete_step(command, interview, "thank", means="mail_program", at=at, person=person)


def _slot(now: datetime, days: int, zone: str) -> Slot:
    place = ZoneInfo(zone)
    starts = datetime.combine(now.astimezone(place).date() + days * DAY, time(10), place)
    return Slot(starts, starts + HOUR, zone, "Front desk")


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{SAMPLE_DOMAIN}"
