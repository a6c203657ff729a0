"""Pages per second, and how long a note's checks take, by gunicorn, signed in, on the demo's sample data.

Both against an empty Flask route served the same.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select

from benchmarks import checks
from benchmarks.asking import Browser, asked
from benchmarks.measuring import line, rates
from benchmarks.running import Portal, portal
from benchmarks.serving import served
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.candidates.models import Candidate
from portal.cli import sample
from portal.cli.demo.people import ensure
from portal.core.db import db
from portal.core.tenancy import enter
from portal.followups.models import Step
from portal.processes.models import Process

BROWSERS = 8
"""As many as gunicorn has threads: two processes with four each."""


@dataclass(frozen=True)
class Someone:
    """A candidate with much to do, their recruiter, and one of their processes."""

    candidate: str
    recruiter: str
    process: str


def run(requests: int = 400, rounds: int = 5) -> Iterator[str]:
    """The lines of this benchmark."""
    with portal() as running:
        record = ensure(running.app)
        running.analyze()
        found = _someone(running)
        people = sum(len(agency["accounts"]) for agency in record["agencies"])
        with served(running, ["-m", "portal", "web"]) as pages, served(running, ["-m", "benchmarks.empty"]) as empty:
            yield (
                f"pages: the demo's {len(record['agencies'])} agencies with {people} accounts; {BROWSERS} connections, "
                f"gunicorn of 2 processes with 4 threads; {rounds} rounds of {requests} requests a page"
            )
            host = sample.FIRST_HOST
            candidate = Browser(pages, host).sign_in(found.candidate, sample.PASSWORD)
            recruiter = Browser(pages, host).sign_in(found.recruiter, sample.PASSWORD)
            sides = {
                "Today, a candidate's": (candidate, "/today"),
                "Today, a recruiter's": (recruiter, "/today"),
                "a process, to its candidate": (candidate, f"/processes/{found.process}"),
                "a process, to its recruiter": (recruiter, f"/processes/{found.process}"),
                "an empty route": (Browser(empty, host), "/"),
            }
            yield from _lines(sides, requests, rounds)
            yield from checks.lines(running, pages, empty, requests // BROWSERS, rounds)


def _lines(sides: Mapping[str, tuple[Browser, str]], requests: int, rounds: int) -> Iterator[str]:
    with ThreadPoolExecutor(BROWSERS) as pool:
        found = rates({name: partial(_all, pool, *side, requests) for name, side in sides.items()}, rounds)
    empty = found.pop("an empty route")
    for name, rate in found.items():
        yield line(name, rate, empty, f"an empty Flask route, {empty:,.0f}/s")


def _all(pool: ThreadPoolExecutor, browser: Browser, path: str, requests: int) -> int:
    """So many answers have come, all of them pages, over as many connections as there are browsers."""
    each = requests // BROWSERS
    return sum(pool.map(lambda _: asked(browser, path, each), range(BROWSERS)))


def _someone(running: Portal) -> Someone:
    with running.app.app_context():
        session = db.session()
        agency = agencies.by_host(session, sample.FIRST_HOST)
        assert agency is not None
        enter(session, agency.id)
        steps = (
            select(Process, Candidate)
            .join(Candidate, Candidate.id == Process.candidate_id)
            .join(Step, Step.process_id == Process.id)
            .join(Account, Account.id == Candidate.account_id)
            .where(Step.state.in_(("open", "upcoming", "blocked")), Account.accepted_at.is_not(None))
            .group_by(Process, Candidate)
            .order_by(func.count().desc(), Process.id)
        )
        process, candidate = session.execute(steps.limit(1)).one()
        return Someone(candidate.email, candidate.recruiter.email, str(process.id))
