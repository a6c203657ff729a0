"""How long the checks of a note take to answer while its writer types, beside an empty Flask route."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from sqlalchemy import select

from benchmarks.asking import Browser, waited
from benchmarks.measuring import waited_line, waits
from benchmarks.running import Portal, portal
from benchmarks.serving import served
from benchmarks.writing import NOTE
from portal.accounts.models import Account
from portal.agencies import queries as agencies
from portal.applications.models import Application
from portal.candidates.models import Candidate
from portal.cli.demo.logins import ensure_sample_data
from portal.cli.web import PROCESSES, THREADS
from portal.core.db import db
from portal.core.tenancy import enter
from portal.interviews.models import Interview
from portal.notes.models import Note
from portal.sample import dataset

AT_ONCE = 4
WARM = 20


def run(requests: int = 50, rounds: int = 5) -> Iterator[str]:
    """Yield the lines of this benchmark."""
    with portal() as running:
        ensure_sample_data(running.app)
        running.analyze()
        with served(running, ["-m", "portal", "web"]) as pages, served(running, ["-m", "benchmarks.empty"]) as empty:
            yield (
                f"checks: the demo's sample data, gunicorn of {PROCESSES} processes with {THREADS} threads; "
                f"{rounds} rounds of {requests} requests"
            )
            yield from _lines(running, pages, empty, requests, rounds)


def _lines(running: Portal, pages: int, empty: int, requests: int, rounds: int) -> Iterator[str]:
    """Yield what the portal served at the port `pages` takes to answer, beside the empty route at the port `empty`."""
    email, note = _written(running)
    writer = Browser(pages, dataset.FIRST_HOST).sign_in(email, dataset.PASSWORD)
    typed, nothing = _Typed(writer, note), Browser(empty, dataset.FIRST_HOST)
    typed.answers(min(WARM, requests))
    found = waits(
        {
            "one": lambda: typed.answers(requests),
            "several": lambda: typed.at_once(requests),
            "empty": lambda: waited(nothing, [nothing.request("/")] * requests),
        },
        rounds,
    )
    what = f"an empty Flask route, {found['empty'] * 1000:.1f} ms"
    yield waited_line(f"a note of {len(NOTE.split())} words checked", found["one"], found["empty"], what)
    yield waited_line(f"the same for {AT_ONCE} who never pause", found["several"], found["empty"], what)


class _Typed:
    """Somebody's note, of which every request tells another text."""

    def __init__(self, browser: Browser, note: str) -> None:
        self._browser, self._path, self._number = browser, f"/notes/{note}/issues", count()
        self._token = browser.token(f"/notes/{note}")

    def answers(self, times: int) -> list[float]:
        """How long each of so many answers took."""
        return waited(self._browser, [self._form() for _ in range(times)])

    def at_once(self, times: int) -> list[float]:
        """The same over several connections."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(self.answers, [max(times // AT_ONCE, 1)] * AT_ONCE)
            return [seconds for some in found for seconds in some]

    def _form(self) -> bytes:
        body = NOTE.format(number=next(self._number))
        return self._browser.form(self._path, {"csrf_token": self._token, "subject": "Thank you", "body": body})


def _written(running: Portal) -> tuple[str, str]:
    """Who signs in, and a thank-you of theirs that is still being written."""
    with running.app.app_context():
        session = db.session()
        agency = agencies.find_by_host(session, dataset.FIRST_HOST)
        assert agency is not None
        enter(session, agency.id)
        notes = (
            select(Note.id, Account.email)
            .join(Note.interview)
            .join(Interview.application)
            .join(Application.candidate)
            .join(Account, Account.id == Candidate.account_id)
            .where(Note.kind == "thank", Note.message_id.is_(None), Account.accepted_at.is_not(None))
            .order_by(Note.id)
        )
        note, email = session.execute(notes.limit(1)).one()
        return email, str(note)
