"""An agency of a test's own, with people in every role, made by the actions that the program uses."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts import actions as accounts
from portal.accounts import credentials
from portal.accounts import queries as account_queries
from portal.accounts.models import Account
from portal.agencies import actions as agencies
from portal.agencies import queries as agency_queries
from portal.agencies.actions import NewAgency
from portal.agencies.models import Agency
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Pace
from portal.candidates import actions as candidates
from portal.candidates.actions import CandidateProfile
from portal.candidates.models import Candidate
from portal.contacts import actions as contacts
from portal.contacts.actions import EmployerDetails
from portal.contacts.details import ContactDetails
from portal.contacts.models import Employer
from portal.core import clock, transaction
from portal.core.command import OPERATOR, Actor, Command
from portal.core.db import db
from portal.debriefs import actions as debriefs
from portal.debriefs.rules import DebriefAnswers, PersonAnswers
from portal.drafts import actions as drafts
from portal.interviews import actions as interviews
from portal.interviews.models import Interview
from portal.interviews.slots import Slot

PASSWORD = "a good long password"
ZONE = "America/New_York"
HASHED = credentials.hash_password(PASSWORD)


@dataclass
class Firm:
    """One agency in the open session: `owner`, `recruiter`, another office's `stranger`, `viewer`, and makers."""

    app: Flask
    id: uuid.UUID
    agency: Agency
    owner: Account
    recruiter: Account
    stranger: Account
    viewer: Account

    @property
    def session(self) -> Session:
        return db.session()

    @property
    def url(self) -> str:
        return f"http://{self.agency.host}"

    @property
    def by(self) -> Actor:
        return Actor("account", self.recruiter.id, self.recruiter.role)

    def now(self) -> datetime:
        return clock.now(self.session)

    def command(self, by: Actor | None = None, now: datetime | None = None) -> Command:
        """A command of the recruiter, or of `by`; now, or then."""
        return Command(self.session, by or self.by, now or self.now())

    def commit(self) -> None:
        transaction.commit(self.session, self.now())

    def candidate(self, name: str = "Ann Lee", *, accepted: bool = True) -> Candidate:
        now = self.now()
        email = f"{name.lower().replace(' ', '.')}.{uuid.uuid4().hex[:6]}@example.org"
        profile = CandidateProfile(
            name, email, ZONE, office_id=self.recruiter.office_id, recruiter_id=self.recruiter.id
        )
        made = candidates.create(self.command(now=now), profile)
        account = self.account(name, "candidate", email, accepted=accepted)
        made.account_id, made.invited_at = account.id, now
        self.session.flush()
        return made

    def employer(self, name: str = "Acme", domain: str | None = "acme.example") -> Employer:
        details = EmployerDetails(
            f"{name} {uuid.uuid4().hex[:6]}", domain, "Hal Rivers", "+1 212 555 0100", "hr@acme.example"
        )
        return contacts.create_employer(self.command(), details)

    def application(self, candidate: Candidate | None = None, pace: Pace | None = None) -> Application:
        whose = candidate or self.candidate()
        return applications.create(self.command(), whose.id, self.employer().id, "Controls engineer", pace or Pace())

    def interview(
        self,
        application: Application | None = None,
        *,
        starts_in: timedelta = timedelta(days=2),
        people: tuple[str, ...] = (),
    ) -> Interview:
        """An interview of an hour that starts so long from now; `people` are names, `Name <address>` where known."""
        found = application or self.application()
        starts = self.now() + starts_in
        listed = [_details(person) for person in people]
        slot = Slot(starts, starts + timedelta(hours=1), ZONE, "12 Main Street")
        made = interviews.record(self.command(), found, slot, listed)
        self.session.refresh(made)
        return made

    def debriefed(self, interview: Interview, pace: Pace | None = None) -> None:
        """Everybody expected was met."""
        told = tuple(PersonAnswers(row.id, ContactDetails(row.contact.name), met=True) for row in interview.people)
        debriefs.finish(self.command(), interview, DebriefAnswers(told, pace or Pace()))

    def draft(self, candidate: Candidate) -> None:
        drafts.save_general_draft(
            self.command(), candidate.id, "Thank you", "Dear {{ contact_first_name }}", ready=True
        )

    def account_of(self, candidate: Candidate) -> Account:
        assert candidate.account_id is not None
        return account_queries.get_account(self.session, candidate.account_id)

    def account(self, name: str, role: str, email: str, *, accepted: bool = True) -> Account:
        made = accounts.create(self.command(by=OPERATOR), name=name, email=email, role=role, time_zone=ZONE)
        made.password_hash, made.accepted_at = HASHED, self.now() if accepted else None
        return made


def found(app: Flask) -> Firm:
    """A new agency in the session of the open application context, not yet committed."""
    session = db.session()
    now = clock.now(session)
    host = f"{uuid.uuid4().hex[:12]}.localhost"
    agency = agencies.create(Command(session, OPERATOR, now), NewAgency("McGrath Systems", host, ZONE))
    drafts.add_default_templates(Command(session, OPERATOR, now))
    offices = list(agency_queries.offices(session))
    other = type(offices[0])(name="Elsewhere")
    session.add(other)
    session.flush()
    made = {}
    for name, role, office in (
        ("Olga Owner", "owner", offices[0]),
        ("Rita Recruiter", "recruiter", offices[0]),
        ("Stan Stranger", "recruiter", other),
        ("Vera Viewer", "viewer", offices[0]),
    ):
        email = f"{name.split()[0].lower()}@{host}.example"
        account = accounts.create(
            Command(session, OPERATOR, now), name=name, email=email, role=role, time_zone=ZONE, office_id=office.id
        )
        account.password_hash, account.accepted_at = HASHED, now
        made[name.split()[0]] = account
    return Firm(app, agency.id, agency, made["Olga"], made["Rita"], made["Stan"], made["Vera"])


def _details(person: str) -> ContactDetails:
    name, _, email = person.partition(" <")
    return ContactDetails(name, email=email.rstrip(">") or None)
