"""How long a recruiter's hand-over takes to show, carry out, and take back, and how many statements that is."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.orm import Session

from benchmarks import large_agency
from benchmarks.running import portal
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.contacts.models import ContactRequest
from portal.core import clock, tenancy
from portal.core.command import OPERATOR, Command
from portal.jobs import runner
from portal.staff import hand_over_plan, handing_over, taking_back, workload
from portal.staff.split import BY_FIELD

SIZES = (80, 400, 2_000)
SUCCESSORS = 2
REQUESTS = """
insert into contact_requests (contact_id, candidate_id, requested_at, target_at)
select distinct on (p.contact_id) p.contact_id, a.candidate_id, ops.now(), ops.now() + interval '2 days'
from interview_people p join interviews i on i.id = p.interview_id join applications a on a.id = i.application_id
where not exists (select 1 from contact_requests r where r.contact_id = p.contact_id)
"""
"""The recruiter also took requests for whom no one waits any more."""
Side = Callable[[Command, Account, Sequence[Account]], object]


def run(sizes: Sequence[int] = SIZES, rounds: int = 3) -> Iterator[str]:
    """Yield the lines of this benchmark: one recruiter has everything, and it goes to two others and back."""
    with portal() as running:
        for size in sizes:
            agency_id, held = _agency(size, running.analyze)
            found: dict[str, list[tuple[float, int]]] = {name: [] for name in SIDES}
            for _ in range(rounds):
                running.analyze()
                for name, side in SIDES.items():
                    found[name].append(_measured(agency_id, side))
            for name, measured in found.items():
                seconds, statements = (median(column) for column in zip(*measured, strict=True))
                yield f"hand_overs {name} n={size} {held} seconds={seconds:.2f} statements={statements:.0f}"


def _show(command: Command, account: Account, to: Sequence[Account]) -> object:
    held = workload.load_workload(command.session, account)
    return hand_over_plan.plan_hand_over(command.session, held, to, BY_FIELD)


def _take_back(command: Command, account: Account, _to: Sequence[Account]) -> object:
    return taking_back.take_back(command, account)


SIDES: dict[str, Side] = {"shown": _show, "done": handing_over.hand_over, "taken back": _take_back}


def _agency(size: int, analyze: Callable[[], None]) -> tuple[uuid.UUID, str]:
    """Return a new agency where the first recruiter has all candidates, and what that is."""
    host = large_agency.filled(size, analyze).host
    with runner.session() as session:
        agency = agencies.find_by_host(session, host)
        assert agency is not None
        tenancy.enter(session, agency.id)
        account, to = _colleagues(session)
        session.execute(update(Candidate).values(recruiter_id=account.id, office_id=account.office_id))
        session.execute(text(REQUESTS))
        session.execute(update(ContactRequest).values(claimed_by_id=account.id, claimed_at=clock.now(session)))
        held = workload.load_workload(session, account).counts
        assert held.candidates == size
        return agency.id, f"requests={held.requests} successors={len(to)}"


def _colleagues(session: Session) -> tuple[Account, Sequence[Account]]:
    query = select(Account).where(Account.role.in_(("owner", "recruiter"))).order_by(Account.email)
    *others, account = session.scalars(query).all()
    return account, others[:SUCCESSORS]


def _measured(agency_id: uuid.UUID, side: Side) -> tuple[float, int]:
    """Return how long this took, committed, and how many statements."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    with runner.session() as session:
        tenancy.enter(session, agency_id)
        account, to = _colleagues(session)
        command = Command(session, OPERATOR, clock.now(session))
        event.listen(Engine, "before_cursor_execute", listen)
        try:
            started = perf_counter()
            side(command, account, to)
            session.commit()
            return perf_counter() - started, len(asked)
        finally:
            event.remove(Engine, "before_cursor_execute", listen)
