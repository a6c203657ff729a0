"""What each list exports: the rows that it shows with its filters, and their columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.applications import queries as applications
from portal.contacts import queries as contacts
from portal.contacts.models import Contact, Employer
from portal.messaging import queries as messages
from portal.search import queries as search
from portal.summaries import candidate_list
from portal.web.candidates import presenter as candidate_presenter
from portal.web.contact_requests import presenter as request_presenter
from portal.web.interviews import presenter as interview_presenter
from portal.web.openings import presenter as opening_presenter
from portal.web.outbox.status import chosen_group
from portal.web.shared import formatting, labels, request_cycle
from portal.web.shared.search_words import search_words

Cell = Callable[[Any], Any]


@dataclass(frozen=True)
class ExportedList:
    """A list: its rows with the filters of the address, and what each column is called and holds."""

    query: Callable[[], Select[Any]]
    columns: tuple[tuple[Any, Cell], ...]


def _candidates() -> Select[Any]:
    """Return the candidates that the list shows, in its order."""
    chosen = candidate_presenter.candidate_filter(candidate_presenter.chosen())
    found = candidate_list.matching(request_cycle.viewer(), chosen, candidate_presenter.LATE_KINDS, request_cycle.now())
    return candidate_list.in_order(found, candidate_presenter.order())


def _mails() -> Select[Any]:
    _name, states = chosen_group()
    return messages.messages_in_states(states).where(applications.mail_visible_to(request_cycle.viewer()))


def _name_of(row: Any) -> str | None:
    return row.name if row else None


def _moment(name: str) -> Cell:
    return lambda row: formatting.machine_moment(value) if (value := getattr(row, name)) else None


LISTS: Mapping[str, ExportedList] = {
    "candidates": ExportedList(
        _candidates,
        (
            (_("Name"), lambda row: row.name),
            (_("Email"), lambda row: row.email),
            (_("Phone"), lambda row: row.phone),
            (_("Field"), lambda row: _name_of(row.field)),
            (_("Recruiter"), lambda row: _name_of(row.recruiter)),
            (_("Time zone"), lambda row: row.time_zone),
        ),
    ),
    "interviews": ExportedList(
        interview_presenter.listed_interviews,
        (
            (_("Candidate"), lambda row: row.application.candidate.name),
            (_("Employer"), lambda row: row.application.employer.name),
            (_("Job"), lambda row: row.application.opening_title),
            (_("Round"), lambda row: row.round_name),
            (_("Starts"), _moment("starts_at")),
            (_("Ends"), _moment("ends_at")),
            (_("Place"), lambda row: row.place or row.link),
            (_("State"), lambda row: labels.state(row.status)),
        ),
    ),
    "contacts": ExportedList(
        lambda: contacts.contacts_by_name().where(search.matching(Contact, search_words())),
        (
            (_("Name"), lambda row: row.name),
            (_("Employer"), lambda row: row.employer.name),
            (_("Job title"), lambda row: row.title),
            (_("Email"), lambda row: None if row.email_is_guess else row.email),
            (_("Phone"), lambda row: row.phone),
        ),
    ),
    "contact-requests": ExportedList(
        request_presenter.listed_requests,
        (
            (_("Name"), lambda row: row.contact.name),
            (_("Employer"), lambda row: row.contact.employer.name),
            (_("Candidate"), lambda row: row.candidate.name),
            (_("Requested"), _moment("requested_at")),
            (_("Goal"), _moment("target_at")),
            (_("Closed"), _moment("closed_at")),
        ),
    ),
    "employers": ExportedList(
        lambda: contacts.employers_by_name().where(search.matching(Employer, search_words())),
        (
            (_("Name"), lambda row: row.name),
            (_("Email domain"), lambda row: row.domain),
            (_("HR name"), lambda row: row.hr_name),
            (_("HR email"), lambda row: row.hr_email),
            (_("HR phone"), lambda row: row.hr_phone),
            (_("Mailing address"), lambda row: row.postal_address),
        ),
    ),
    "jobs": ExportedList(
        opening_presenter.listed_openings,
        (
            (_("Job"), lambda row: row.title),
            (_("Field"), lambda row: row.field.name),
            (_("Employer"), lambda row: _name_of(row.employer)),
            (_("Place"), lambda row: row.place),
            (_("Pay"), lambda row: row.pay),
            (_("Open until"), lambda row: row.open_until.isoformat()),
        ),
    ),
    "email-log": ExportedList(
        _mails,
        (
            (_("Email"), lambda row: labels.mail_kind(row.kind)),
            (_("To"), lambda row: row.to_name),
            (_("Email address"), lambda row: row.to_email),
            (_("Planned for"), _moment("due_at")),
            (_("State"), lambda row: labels.state(row.state)),
        ),
    ),
}
