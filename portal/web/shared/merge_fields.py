"""The merge fields of a draft: their labels, their values in a note to a person, and example values."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.candidates.models import Candidate
from portal.contacts.details import MERGE_DETAILS
from portal.interviews.models import InterviewPerson
from portal.names.rules import first_name
from portal.web.shared import formatting

FIELD_LABELS = {
    "contact_first_name": _("First name of the person you met"),
    **{f"contact_{row.name}": _(row.merge_label) for row in MERGE_DETAILS},
    "employer": _("The company"),
    "opening": _("The job"),
    "interview_day": _("The interview date (not in a reply to a decision)"),
    "decision_day": _("Their decision date (only in a follow-up)"),
    "my_name": _("Your name"),
    "my_phone": _("Your phone number (not in a subject)"),
    "my_email": _("Your email address (not in a subject)"),
}
"""Labels by the name of the field, in the order in which the fields are offered."""


def merge_values(person: InterviewPerson) -> dict[str, str]:
    """Return the value of each merge field in a note to this person; empty if nothing is known."""
    interview = person.interview
    application, candidate = interview.application, interview.application.candidate
    decided = interview.decision_on or application.decision_on
    return {
        **{f"contact_{row.name}": getattr(person.contact, row.name) or "" for row in MERGE_DETAILS},
        "contact_first_name": first_name(person.contact.name),
        "employer": application.employer.name,
        "opening": application.opening_title,
        "interview_day": formatting.day(interview.starts_at, candidate.time_zone),
        "decision_day": formatting.long_date(decided) if decided else "",
        **candidate_values(candidate),
    }


def candidate_values(candidate: Candidate) -> dict[str, str]:
    """Return the values of a candidate's own fields, the same in every note."""
    return {"my_name": candidate.name, "my_phone": candidate.phone or "", "my_email": candidate.email}


def example_values(candidate: Candidate | None = None) -> dict[str, str]:
    """Return example values, to preview a draft while there is no interview.

    A given candidate's own fields are real.
    """
    example = {
        **{f"contact_{row.name}": row.merge_example for row in MERGE_DETAILS},
        "contact_first_name": "Dana",
        "employer": "Acme",
        "opening": gettext("Controls engineer"),
        "interview_day": gettext("Thursday, March 5"),
        "decision_day": gettext("March 20"),
        "my_name": "Jo Winter",
        "my_phone": "+1 212 555 0100",
        "my_email": "jo.winter@example.com",
    }
    return example | candidate_values(candidate) if candidate else example
