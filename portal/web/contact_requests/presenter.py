"""The state of a request for an address, in words: its time, who looks for it, and why none is available."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from babel import lists
from flask import Flask, g
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from portal.accounts import acting
from portal.candidates.models import Candidate
from portal.contacts.models import Contact, ContactRequest
from portal.core.db import db
from portal.followups import request_queries
from portal.followups.rules.targets import TargetProgress
from portal.followups.rules.targets import target_progress as _target
from portal.interviews.models import InterviewPerson
from portal.names.rules import first_name
from portal.notes import queries as notes
from portal.notes.mail_client import build_mailto_url
from portal.notes.models import Note
from portal.web.contact_requests.labels import NOT_AVAILABLE_REASONS, SOURCES
from portal.web.shared import business_time, formatting, request_cycle

REQUEST_OUTCOMES = {
    "answered": _("Contact info received for %(name)s"),
    "not_available": _("Contact info for %(name)s marked as not available"),
    "not_needed": _("Contact request for %(name)s closed, not needed"),
}


def install(app: Flask) -> None:
    """Let templates ask for the state of a request."""
    app.jinja_env.globals.update(
        request_labels=SimpleNamespace(
            request_time_left=request_time_left,
            working_time_left=working_time_left,
            not_available_reason=not_available_reason,
            sources=SOURCES,
            mailto_url=mailto_url,
            postal_address_mailto=postal_address_mailto,
        )
    )


def request_time_left(row: ContactRequest) -> TargetProgress:
    """Return the age of the request and what is left of its time, in the working hours of the candidate's office."""
    return working_time_left(row.requested_at, row.target_at, row.candidate)


def working_time_left(since: datetime, until: datetime, candidate: Candidate) -> TargetProgress:
    """Return what is used and left of the time between these two, in the working hours of the candidate's office."""
    return _target(since, until, request_cycle.now(), business_time.calendar_of(candidate.office_id))


def not_available_reason(row: ContactRequest) -> str:
    """Return why the address is not available: one of the usual reasons, or the recruiter's own words."""
    return reason_words(row.reason)


def reason_words(reason: str | None) -> str:
    """Return this reason in words, which a recruiter may have written; empty without any."""
    return str(NOT_AVAILABLE_REASONS.get(reason or "", reason or ""))


def no_longer_via_hr_message(contact: Contact) -> str:
    """Return the message after notes to the contact no longer go through HR, with what that leaves."""
    if contact.reachable:
        return gettext("Notes to %(name)s no longer go through HR.", name=contact.name)
    return gettext(
        "Notes to %(name)s no longer go through HR. They’ll wait until there’s another way.",
        name=contact.name,
    )


@dataclass(frozen=True)
class EmailDraft:
    """An email to HR, by its subject and body."""

    subject: str
    body: str


@dataclass(frozen=True)
class WaitingPerson:
    """A candidate who waits: their application, when they met the person, and whether their note was begun."""

    name: str
    application_id: uuid.UUID
    met_at: datetime
    has_note: bool


def waiting_people(row: ContactRequest) -> list[WaitingPerson]:
    """Return the candidates who wait for this contact's info, that the viewer may see."""
    session = db.session()
    found = request_queries.waiting_meetings(session, request_cycle.viewer(), row.contact_id)
    begun = notes.people_with_note(session, [each.person_id for each in found])
    return [WaitingPerson(one.name, one.application_id, one.starts_at, one.person_id in begun) for one in found]


def hr_email(row: ContactRequest, waits: Sequence[Candidate]) -> EmailDraft:
    """Return a recruiter's email that asks HR for the address; `waits` are the candidates it names."""
    contact, viewer = row.contact, request_cycle.viewer()
    body = gettext(
        "Dear %(hr)s,\n\n%(names)s interviewed with you, met %(person)s, and would like to send a "
        "thank-you note. Could you share an email address, or let me know the best way to get a note to "
        "%(first)s?\n\nThank you,\n%(me)s\n%(agency)s",
        hr=contact.employer.hr_name or gettext("HR team"),
        names=_candidate_names(waits),
        person=_name_and_title(contact),
        first=first_name(contact.name),
        me=viewer.name,
        agency="\n".join(filter(None, (g.profile.name, g.profile.phone))),
    )
    return EmailDraft(gettext("How can we reach %(person)s?", person=contact.name), body)


def candidate_hr_email(person: InterviewPerson) -> EmailDraft:
    """Return a candidate's own email that asks HR for the address of a person they met."""
    interview, contact = person.interview, person.contact
    body = gettext(
        "Dear %(hr)s,\n\nOn %(day)s I interviewed with you for the %(opening)s position and met "
        "%(person)s. I’d like to send a thank-you note. Could you share an email address, or "
        "forward a note for me?\n\nThank you,\n%(me)s",
        hr=interview.application.employer.hr_name or gettext("HR team"),
        day=formatting.letter_day(interview.starts_at, interview.application.candidate.time_zone),
        opening=interview.application.opening_title,
        person=_name_and_title(contact),
        me=interview.application.candidate.name,
    )
    return EmailDraft(gettext("How can I reach %(person)s?", person=contact.name), body)


def call_script(row: ContactRequest, waits: Sequence[Candidate]) -> list[str]:
    """Return what a recruiter says on the phone, line by line."""
    opening = gettext(
        "“Hi, this is %(me)s with %(agency)s. %(names)s interviewed with you and met %(person)s.”",
        me=request_cycle.viewer().name,
        agency=g.profile.name,
        names=_candidate_names(waits),
        person=row.contact.name,
    )
    return [opening, *_call_script_end(row.contact)]


def candidate_call_script(person: InterviewPerson) -> list[str]:
    """Return what a candidate says on the phone, line by line."""
    opening = gettext(
        "“Hi, my name is %(me)s. I interviewed with you and met %(person)s.”",
        me=person.interview.application.candidate.name,
        person=person.contact.name,
    )
    return [opening, *_call_script_end(person.contact)]


def postal_address_mailto(note: Note) -> str | None:
    """Return the `mailto:` URL to ask the recruiter where a card goes; None if there is no one to ask."""
    candidate, contact = note.interview.application.candidate, note.person.contact
    recruiter = acting.acting_colleague(db.session(), candidate, request_cycle.now())
    if recruiter is None:
        return None
    body = gettext(
        "Hi %(recruiter)s,\n\nI’d like to send %(person)s at %(employer)s a card. What’s the right "
        "mailing address?\n\nThank you,\n%(me)s",
        recruiter=recruiter.short_name,
        person=_name_and_title(contact),
        employer=note.interview.application.employer.name,
        me=candidate.name,
    )
    return mailto_url(recruiter.email, EmailDraft(gettext("Mailing address for %(person)s", person=contact.name), body))


def mailto_url(to: str, mail: EmailDraft) -> str:
    """Return the URL that opens the viewer's own email app with this email."""
    return build_mailto_url(to, mail.subject, mail.body)


def _call_script_end(contact: Contact) -> list[str]:
    return [
        gettext(
            "“It’s for a short thank-you note. What’s the best email address for %(first)s?”",
            first=first_name(contact.name),
        ),
        gettext("“Could you spell that for me?” Write it down and read it back."),
        gettext("If they can’t share it: “Could the note come to you, so you can forward it?”"),
    ]


def _name_and_title(contact: Contact) -> str:
    return f"{contact.name} ({contact.title})" if contact.title else contact.name


def _candidate_names(waits: Sequence[Candidate]) -> str:
    if not waits:
        return gettext("One of our candidates")
    return lists.format_list([candidate.name for candidate in waits], locale=get_locale() or "en")
