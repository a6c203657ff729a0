"""How long the preview of a policy change takes, in a small agency and a large one, beside a page without a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import func, select

from benchmarks import large_agency
from benchmarks.asking import Browser, waited
from benchmarks.large_agency import EMAILS, PASSWORD
from benchmarks.measuring import waited_line, waits
from benchmarks.pages import SERVER, SIZES
from benchmarks.running import portal
from benchmarks.serving import served
from portal.agencies import queries as agencies
from portal.applications.models import ACTIVE_STATES, Application
from portal.core.tenancy import enter
from portal.jobs import runner
from portal.policies.previews import BATCH

PATH, EMPTY = "/settings/policies", "/me/account"
NUMBER, LEAST, MOST = "thank_within_hours", 1, 23
"""The number that is typed, each time another one, so that each preview begins anew."""


@dataclass(frozen=True)
class _Owner:
    """The owner of an agency with so many applications under way, who types."""

    browser: Browser
    token: str
    applications: int
    numbers: Iterator[int]

    @property
    def requests(self) -> int:
        """How many requests a preview takes."""
        return self.applications // BATCH + 1

    def first(self) -> list[float]:
        return self._typed()[:1]

    def whole(self) -> list[float]:
        return [sum(self._typed())]

    def _typed(self) -> list[float]:
        hours = LEAST + next(self.numbers) % (MOST - LEAST + 1)
        values = {"csrf_token": self.token, "note_sending": "candidate", "posts_cards": "y", NUMBER: str(hours)}
        return waited(self.browser, [self.browser.form(f"{PATH}/preview", values)] * self.requests)


def run(sizes: Sequence[int] = SIZES, rounds: int = 5) -> Iterator[str]:
    """Yield the lines of this benchmark."""
    with portal() as running:
        hosts = {size: large_agency.filled(size, running.analyze).host for size in sizes}
        under_way = {size: _under_way(host) for size, host in hosts.items()}
        with served(running, SERVER) as port:
            owners = {size: _owner(port, host, under_way[size]) for size, host in hosts.items()}
            said = ", ".join(f"{size:,} candidates with {under_way[size]:,} applications under way" for size in sizes)
            yield f"previews: agencies of {said}; {rounds} rounds"
            yield from _lines(owners, rounds)


def _lines(owners: dict[int, _Owner], rounds: int) -> Iterator[str]:
    empty = next(iter(owners.values())).browser
    sides = {f"{size} first": owner.first for size, owner in owners.items()}
    sides |= {f"{size} whole": owner.whole for size, owner in owners.items()}
    found = waits({**sides, "empty": lambda: waited(empty, [empty.request(EMPTY)] * 3)}, rounds)
    what = f"the owner's account page, {found['empty'] * 1000:.1f} ms"
    for size, owner in owners.items():
        yield waited_line(f"{size:,} candidates, until the first answer", found[f"{size} first"], found["empty"], what)
        name = f"{size:,} candidates, all in {owner.requests} request{'s' if owner.requests > 1 else ''}"
        yield waited_line(name, found[f"{size} whole"], found["empty"], what)


def _owner(port: int, host: str, applications: int) -> _Owner:
    browser = Browser(port, host).sign_in(EMAILS["owner"], PASSWORD)
    return _Owner(browser, browser.token(PATH), applications, count())


def _under_way(host: str) -> int:
    with runner.session() as session:
        agency = agencies.find_by_host(session, host)
        assert agency is not None
        enter(session, agency.id)
        query = select(func.count()).select_from(Application).where(Application.state.in_(ACTIVE_STATES))
        return session.scalar(query) or 0
