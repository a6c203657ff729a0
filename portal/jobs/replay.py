"""What the portal decides by itself between a backup and its restore is decided again, and none of it is sent.

The clock of the restored database goes back to the backup and then ahead in steps, as in a demo. After each step,
everything that is due runs to its end, and email that is due is held: before the data was lost, it may have gone out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, text

from portal.agencies import queries as agencies
from portal.core import clock, tenancy
from portal.jobs import runner, tick
from portal.messaging import holding

STEP = timedelta(minutes=15)
_BEHIND = text("select shift, ops.now() - :moment from ops.clock")
_SET_SHIFT = text("update ops.clock set shift = :shift")


@dataclass(frozen=True)
class Replay:
    """From which moment the clock goes on, and how far that is behind; `shift` is where the clock comes to again."""

    owner: Engine
    shift: timedelta
    behind: timedelta

    @property
    def steps(self) -> int:
        """Return how many steps it takes."""
        return 1 + -(-self.behind // STEP)

    def run(self) -> Iterator[int]:
        """Decide again what fell due since then; yield how many emails each step holds.

        Sending has to be paused, and no other process at work.
        """
        try:
            for number in range(self.steps):
                _set_shift(self.owner, self.shift - max(self.behind - number * STEP, timedelta(0)))
                tick.run_due()
                yield _hold()
        finally:
            _set_shift(self.owner, self.shift)


def since(owner: Engine, moment: datetime) -> Replay:
    """Return the replay from this moment of the portal's clock until now."""
    with owner.connect() as connection:
        shift, behind = connection.execute(_BEHIND, {"moment": moment}).one()
    return Replay(owner, shift, max(behind, timedelta(0)))


def _set_shift(owner: Engine, shift: timedelta) -> None:
    with owner.begin() as connection:
        connection.execute(_SET_SHIFT, {"shift": shift})


def _hold() -> int:
    """Hold the email that is due in every agency; return how much that is."""
    with runner.session() as session:
        everyone = [agency.id for agency in agencies.all_agencies(session)]
    total = 0
    for agency_id in everyone:
        with runner.session() as session, tenancy.inside(session, agency_id):
            while held := holding.hold(session, clock.now(session)):
                total += held
    return total
