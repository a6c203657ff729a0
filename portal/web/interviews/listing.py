"""Listing someone on an interview, from each page that has the form for it."""

from portal.interviews.models import Interview
from portal.notes import actions as notes
from portal.web.shared import request_cycle, submissions
from portal.web.shared.contact_forms import ContactForm


def list_person(interview: Interview, form: ContactForm, *, email_candidate: bool = True) -> None:
    """List whom the form names; "Update it" replaces whom it listed first."""
    earlier = submissions.row_to_update()
    person = notes.list_person(
        request_cycle.command(), interview, form.details(), instead_of=earlier, email_candidate=email_candidate
    )
    submissions.set_added(person.id)
