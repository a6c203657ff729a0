"""The next mail of a batch is written while the server is at the last one."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import true

from portal.core.pieces import Pieces
from portal.messaging.build import Composed
from portal.messaging.headers import Headers
from portal.messaging.kinds import Stands
from portal.messaging.models import Message
from portal.messaging.together import Draft, Together
from tests.prompts.conftest import Days, all_due, other


@dataclass
class Drafted:
    """The mails that were written, in order; the server may wait until there are `enough`."""

    ids: list[uuid.UUID] = field(default_factory=list)
    enough: Event = field(default_factory=Event)


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> Drafted:
    """Each mail that is written from what was read of the batch is noted."""
    found, drafting = Drafted(), Together.drafting

    def noted(self: Together, message_id: uuid.UUID, now: datetime) -> Pieces[Draft | None]:
        found.ids.append(message_id)
        draft = yield from drafting(self, message_id, now)
        if len(found.ids) > 1:
            found.enough.set()
        return draft

    monkeypatch.setattr(Together, "drafting", noted)
    return found


def test_the_next_mail_is_written_once_while_the_server_is_at_the_last(days: Days, drafted: Drafted) -> None:
    second = other(days)
    all_due(days, second)
    waited = []

    def answer(*_asked: object) -> str:
        waited.append(drafted.enough.wait(10))
        return "250 OK"

    days.catcher.answer_data = answer
    days.send()
    assert waited == [True, True]
    assert [len(set(drafted.ids)), len(drafted.ids)] == [2, 2]
    assert (days.fates(), second.fates()) == ([("sent", None)], [("sent", None)])


def test_a_mail_that_cannot_be_written_ahead_costs_the_one_before_nothing(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = other(days)
    all_due(days, second)
    drafting, tried = Together.drafting, []

    def fails_at_first(self: Together, message_id: uuid.UUID, now: datetime) -> Pieces[Draft | None]:
        tried.append(message_id)
        yield
        if len(tried) == 2:
            raise ZeroDivisionError
        return (yield from drafting(self, message_id, now))

    monkeypatch.setattr(Together, "drafting", fails_at_first)
    days.send()
    assert [len(set(tried)), len(tried)] == [2, 3]
    assert (days.fates(), second.fates()) == ([("sent", None)], [("sent", None)])


@pytest.mark.parametrize(
    ("seconds", "not_after", "holds"),
    [(0, None, True), (0.9, None, True), (1, None, False), (-0.1, None, False), (0.5, 0.6, True), (0.5, 0.5, False)],
)
def test_a_mail_written_ahead_holds_for_a_second_and_within_its_time(
    *, seconds: float, not_after: float | None, holds: bool
) -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    until = None if not_after is None else at + timedelta(seconds=not_after)
    draft = Draft(Message(not_after=until), "", Composed("", "", Headers(), "", None), Stands(true(), {}), at)
    assert draft.holds(at + timedelta(seconds=seconds)) is holds
