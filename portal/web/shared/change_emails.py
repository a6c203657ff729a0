"""Whether a page's change of an interview is emailed to the candidate, and what the next page says of it."""

from flask import flash, request
from flask_babel import gettext

from portal.core.db import db
from portal.interviews import change_notices
from portal.interviews.models import Interview
from portal.names.rules import first_name


def emails_candidate() -> bool:
    """Return whether the candidate is to be emailed this change: staff may leave it out."""
    return "skip_email" not in request.form


def flash_email(interview: Interview) -> None:
    """Say that the candidate gets an email about the change, if one waits."""
    if change_notices.is_queued(db.session(), interview):
        name = first_name(interview.application.candidate.name)
        flash(gettext("Sending %(name)s an email with what changed.", name=name), "info")
