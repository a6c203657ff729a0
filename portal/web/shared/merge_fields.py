"""The merge fields of a draft: which are offered, their values in a note to a person, and example values."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts.viewer import Viewer
from portal.candidates.models import Candidate
from portal.cards.address_formats import parse_address
from portal.contacts.details import MERGE_DETAILS
from portal.core.formatting import format_date, format_long_day, parse_locale
from portal.drafts.rules import FIELDS
from portal.interviews.models import InterviewPerson
from portal.names.rules import first_name
from portal.web.shared import formatting
from portal.web.shared.languages import agency_locale
from portal.web.shared.letter_fields import translated_labels

EXAMPLE_INTERVIEW, EXAMPLE_DECISION = date(2026, 3, 5), date(2026, 3, 20)

PLACEMENT_NOTES = {
    **{f"contact_{row.name}": _("not in a message") for row in MERGE_DETAILS},
    "employer": _("not in a message"),
    "opening": _("not in a message"),
    "interview_day": _("not in a reply to a decision or a message"),
    "decision_day": _("only in a follow-up"),
}
"""Where a merge field may not be used, for those that not every kind of letter may have."""


@dataclass(frozen=True)
class OfferedField:
    """A merge field to pick: its label, whether a subject may have it, and perhaps which letters may not."""

    label: str
    in_subject: bool
    note: str


def offered_fields(kind: str | None) -> list[OfferedField]:
    """Return the merge fields that a letter of this kind may have; all of them, with notes, for None."""
    return [
        OfferedField(label, FIELDS[name].in_subject, "" if kind else str(PLACEMENT_NOTES.get(name, "")))
        for name, label in translated_labels().items()
        if kind is None or kind in FIELDS[name].kinds
    ]


def merge_values(person: InterviewPerson) -> dict[str, str]:
    """Return the value of each merge field in a note to this person; empty if nothing is known."""
    interview = person.interview
    application, candidate = interview.application, interview.application.candidate
    decided, locale = interview.decision_on or application.decision_on, _locale_there(person)
    return {
        **{f"contact_{row.name}": getattr(person.contact, row.name) or "" for row in MERGE_DETAILS},
        "contact_first_name": first_name(person.contact.name),
        "employer": application.employer.name,
        "opening": application.opening_title,
        "interview_day": formatting.letter_day(interview.starts_at, candidate.time_zone, locale),
        "decision_day": formatting.letter_date(decided, locale) if decided else "",
        **candidate_values(candidate),
    }


def _locale_there(person: InterviewPerson) -> str:
    """Return the agency's language as the country of the person's address, or else of the employer's, writes it.

    Where no address names a country, it is the agency's locale.
    """
    address = person.contact.postal_address or person.contact.employer.postal_address or ""
    country = parse_address(address, "")["country_code"]
    own = agency_locale()
    return (parse_locale(f"{own.partition('_')[0]}_{country}") if country else None) or own


def candidate_values(candidate: Candidate) -> dict[str, str]:
    """Return the values of a candidate's own fields, the same in every note."""
    return {"my_name": candidate.name, "my_phone": candidate.phone or "", "my_email": candidate.email}


def message_example(sender: Viewer) -> dict[str, str]:
    """Return values to preview a message to candidates by: an example of a candidate, and its sender."""
    first = first_name(example_values()["my_name"])
    return {
        "contact_first_name": first,
        "my_name": sender.name,
        "my_phone": "+1 212 555 0100",
        "my_email": sender.email,
    }


def example_values(candidate: Candidate | None = None) -> dict[str, str]:
    """Return example values, to preview a draft while there is no interview.

    A given candidate's own fields are real.
    """
    example = {
        **{f"contact_{row.name}": row.merge_example for row in MERGE_DETAILS},
        "contact_first_name": "Dana",
        "employer": "Acme",
        "opening": gettext("Controls engineer"),
        "interview_day": format_long_day(EXAMPLE_INTERVIEW, agency_locale(), EXAMPLE_INTERVIEW.year),
        "decision_day": format_date(EXAMPLE_DECISION, agency_locale(), EXAMPLE_DECISION.year),
        "my_name": "Jo Winter",
        "my_phone": "+1 212 555 0100",
        "my_email": "jo.winter@example.com",
    }
    return example | candidate_values(candidate) if candidate else example
