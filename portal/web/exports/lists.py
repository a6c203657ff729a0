"""What each list exports: the rows that it shows with its filters, and their columns."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from portal.bulk_actions import queries as bulk_actions
from portal.contacts import lists as contacts
from portal.core.db import db
from portal.core.listing import Order
from portal.followups import request_lists
from portal.interviews import lists as interviews
from portal.openings import lists as openings
from portal.openings import response_lists
from portal.summaries import application_list, candidate_list
from portal.summaries.models import CandidateSummary
from portal.web.applications import list_page as application_page
from portal.web.candidates import list_page as candidate_list_page
from portal.web.contact_requests import list_page as request_list
from portal.web.contacts import list_page as contact_list
from portal.web.employers import list_page as employer_list
from portal.web.interviews import list_page as interview_list
from portal.web.openings import list_page as opening_list
from portal.web.outbox.status import chosen_mails
from portal.web.shared import formatting, labels, request_cycle
from portal.web.shared.lists import ListPage, read

Cell = Callable[[Any], Any]
InOrder = Callable[[Select[uuid.UUID], Order], Select[Any]]


@dataclass(frozen=True)
class ExportedList:
    """A list: its rows with the filters of the address, and what each column is called and holds."""

    query: Callable[[], Select[Any]]
    columns: tuple[tuple[Any, Cell], ...]


def _candidates() -> Select[Any]:
    """Return the candidates that the list shows, in its order; or those selected in it, as `selection` names them."""
    address = read(candidate_list_page.PAGE)
    found = candidate_list_page.matching(address)
    if "selection" in request.args:
        viewer, wanted = request_cycle.viewer(), request.args.get("selection", type=uuid.UUID)
        row = bulk_actions.get_bulk_action(db.session(), viewer, wanted or uuid.UUID(int=0))
        found = found.where(CandidateSummary.id.in_(bulk_actions.candidate_ids(row)))
    return candidate_list.in_order(found, address.order)


def _listed(page: ListPage, in_order: InOrder) -> Callable[[], Select[Any]]:
    """Return what reads the rows of the list's address, in its order."""

    def query() -> Select[Any]:
        address = read(page)
        return in_order(page.matching(address), address.order)

    return query


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
    "applications": ExportedList(
        _listed(application_page.PAGE, application_list.in_order),
        (
            (_("Candidate"), lambda row: row.candidate.name),
            (_("Employer"), lambda row: row.employer.name),
            (_("Job"), lambda row: row.opening_title),
            (_("Recruiter"), lambda row: _name_of(row.candidate.recruiter)),
            (_("State"), lambda row: labels.state(row.state)),
        ),
    ),
    "interviews": ExportedList(
        _listed(interview_list.PAGE, interviews.in_order),
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
        _listed(contact_list.PAGE, contacts.contacts_in_order),
        (
            (_("Name"), lambda row: row.name),
            (_("Employer"), lambda row: row.employer.name),
            (_("Job title"), lambda row: row.title),
            (_("Email"), lambda row: None if row.email_is_guess else row.email),
            (_("Phone"), lambda row: row.phone),
        ),
    ),
    "contact-requests": ExportedList(
        _listed(request_list.PAGE, request_lists.in_order),
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
        _listed(employer_list.PAGE, contacts.employers_in_order),
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
        _listed(opening_list.PAGE, openings.in_order),
        (
            (_("Job"), lambda row: row.title),
            (_("Field"), lambda row: row.field.name),
            (_("Employer"), lambda row: _name_of(row.employer)),
            (_("Place"), lambda row: row.place),
            (_("Pay"), lambda row: row.pay),
            (_("Open until"), lambda row: row.open_until.isoformat()),
        ),
    ),
    "interests": ExportedList(
        _listed(opening_list.RESPONSE_PAGE, response_lists.in_order),
        (
            (_("Candidate"), lambda row: row.candidate.name),
            (_("Job"), lambda row: row.opening.title),
            (_("Employer"), lambda row: _name_of(row.opening.employer)),
            (_("Wants"), lambda row: str(opening_list.WANTS[row.kind])),
            (_("Since"), _moment("at")),
            (_("Handled"), _moment("handled_at")),
        ),
    ),
    "email-log": ExportedList(
        chosen_mails,
        (
            (_("Email"), lambda row: labels.mail_kind(row.kind)),
            (_("To"), lambda row: row.to_name),
            (_("Email address"), lambda row: row.to_email),
            (_("Planned for"), _moment("due_at")),
            (_("State"), lambda row: labels.state(row.state)),
        ),
    ),
}
