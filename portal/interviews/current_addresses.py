"""Where an email goes today: the address of its candidate, colleague, or employer's HR may have changed."""

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.candidates.models import Candidate
from portal.interviews import hr_questions
from portal.messaging.kinds import kind_of
from portal.messaging.models import OutgoingMessage


def current_address(session: Session, message: OutgoingMessage, candidate: Candidate | None) -> str:
    """Return the current address for the email; `candidate` is whom it is about, if anyone."""
    employer = hr_questions.employer_asked(session, message)
    if employer is not None:
        return employer.usable_hr_email or message.to_email
    if kind_of(message.kind).audience == "contact":
        return message.to_email
    if candidate is not None:
        return candidate.email
    account = accounts.find_active(session, message.about_id) if message.about_id else None
    return account.email if account is not None else message.to_email
