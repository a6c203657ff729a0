"""What the merge fields of a draft stand for in a note to somebody."""

from portal.core.db import db
from portal.drafts.rules import first_name
from portal.interviews import queries as interviews
from portal.interviews.models import Person
from portal.web import edge, words


def merge_values(person: Person) -> dict[str, str]:
    """The value of each merge field in a note to this person; empty where nothing is known."""
    interview = interviews.one(db.session(), edge.viewer(), person.interview_id)
    process, candidate = interview.process, interview.process.candidate
    decided = interview.decision_on or process.decision_on
    return {
        "contact_name": person.contact.name,
        "contact_first_name": first_name(person.contact.name),
        "employer": process.employer.name,
        "opening": process.opening_title,
        "interview_day": words.day(interview.starts_at, candidate.time_zone),
        "decision_day": words.date_of(decided) if decided else "",
        "my_name": candidate.name,
        "my_phone": candidate.phone or "",
        "my_email": candidate.email,
    }
