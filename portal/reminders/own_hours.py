"""The hours in which a candidate gets email that can wait."""

from sqlalchemy.orm import Session

from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.candidates.reminder_choices import choices_of
from portal.followups.rules.policy import quiet_hours
from portal.followups.rules.quiet_hours import QuietHours


def quiet_hours_of(session: Session, candidate: Candidate) -> QuietHours:
    """Return when the candidate gets no email that can wait: outside their own hours, which lie in the agency's."""
    own = choices_of(candidate)
    return quiet_hours(agencies.profile(session).policy).around(own.remind_from, own.remind_until)
