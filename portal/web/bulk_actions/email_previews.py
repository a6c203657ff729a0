"""The emails that an action would send, one at a time."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.bulk_actions import messaging, queries
from portal.bulk_actions.models import BulkAction
from portal.bulk_actions.rules import MESSAGE
from portal.candidates import queries as candidates
from portal.messaging.kinds import Content
from portal.reminders import asked_again
from portal.web.shared import request_cycle


@dataclass(frozen=True)
class EmailPreview:
    """One of the emails: to whom, what it says, and its place among all of them."""

    name: str
    subject: str
    text: str
    number: int
    count: int
    answers: str | None


def email_preview(session: Session, row: BulkAction, number: int) -> EmailPreview | None:
    """Return the email of this number, the first where there is no such one; None where there is none to send."""
    count = queries.numbers(session, row).included
    number = number if 1 <= number <= count else 1
    found = queries.included_candidate(session, row, number)
    if found is None:
        return None
    viewer, now = request_cycle.viewer(), request_cycle.now()
    candidate = candidates.get_candidate(session, viewer, found)
    if row.action == MESSAGE:
        sender = accounts.get_account(session, viewer.account_id)
        content: Content | None = messaging.write(session, candidate, sender, row.parameters, now)
    else:
        content = asked_again.preview(session, candidate, viewer.name, row.parameters.get("words", ""), now)
    if content is None:
        return None
    answers = content.reply_to[0] if content.reply_to else None
    return EmailPreview(candidate.name, content.subject, content.text, number, count, answers)
