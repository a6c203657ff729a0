"""Moving the portal's clock: in small steps, after each of which everything due has run to its end."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from portal.app import create_app
from portal.core import clock
from portal.core.errors import CannotRun
from portal.core.settings import Settings
from portal.jobs import runner, tick

STEP = timedelta(minutes=15)


def steps(length: timedelta) -> Iterator[timedelta]:
    """The length, cut into steps of at most 15 minutes."""
    while length > STEP:
        yield STEP
        length -= STEP
    yield length


def moment(settings: Settings) -> datetime:
    """What moment it is for the portal, in UTC."""
    runner.use(create_app(settings))
    return _now()


def move(settings: Settings, ahead: Sequence[timedelta], stepped: Callable[[], None]) -> datetime:
    """The clock has gone ahead step by step, and all that fell due on the way has happened; returns the new moment.

    The demo's own workers wait during a step and work between two. Raises `CannotRun` when the demo ends meanwhile.
    """
    runner.use(create_app(settings))
    try:
        with runner.clock_to_oneself():
            tick.run_due()
        for step in ahead:
            _step(step)
            stepped()
        return _now()
    except OperationalError as error:
        raise CannotRun("the demo ended while its clock was being moved") from error


def _step(step: timedelta) -> None:
    with runner.clock_to_oneself():
        with runner.session() as session:
            clock.advance(session, step)
        tick.run_due()


def _now() -> datetime:
    with runner.session() as session:
        return clock.now(session)
