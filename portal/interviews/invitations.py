"""Interviews from invitations: created once, rescheduled by a later one, canceled by a cancellation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.rules import email_key
from portal.applications.models import Application
from portal.audit import actions as audit
from portal.contacts.details import ContactDetails
from portal.contacts.free_mail import is_free_mail
from portal.contacts.models import Contact
from portal.core.command import Command
from portal.interviews import actions, queries
from portal.interviews.calendar_changes import (
    CANCEL,
    NEW,
    UPDATE,
    CalendarChange,
    RecordedFacts,
    RecordedInterview,
    evaluate_events,
)
from portal.interviews.models import Interview
from portal.interviews.round_details import RoundDetails, follow_guess, guess_round_kind
from portal.interviews.slots import CalendarKey, Slot
from portal.readers.ics import CalendarEvent, ParsedCalendar
from portal.readers.ics_zones import is_before
from portal.readers.invitation import Invitee, KnownAddresses


@dataclass(frozen=True)
class ProposedChange:
    """What one event of a file would do to an application, and the interview it is about, None for a new one."""

    change: CalendarChange
    interview: Interview | None

    @property
    def event(self) -> CalendarEvent:
        """The event of the file."""
        return self.change.event

    @property
    def slot(self) -> Slot | None:
        """When and where the interview would take place; None if the event has no time."""
        return self.change.slot

    @property
    def people(self) -> tuple[Invitee, ...]:
        """The people that the event names."""
        return self.change.people

    @property
    def has_usable_end(self) -> bool:
        """Whether the event itself says when it ends, later than it starts."""
        start, end = self.event.starts_at, self.event.ends_at
        return end is not None and is_before(start, end)

    @property
    def what(self) -> str:
        """The code of what the event would do."""
        return self.change.what


def propose_changes(
    session: Session, application: Application, calendar: ParsedCalendar, *, most: int, now: datetime
) -> list[ProposedChange]:
    """Return what the first `most` events would do, in their order; nothing is changed."""
    interviews = {
        (row.calendar_uid, row.calendar_recurrence): row
        for row in queries.interviews_from_calendars(session, application.id)
    }
    recorded = tuple(_as_recorded(row) for row in interviews.values())
    facts = RecordedFacts(recorded, _known_addresses(session, application), application.candidate.time_zone, now)
    return [
        ProposedChange(change, interviews.get(_calendar_key(change.recorded)) if change.recorded else None)
        for change in evaluate_events(calendar.events[:most], facts)
    ]


def suggested_email_domain(
    session: Session, application: Application, proposals: Sequence[ProposedChange]
) -> str | None:
    """Return the mail domain that the invitation suggests for an employer without one; None if it suggests none.

    It is the most common one among the people named, but never a free provider's, the candidate's, or one that the
    agency's own people have.
    """
    if application.employer.domain:
        return None
    ours = {email.rpartition("@")[2] for email in session.scalars(select(Account.email_key))}
    emails = {
        row.attendee.email.lower()
        for proposal in proposals
        for row in proposal.change.people
        if row.attendee.email and row.left_out in (None, "organizer", "declined")
    }
    named = Counter(domain for email in sorted(emails) if (domain := email.rpartition("@")[2]) not in ours)
    return next((domain for domain, _ in named.most_common() if "." in domain and not is_free_mail(domain)), None)


def accept_change(
    command: Command, application: Application, proposal: ProposedChange, people: Sequence[ContactDetails]
) -> Interview | None:
    """Record the proposal with these people; the same invitation twice changes nothing the second time."""
    interview, change = proposal.interview, proposal.change
    if change.what == NEW and change.slot is not None:
        round_details = RoundDetails(kind=guess_round_kind(change.slot))
        return actions.record(
            command, application, change.slot, people, round_details=round_details, calendar=change.key
        )
    if interview is None or change.what not in (UPDATE, CANCEL):
        return None
    audit.apply_change(command, "interview.invitation", interview, actions.calendar_values(change.key))
    if change.what == CANCEL:
        actions.set_status(command, interview, "cancelled", None)
    elif change.slot is not None:
        kind = follow_guess(interview.round_kind, interview.slot, change.slot)
        round_details = RoundDetails(interview.round_name, kind)
        actions.reschedule(command, interview, change.slot, None, round_details=round_details)
        actions.set_status(command, interview, "planned", None)
        for details in people:
            actions.add_person(command, interview, application.employer_id, details)
    return interview


def _as_recorded(interview: Interview) -> RecordedInterview:
    key = CalendarKey(
        interview.calendar_uid or "",
        interview.calendar_recurrence,
        interview.calendar_sequence,
        interview.calendar_stamp,
        interview.calendar_occurrence,
        interview.occurrence_sequence,
        interview.occurrence_stamp,
    )
    emails = frozenset(email_key(row.contact.email) for row in interview.people if row.contact.email)
    return RecordedInterview(key, interview.slot, interview.status != "planned", emails)


def _calendar_key(recorded: RecordedInterview) -> tuple[str, str | None]:
    return recorded.key.uid, recorded.key.recurrence


def _known_addresses(session: Session, application: Application) -> KnownAddresses:
    accounts = session.scalars(select(Account.email_key)).all()
    at_employer = select(Contact.email).where(
        Contact.employer_id == application.employer_id, Contact.email.is_not(None)
    )
    domain = application.employer.domain
    return KnownAddresses(
        candidate=frozenset({email_key(application.candidate.email)}),
        accounts=frozenset(accounts),
        domains=frozenset({domain.lower()} if domain else ()),
        contacts=frozenset(email_key(email) for email in session.scalars(at_employer) if email),
    )
