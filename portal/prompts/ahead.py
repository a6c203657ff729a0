"""Prompts of one batch, read together ahead of their turns: each goes out as read where nothing has changed since."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.candidates import queries as candidates
from portal.core.pieces import Pieces
from portal.followups.rules.working_time import local_date
from portal.messaging.kinds import Content, Stands
from portal.messaging.models import Message
from portal.prompts import letters, queries, rules
from portal.prompts.letters import Letter


@dataclass(frozen=True)
class Ahead:
    """A prompt as it was read: what it was to say when it was decided, and what it may say by now.

    `behind` is the text that any change of what stands behind it makes another.
    """

    kind: str
    not_after: datetime | None
    decided: queries.Decided
    situation: rules.Situation
    letter: Letter
    candidate_id: uuid.UUID
    behind: str

    def writing(self, now: datetime) -> Pieces[Content | None]:
        """What it says at `now`; None where that is not what was decided, so that rows have to change as well."""
        decision = rules.decide(replace(self.situation, now=now))
        wanted = {ask.key for ask in (*decision.asks, *decision.announced)}
        as_decided = (decision.kind, decision.not_after) == (self.kind, self.not_after) and wanted == self.decided.asks
        if not decision.asks or not as_decided or local_date(now, self.situation.zone) != self.decided.local_day:
            return None
        yield
        return (yield from letters.writing(self.letter, decision, now))

    @property
    def stands(self) -> Stands:
        """Nothing behind it has changed; the candidate is under lock from there on."""
        return Stands(queries.UNCHANGED, {"whose": self.candidate_id, "behind": self.behind})


def read(session: Session, mails: Sequence[Message], now: datetime) -> Mapping[uuid.UUID, Ahead]:
    """By mail, these prompts, by as many questions as for one of them; those whose candidate is gone are left out."""
    ids = [uuid.UUID(mail.payload["candidate"]) for mail in mails]
    behind = queries.behind(session, ids)  # first: what changes while the rest is read makes it another, too
    people = {row.id: row for row in candidates.with_recruiter(session, ids)}
    decided = queries.as_decided(session, [mail.id for mail in mails])
    steps = queries.standing_steps(session, list(people))
    situations = queries.situations(session, list(people.values()), steps, now, waiting=False)
    written = letters.read(session, list(people.values()), steps)
    return {
        mail.id: Ahead(
            kind=mail.kind,
            not_after=mail.not_after,
            decided=decided[mail.id],
            situation=situations[candidate_id],
            letter=written[candidate_id],
            candidate_id=candidate_id,
            behind=behind[candidate_id],
        )
        for mail, candidate_id in zip(mails, ids, strict=True)
        if mail.id in decided and candidate_id in people and candidate_id in behind
    }
