"""The clock goes ahead from one quarter of an hour in which something falls due to the next, and skips none."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy.orm import Session

from portal.cli.demo import clock as demo_clock
from portal.core import clock, queue, tenancy
from portal.core.settings import Settings
from portal.jobs import runner, tick


@pytest.fixture(autouse=True)
def stood() -> Iterator[None]:
    """Whatever a test moves the clock by, it stands where it stood."""
    with runner.session() as session:
        before = clock.now(session)
    yield
    with runner.session() as session:
        clock.advance(session, -timedelta(minutes=round((clock.now(session) - before) / timedelta(minutes=1))))


class Day:
    """What falls due so many minutes from now: each is done once, and `done` says after how many minutes.

    What falls due at the end of what is done comes after it, as a mail follows from a reminder.
    """

    def __init__(self, minutes: list[int], after: dict[int, int], start: datetime) -> None:
        self.start, self.after = start, after
        self.left = sorted(minutes)
        self.done: list[tuple[int, int]] = []

    def minute(self, session: Session) -> int:
        return int((clock.now(session) - self.start) / timedelta(minutes=1))

    def due(self, session: Session) -> list[int]:
        return [minute for minute in self.left if minute <= self.minute(session)]

    def run_due(self) -> None:
        with runner.session() as session:
            while due := self.due(session):
                self.left.remove(due[0])
                self.left += [self.after.pop(due[0])] if due[0] in self.after else []
                self.done.append((due[0], self.minute(session)))


@pytest.mark.parametrize(
    ("case", "minutes", "after", "ahead", "done", "strides"),
    [
        ("nothing falls due", [], {}, "24h", [], 1),
        ("at the very start", [0], {}, "24h", [(0, 0)], 1),
        ("in the first quarter", [7], {}, "24h", [(7, 15)], 2),
        ("at its end", [15], {}, "24h", [(15, 15)], 2),
        ("just after it", [16], {}, "24h", [(16, 30)], 2),
        ("far ahead", [1000], {}, "24h", [(1000, 1005)], 2),
        ("in the last quarter", [1440], {}, "24h", [(1440, 1440)], 1),
        ("beyond", [1441], {}, "24h", [], 1),
        ("in the rest of a quarter", [95], {}, "100m", [(95, 100)], 1),
        ("two in one quarter", [31, 44], {}, "24h", [(31, 45), (44, 45)], 2),
        ("two in neighbours", [44, 46], {}, "24h", [(44, 45), (46, 60)], 3),
        ("one brings another at once", [50], {50: 52}, "24h", [(50, 60), (52, 60)], 2),
        ("one brings another later", [50], {50: 61}, "24h", [(50, 60), (61, 75)], 3),
        ("one an hour", [60 * hour for hour in range(1, 5)], {}, "5h", [(60 * n, 60 * n) for n in range(1, 5)], 5),
    ],
)
def test_what_falls_due_is_done_after_its_own_quarter_of_an_hour(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    case: str,
    minutes: list[int],
    after: dict[int, int],
    ahead: str,
    done: list[tuple[int, int]],
    strides: int,
) -> None:
    length = timedelta(**{{"h": "hours", "m": "minutes"}[ahead[-1]]: int(ahead[:-1])})
    with runner.session() as session:
        day = Day(minutes, after, clock.now(session))
    monkeypatch.setattr(tick, "due", day.due)
    monkeypatch.setattr(tick, "run_due", day.run_due)
    taken: list[int] = []
    moved = demo_clock.advance_clock(settings, list(demo_clock.split_duration(length)), taken.append)
    assert day.done == done, case
    assert timedelta() <= moved - day.start - length < timedelta(minutes=1)
    assert (sum(taken), len(taken)) == (len(list(demo_clock.split_duration(length))), strides), case


def test_while_something_due_cannot_be_done_every_quarter_of_an_hour_is_looked_at(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[None] = []
    monkeypatch.setattr(tick, "due", lambda _session: ["mail, while sending is paused"])
    monkeypatch.setattr(tick, "run_due", lambda: looked.append(None))
    demo_clock.advance_clock(settings, list(demo_clock.split_duration(timedelta(hours=2))), lambda _taken: None)
    assert len(looked) == 1 + 8


def test_nobody_is_rung_for_what_is_done_on_the_way(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, agency_id: uuid.UUID, redis: Redis
) -> None:
    def rings() -> None:
        with runner.session() as session:
            tenancy.enter(session, agency_id)
            queue.enqueue_after_commit(session, queue.DUE, "mail_due")

    monkeypatch.setattr(tick, "run_due", rings)
    demo_clock.advance_clock(settings, list(demo_clock.split_duration(timedelta(minutes=15))), lambda _taken: None)
    assert queue.get_queue(queue.DUE, redis).count == 0
