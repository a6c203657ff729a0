"""Whether a second follow-up can still be written: one per interview, and none once the application has ended."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.errors import N_, ActionRefused
from portal.interviews import queries, rules
from portal.interviews.models import Interview

INELIGIBILITY_MESSAGES = {
    rules.SENT: N_("The follow-up for this interview has already been sent. Once is enough."),
    rules.ENDED: N_("This application has ended, so nothing more is sent for it."),
    rules.NOT_HELD: N_("This interview hasn’t taken place, so there’s nothing to follow up on."),
    rules.AHEAD: N_("Another interview is coming up, so no follow-up is needed."),
    rules.NOT_LAST: N_("There was a later interview. Follow up on that one."),
}
"""The message for each reason why no second follow-up can be written."""


def refuse_ineligible(session: Session, interview: Interview, now: datetime) -> None:
    """Raise `ActionRefused` with the reason if no second follow-up can be written after this interview."""
    why = ineligibility_reason(session, interview, now)
    if why is not None:
        raise ActionRefused(INELIGIBILITY_MESSAGES[why])


def ineligibility_reason(session: Session, interview: Interview, now: datetime) -> str | None:
    """Return why no second follow-up can be written after this interview, or None if one can."""
    known = [
        rules.InterviewRound(
            str(row.id),
            row.ends_at,
            row.status == "planned",
            any(done.kind == "follow_up" for done in row.completions),
        )
        for row in queries.interviews_of_application(session, interview.application_id)
    ]
    return rules.follow_up_obstacle(known, str(interview.id), ended=interview.application.ended, now=now)
