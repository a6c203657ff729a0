"""Moving the portal's clock in small steps; after each one, everything due runs to its end.

Consecutive steps after which nothing is due are taken as one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.core import clock
from portal.core.errors import CannotRun
from portal.core.services import replace_services
from portal.core.settings import Settings
from portal.jobs import runner, tick

STEP = timedelta(minutes=15)


def split_duration(length: timedelta) -> Iterator[timedelta]:
    """Yield steps of at most 15 minutes that add up to the length."""
    while length > STEP:
        yield STEP
        length -= STEP
    yield length


def read_clock(settings: Settings) -> datetime:
    """Return the portal's current moment, in UTC."""
    with runner.jobs_context(create_app(settings)):
        return _now()


def advance_clock(settings: Settings, ahead: Sequence[timedelta], stepped: Callable[[int], None]) -> datetime:
    """Advance the clock step by step, run everything that falls due on the way, and return the new moment.

    `stepped` is called with how many steps were taken at a time. The demo's own workers wait during a step and work
    between two. Raise `CannotRun` if the demo ends before this does.
    """
    try:
        with runner.jobs_context(create_app(settings)) as app:
            replace_services(app, redis=None)
            _run_steps(ahead, stepped)
            return _now()
    except OperationalError as error:
        raise CannotRun("the demo ended while its clock was being moved") from error


def _run_steps(ahead: Sequence[timedelta], stepped: Callable[[int], None]) -> None:
    done = 0
    with runner.clock_to_oneself():
        tick.run_due()
    while done < len(ahead):
        taken = _run_step(ahead[done:])
        stepped(taken)
        done += taken


def _run_step(ahead: Sequence[timedelta]) -> int:
    with runner.clock_to_oneself():
        with runner.session() as session:
            taken = _advance_to_next_due(session, ahead)
        tick.run_due()
    return taken


def _advance_to_next_due(session: Session, ahead: Sequence[timedelta]) -> int:
    """Move the clock past the first of these steps that leaves something due, or past all; return how many that is.

    What is due stays due, so the step is looked for in ever longer strides, and then by halves within the last one.
    """
    moments, at = [timedelta(), *accumulate(ahead)], 0

    def due_after(count: int) -> bool:
        nonlocal at
        clock.advance(session, moments[count] - moments[at])
        at = count
        return bool(tick.due(session))

    free, taken = 0, 1
    while not due_after(taken):
        if taken == len(ahead):
            return taken
        free, taken = taken, min(2 * taken, len(ahead))
    while taken - free > 1:
        half = (free + taken) // 2
        free, taken = (free, half) if due_after(half) else (half, taken)
    if at != taken:
        clock.advance(session, moments[taken] - moments[at])
    return taken


def _now() -> datetime:
    with runner.session() as session:
        return clock.now(session)
