"""Prefetches the facts behind a batch of reminders: each goes out as decided if none of them has changed since."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.candidates import queries as candidates
from portal.messaging.kinds import Precondition, Send
from portal.messaging.models import OutgoingMessage
from portal.reminders import content, plans, queries
from portal.reminders.content import ReminderContent
from portal.reminders.plans import ReminderPlan


@dataclass(frozen=True)
class PrefetchedReminder:
    """A reminder as it was read: what its rows ask for, and the plan that decides what it may ask for now.

    The plan is kept without its steps, because each commit expires every row that somebody still holds.
    `source_fingerprint` is a text that changes with any row behind the plan.
    """

    kind: str
    not_after: datetime | None
    decided: queries.DecidedReminder
    plan: ReminderPlan
    content: ReminderContent
    candidate_id: uuid.UUID
    source_fingerprint: str

    def verdict(self, now: datetime) -> Send | None:
        """Return what to send at `now`; None if that differs from the rows, so that they have to change first."""
        decision = self.plan.decide(now)
        wanted = {ask.key for ask in (*decision.asks, *decision.announced)}
        as_decided = (decision.kind, decision.not_after) == (self.kind, self.not_after) and wanted == self.decided.asks
        if not decision.asks or not as_decided or self.plan.local_day(now) != self.decided.local_day:
            return None
        return Send({"content": self.content, "decision": decision})

    @property
    def precondition(self) -> Precondition:
        """Return the condition that no row behind the plan has changed; it locks the candidate."""
        return Precondition(
            queries.SOURCE_UNCHANGED, {"whose": self.candidate_id, "fingerprint": self.source_fingerprint}
        )


def read(session: Session, mails: Sequence[OutgoingMessage], now: datetime) -> Mapping[uuid.UUID, PrefetchedReminder]:
    """Return these reminders by message, with as many statements as for one; omit those with a deleted candidate."""
    ids = [uuid.UUID(mail.payload["candidate"]) for mail in mails]
    # Read these first, so that a row that changes while the rest is read also changes the fingerprint.
    fingerprints = queries.source_fingerprints(session, ids)
    people = {row.id: row for row in candidates.candidates_with_recruiter(session, ids)}
    decided = queries.decided_by_message(session, [mail.id for mail in mails])
    planned = plans.read(session, list(people.values()), now, waiting=False)
    written = content.read(session, list(people.values()), planned, now)
    return {
        mail.id: PrefetchedReminder(
            kind=mail.kind,
            not_after=mail.not_after,
            decided=decided[mail.id],
            plan=replace(planned[candidate_id], steps=()),
            content=written[candidate_id],
            candidate_id=candidate_id,
            source_fingerprint=fingerprints[candidate_id],
        )
        for mail, candidate_id in zip(mails, ids, strict=True)
        if mail.id in decided and candidate_id in people and candidate_id in fingerprints
    }
