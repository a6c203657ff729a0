"""What waits for a recruiter, as every page of theirs counts it: one statement, which reads no more than it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.accounts.viewer import Viewer
from portal.core.listing import COUNTED

FAILED_STATES = ("failed", "unknown", "lapsed")
"""The states of an email that somebody has to look at."""


@dataclass(frozen=True)
class WaitingCounts:
    """How many of each there are, `listing.COUNTED` for that many or more.

    `late` is how many candidates are late with a task. `requests_due_at`, `notes_due_at`, and `cards_due_at` are the
    earliest targets of those that wait.
    """

    requests: int
    requests_due_at: datetime | None
    notes: int
    notes_due_at: datetime | None
    cards: int
    cards_due_at: datetime | None
    late: int

    @property
    def work(self) -> int:
        """How much there is to do, all of it together."""
        return self.requests + self.notes + self.cards + self.late


# It counts what the lists of `queries` and `people` show (tests/today/test_counts.py). It is written out because every
# staff page asks it: those lists have joins for what they show, and to put together and plan all of that takes longer
# than to count. `seen` is the condition that the viewer may see the candidate of the row `a`, in a summary.
COUNTS = """
select requests.*, approvals.*, cards.*, late.* from
(select count(*), min(target_at) from (
    select r.target_at from contact_requests r where r.closed_at is null and exists (
        select from contact_waits a where a.agency_id = r.agency_id and a.contact_id = r.contact_id and {seen})
    order by r.target_at limit :most) one) requests,
(select count(*), min(target_at) from (
    select v.target_at from approvals v {note} where v.decided_at is null and {seen}
    order by v.target_at limit :most) one) approvals,
(select count(*), min(mail_by) from (
    select v.mail_by from cards v join notes n on n.agency_id = v.agency_id and n.id = v.note_id {interview}
    where v.mail_by is not null and n.medium = 'card' and {seen}
    order by v.mail_by limit :most) one) cards,
(select count(*) from (
    select from candidate_summaries a where a.next_due_at <= :late and a.late_from is not null
    and a.next_kind = any(:kinds) and (a.snoozed_until is null or a.snoozed_until <= :now) and {seen}
    limit :most) one) late
"""
SEEN = {
    "agency": "true",
    "office": "(a.recruiter_id = :account_id or a.office_id = :office_id)",
    "own": "a.recruiter_id = :account_id",
}
OF_NOTE = (
    "join interviews i on i.agency_id = n.agency_id and i.id = n.interview_id "
    "join application_summaries a on a.agency_id = i.agency_id and a.id = i.application_id"
)
NOTE = "join notes n on n.agency_id = v.agency_id and n.id = v.note_id"


def load_waiting_counts(
    session: Session, viewer: Viewer, kinds: Sequence[str], late_hours: int, now: datetime
) -> WaitingCounts:
    """Return what waits for the viewer; a task of these kinds is late so many hours after it was due."""
    scope = "own" if viewer.scope == "office" and viewer.office_id is None else viewer.scope
    joins = {"note": f"{NOTE} {OF_NOTE}", "interview": OF_NOTE}
    if scope == "agency":
        joins = dict.fromkeys(joins, "")
    values = {
        "account_id": viewer.account_id,
        "office_id": viewer.office_id,
        "now": now,
        "late": now - timedelta(hours=late_hours),
        "kinds": list(kinds),
        "most": COUNTED,
    }
    row = session.execute(text(COUNTS.format(seen=SEEN[scope], **joins)), values).one()
    return WaitingCounts(*row)
