"""What can be done with a record that was found, without opening its page first."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext

from portal.accounts import permissions
from portal.accounts.viewer import Viewer
from portal.applications import queries as applications
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.core.db import db
from portal.core.phone_links import tel_url
from portal.interviews import queries as interviews
from portal.names.rules import first_name
from portal.openings import queries as openings
from portal.search.sources import CANDIDATE, CONTACT, EMPLOYER, INTERVIEW, OPENING
from portal.web.search.presenter import PAGES, ResultGroup, ResultRow
from portal.web.shared import request_cycle

MOST_APPLICATIONS = 3
Rows = Iterator[ResultRow]


def actions_of(viewer: Viewer, kind: str, record_id: uuid.UUID) -> ResultGroup:
    """Return what the viewer can do with this record, opening it first; raise `NotFound` if they may not see it."""
    name, rows = _OF_KIND[kind](viewer, record_id)
    endpoint, part = PAGES[kind]
    page: dict[str, Any] = {part: record_id}
    return ResultGroup(name, [_row(gettext("Open"), url_for(endpoint, **page), "arrow-right"), *rows])


def _row(label: str, url: str, icon: str, about: str = "", values: Mapping[str, str] | None = None) -> ResultRow:
    return ResultRow(url, [(label, False)], icon, about, values=values or {})


def _of_candidate(viewer: Viewer, record_id: uuid.UUID) -> tuple[str, Rows]:
    candidate = candidates.get_candidate(db.session(), viewer, record_id)
    return candidate.name, _candidate_rows(viewer, candidate)


def _candidate_rows(viewer: Viewer, candidate: Candidate) -> Rows:
    name = first_name(candidate.name)
    if viewer.may(permissions.EDIT_CANDIDATES):
        begin, back = url_for("bulk_actions.create"), url_for("candidates.detail", candidate_id=candidate.id)
        one = {"candidate": str(candidate.id), "back": back}
        yield _row(gettext("Remind %(name)s", name=name), begin, "bell", values={"action": "remind", **one})
        yield _row(gettext("Message"), begin, "mail", values={"action": "message", **one})
    if candidate.phone:
        yield _row(gettext("Call %(name)s", name=name), tel_url(candidate.phone), "phone", candidate.phone)
    if viewer.may(permissions.EDIT_APPLICATIONS):
        yield _row(gettext("New interview"), url_for("quick_add.new", candidate=candidate.id), "calendar-plus")
        yield _row(gettext("Add an application"), url_for("applications.new", candidate_id=candidate.id), "plus")
    for row in applications.latest_applications_of(db.session(), candidate.id, MOST_APPLICATIONS):
        url = url_for("applications.detail", application_id=row.id)
        yield _row(gettext("Open application"), url, "layers", f"{row.employer.name}, {row.opening_title}")


def _of_interview(viewer: Viewer, record_id: uuid.UUID) -> tuple[str, Rows]:
    interview = interviews.get_interview(db.session(), viewer, record_id)
    application = interview.application

    def rows() -> Rows:
        is_ahead = interview.status == "planned" and interview.ends_at > request_cycle.now()
        if is_ahead and viewer.may(permissions.EDIT_APPLICATIONS):
            url = url_for("calendar.move", interview_id=interview.id)
            yield _row(gettext("Move interview"), url, "calendar-clock")
        url = url_for("applications.detail", application_id=application.id)
        yield _row(gettext("Open application"), url, "layers", application.employer.name)
        url = url_for("candidates.detail", candidate_id=application.candidate_id)
        yield _row(gettext("Open candidate"), url, "user-round", application.candidate.name)

    return f"{application.candidate.name}, {application.employer.name}", rows()


def _of_contact(viewer: Viewer, record_id: uuid.UUID) -> tuple[str, Rows]:
    contact = contacts.get_contact(db.session(), record_id)

    def rows() -> Rows:
        if contact.phone:
            label = gettext("Call %(name)s", name=first_name(contact.name))
            yield _row(label, tel_url(contact.phone), "phone", contact.phone)
        if viewer.may(permissions.EDIT_CONTACTS):
            yield _row(gettext("Edit"), url_for("contacts.edit", contact_id=contact.id), "pencil")
        url = url_for("employers.detail", employer_id=contact.employer_id)
        yield _row(gettext("Open employer"), url, "building-2", contact.employer.name)

    return contact.name, rows()


def _of_employer(viewer: Viewer, record_id: uuid.UUID) -> tuple[str, Rows]:
    employer = contacts.get_employer(db.session(), record_id)

    def rows() -> Rows:
        if viewer.may(permissions.EDIT_EMPLOYERS):
            yield _row(gettext("Edit"), url_for("employers.edit", employer_id=employer.id), "pencil")

    return employer.name, rows()


def _of_opening(viewer: Viewer, record_id: uuid.UUID) -> tuple[str, Rows]:
    opening = openings.get_opening(db.session(), record_id)

    def rows() -> Rows:
        if viewer.may(permissions.EDIT_JOBS):
            yield _row(gettext("Edit"), url_for("openings.edit", opening_id=opening.id), "pencil")

    return opening.title, rows()


_OF_KIND: Mapping[str, Callable[[Viewer, uuid.UUID], tuple[str, Rows]]] = {
    CANDIDATE: _of_candidate,
    INTERVIEW: _of_interview,
    CONTACT: _of_contact,
    EMPLOYER: _of_employer,
    OPENING: _of_opening,
}
