"""The form that records an interview with everything it needs, on one page."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField

from portal.accounts.rules import email_key
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.candidates import queries as candidates
from portal.candidates.models import Candidate
from portal.contacts import queries as contacts
from portal.contacts.models import Employer
from portal.core.db import db
from portal.core.errors import N_, ActionRefused, NotFound
from portal.interviews.models import Interview
from portal.web.interviews.forms import NewInterviewForm
from portal.web.shared import fields, request_cycle, time_zones

LARGEST_INVITATION = 1_000_000
NEW_CANDIDATE = ("candidate_name", "candidate_email", "candidate_phone", "candidate_time_zone")
NEW_EMPLOYER = ("employer_name",)
NEW_APPLICATION = ("opening_title",)
PICKED_FIELDS = ("candidate_id", "employer_id", "application_id")


@dataclass(frozen=True)
class Picked:
    """The known rows that the form is about; None for each that is new, or not named yet."""

    candidate: Candidate | None = None
    employer: Employer | None = None
    application: Application | None = None


def load_picked(values: Mapping[str, str]) -> Picked:
    """Return the rows with the ids among these values; raise `NotFound` for one that the viewer may not see."""
    session, viewer = db.session(), request_cycle.viewer()
    if application_id := _id(values, "application_id"):
        application = applications.get_application(session, viewer, application_id)
        return Picked(application.candidate, application.employer, application)
    candidate_id, employer_id = _id(values, "candidate_id"), _id(values, "employer_id")
    return Picked(
        candidates.get_candidate(session, viewer, candidate_id) if candidate_id else None,
        contacts.get_employer(session, employer_id) if employer_id else None,
    )


def parse_row_id(text: str, what: str) -> uuid.UUID:
    """Return the id of a row that a page named; raise `NotFound` for a text that is none."""
    try:
        return uuid.UUID(text)
    except ValueError as malformed:
        raise NotFound(what) from malformed


def _id(values: Mapping[str, str], name: str) -> uuid.UUID | None:
    return parse_row_id(values[name], name) if values.get(name) else None


class QuickAddForm(NewInterviewForm):
    """A candidate, an employer, a job, an interview, and the people there; a known one has no fields of its own."""

    candidate_id = HiddenField()
    employer_id = HiddenField()
    application_id = HiddenField()
    candidate_name = fields.name(_("Name"), required=True)
    candidate_email = fields.email(_("Email"), required=True)
    candidate_phone = fields.phone(_("Phone"))
    candidate_time_zone = time_zones.time_zone(_("Their time zone"))
    employer_name = fields.company(_("Employer"), required=True)
    opening_title = fields.line(_("Job title"), required=True, most=fields.NAME_LENGTH)
    invite = BooleanField()
    filled = HiddenField()
    file = fields.upload(_("Invitation (.ics)"), largest=LARGEST_INVITATION)

    def __init__(self, picked: Picked, values: MultiDict[str, str] | None = None) -> None:
        super().__init__(**({} if values is None else {"formdata": values}))
        self.picked = picked
        known = (
            (picked.candidate, NEW_CANDIDATE),
            (picked.employer, NEW_EMPLOYER),
            (picked.application, NEW_APPLICATION),
        )
        for row, names in known:
            for name in names if row is not None else ():
                del self[name]

    def text_of(self, name: str) -> str:
        """Return what was typed into this field; empty where the form has none."""
        return (self[name].data or "") if name in self else ""

    def has_slot(self) -> bool:
        """Return whether the times are complete and in order, once the form was validated."""
        names = ("date", "starts", "ends_on", "ends", "time_zone")
        return self.date.data is not None and not any(self[name].errors for name in names)


def refuse_other_parts(interview: Interview, sent: Mapping[str, str]) -> None:
    """Raise `ActionRefused` if the quick form is sent again to update the interview with another candidate or job."""
    application = interview.application
    candidate, employer = application.candidate, application.employer
    standing = {
        "candidate_id": str(candidate.id),
        "employer_id": str(employer.id),
        "application_id": str(application.id),
        "employer_name": employer.name,
        "opening_title": application.opening_title,
    }
    other = any(sent.get(name, "").strip() not in ("", value) for name, value in standing.items())
    if other or email_key(sent.get("candidate_email", "")) not in ("", candidate.email_key):
        raise ActionRefused(
            N_("This interview is for %(name)s with %(employer)s. For another one, add another interview."),
            name=candidate.name,
            employer=employer.name,
        )
