"""What an invitation says about an interview that is not on file: when and where, and who of those known is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import STAFF, email_key
from portal.accounts.viewer import Viewer
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.free_mail import is_free_mail
from portal.contacts.models import Employer
from portal.interviews import queries
from portal.interviews.calendar_changes import NEW, CalendarChange, RecordedFacts, evaluate_events
from portal.interviews.models import Interview
from portal.readers.ics import ParsedCalendar
from portal.readers.ics_people import Attendee
from portal.readers.invitation import KnownAddresses

MAX_EVENTS = 25
T = TypeVar("T")


@dataclass(frozen=True)
class InvitationPrefill:
    """What a file's first new event says. Each of the people named is expected, unless left out.

    `applicant` is who it must be about where no known candidate is named: the one person with a private address.
    `on_file` is the interview that this event is already recorded as. `events` is how many events the file has.
    """

    change: CalendarChange
    events: int
    candidate: Candidate | None = None
    applicant: Attendee | None = None
    employer: Employer | None = None
    on_file: Interview | None = None

    @property
    def expected(self) -> list[Attendee]:
        """The people to list as expected."""
        return [row.attendee for row in self.change.people if not row.left_out]


def read_prefill(
    session: Session, viewer: Viewer, calendar: ParsedCalendar, *, zone: str, now: datetime
) -> InvitationPrefill:
    """Return what the file says: its first event that would be a new interview, else its first event.

    `zone` is the IANA zone for times without one. The file has an event (`calendar.ok`).
    """
    staff = frozenset(session.scalars(select(Account.email_key).where(Account.role.in_(STAFF))))
    found = _evaluate(calendar, KnownAddresses(accounts=staff), zone, now)
    addresses = [row.attendee.email for row in found.people if row.attendee.email and row.left_out != "account"]
    candidate = _only(_candidates_at(session, viewer, addresses))
    applicant = None if candidate else _only(_private([row.attendee for row in found.people if not row.left_out]))
    whose = candidate.email if candidate else applicant.email if applicant else None
    own = frozenset({email_key(whose)} if whose else ())
    employer = _only(_employers_of(session, [email for email in addresses if email_key(email) not in own]))
    known = KnownAddresses(own, staff, frozenset(_domains(employer)), _contact_addresses(session, employer))
    change = _evaluate(calendar, known, candidate.time_zone if candidate else zone, now)
    on_file = queries.find_interview_from_calendar(session, viewer, change.key) if change.what == NEW else None
    return InvitationPrefill(change, len(calendar.events), candidate, applicant, employer, on_file)


def _evaluate(calendar: ParsedCalendar, known: KnownAddresses, zone: str, now: datetime) -> CalendarChange:
    changes = evaluate_events(calendar.events[:MAX_EVENTS], RecordedFacts((), known, zone, now))
    return next((row for row in changes if row.what == NEW), changes[0])


def _candidates_at(session: Session, viewer: Viewer, addresses: Sequence[str]) -> Sequence[Candidate]:
    keys = [email_key(email) for email in addresses]
    return session.scalars(candidates.visible_to(viewer).where(Candidate.email_key.in_(keys)).limit(2)).all()


def _employers_of(session: Session, addresses: Sequence[str]) -> Sequence[Employer]:
    domains = {email.rpartition("@")[2].lower() for email in addresses}
    return session.scalars(contacts.employers_by_name().where(func.lower(Employer.domain).in_(domains)).limit(2)).all()


def _private(people: Sequence[Attendee]) -> list[Attendee]:
    """Return those with an address that anyone can get, where someone else has one of a company."""
    private = [row for row in people if row.email and is_free_mail(row.email.rpartition("@")[2].lower())]
    return private if any(row.email and row not in private for row in people) else []


def _only(rows: Sequence[T]) -> T | None:
    """Return the row if it is the only one: of several, none is certain."""
    return rows[0] if len(rows) == 1 else None


def _domains(employer: Employer | None) -> list[str]:
    return [employer.domain.lower()] if employer and employer.domain else []


def _contact_addresses(session: Session, employer: Employer | None) -> frozenset[str]:
    if employer is None:
        return frozenset()
    rows = session.scalars(contacts.contacts_by_name(employer_id=employer.id))
    return frozenset(row.email_key for row in rows if row.email_key)
