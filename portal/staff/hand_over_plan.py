"""Who takes over what from a colleague: shown before it is done, and then done."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.approvals import queries as approvals
from portal.approvals.models import Approval
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.followups import request_queries
from portal.names.rules import split_name
from portal.staff import split, workload
from portal.staff.rules import WorkloadCounts
from portal.staff.workload import Workload


@dataclass(frozen=True)
class Part:
    """What one colleague takes over."""

    to: Account
    held: Workload


@dataclass(frozen=True)
class HandOverPlan:
    """What each colleague takes over, in the order of the successors, and what no one of them may see."""

    parts: Sequence[Part]
    released_requests: Sequence[ContactRequest] = ()
    released_approvals: Sequence[Approval] = ()

    @property
    def counts(self) -> WorkloadCounts:
        return WorkloadCounts.total(part.held.counts for part in self.parts)


def plan_hand_over(session: Session, held: Workload, successors: Sequence[Account], how: str) -> HandOverPlan:
    """Return who takes over what of this work.

    Requests, notes, and cards follow their candidate. One that the colleague took for someone else's candidate goes to
    the successor with the fewest candidates who may see it; where no one may, it is released.
    """
    given = _split_candidates(session, held, successors, how)
    takes = {task: given[found] for task, found in held.candidate_ids.items() if found in given}
    got = Counter(given.values())
    for one in sorted(successors, key=lambda successor: got[successor.id]):
        takes |= dict.fromkeys(_visible_to(session, one, held, takes), one.id)
    return HandOverPlan(
        [Part(one, _part_of(held, given, takes, one.id)) for one in successors],
        [row for row in held.requests if row.id not in takes],
        [row for row in held.approvals if row.id not in takes],
    )


def _split_candidates(
    session: Session, held: Workload, successors: Sequence[Account], how: str
) -> dict[uuid.UUID, uuid.UUID]:
    tasks = Counter(held.candidate_ids.values())
    fields = _fields_of(session, [one.id for one in successors]) if len(successors) > 1 else {}
    return split.split(
        [
            split.Held(row.id, last_name(row.name), row.office_id, row.field_id, tasks[row.id])
            for row in held.candidates
        ],
        [split.Successor(one.id, one.office_id, fields.get(one.id, ())) for one in successors],
        how,
    )


def last_name(name: str) -> str:
    """Return the last name, or the only one."""
    found = split_name(name)
    return found[1] if found else name


def _fields_of(session: Session, account_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Collection[uuid.UUID]]:
    """Return the fields in which each of these colleagues has candidates."""
    query = select(Candidate.recruiter_id, Candidate.field_id).where(Candidate.recruiter_id.in_(account_ids)).distinct()
    found: dict[uuid.UUID, set[uuid.UUID]] = {account_id: set() for account_id in account_ids}
    for account_id, field_id in session.execute(query):
        if account_id and field_id:
            found[account_id].add(field_id)
    return found


def _visible_to(
    session: Session, account: Account, held: Workload, taken: Mapping[uuid.UUID, uuid.UUID]
) -> Collection[uuid.UUID]:
    """Return the ids of the requests and notes that no one takes yet, and that this colleague may see."""
    requests, notes = ([row.id for row in rows if row.id not in taken] for rows in (held.requests, held.approvals))
    if not requests and not notes:
        return ()
    viewer = workload.viewer_of(session, account)
    return [
        *request_queries.visible_requests(session, viewer, requests),
        *approvals.visible_approvals(session, viewer, notes),
    ]


def _part_of(
    held: Workload, given: Mapping[uuid.UUID, uuid.UUID], takes: Mapping[uuid.UUID, uuid.UUID], to_id: uuid.UUID
) -> Workload:
    return Workload(
        [row for row in held.candidates if given.get(row.id) == to_id],
        [row for row in held.requests if takes.get(row.id) == to_id],
        [row for row in held.approvals if takes.get(row.id) == to_id],
        [row for row in held.cards if takes.get(row.id) == to_id],
        held.candidate_ids,
    )
