"""Moving an interview on the calendar, and back: what is refused, and what the candidate is emailed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.calendar import actions
from portal.core.command import Actor, Command
from portal.core.errors import ActionRefused
from portal.interviews import actions as interviews
from portal.interviews import change_notices
from portal.interviews.models import Interview, InterviewNotice
from tests.factories.firm import Firm

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def at_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def recorded(firm: Firm) -> Interview:
    """An interview that the candidate has known for a day."""
    made = firm.interview()
    made.recorded_at -= DAY
    firm.session.flush()
    return made


def notices(firm: Firm) -> int:
    return firm.session.scalar(select(func.count()).select_from(InterviewNotice)) or 0


def test_it_stays_as_long_as_it_is_and_at_its_place(firm: Firm) -> None:
    made = recorded(firm)
    length, later = made.ends_at - made.starts_at, at_minute(made.starts_at + DAY)
    assert actions.move(firm.command(), made, later)
    assert (made.starts_at, made.ends_at - made.starts_at, made.place) == (later, length, "12 Main Street")
    assert change_notices.is_queued(firm.session, made)


def test_staff_can_leave_the_email_out(firm: Firm) -> None:
    made = recorded(firm)
    actions.move(firm.command(), made, at_minute(made.starts_at + DAY), email_candidate=False)
    assert notices(firm) == 0


def test_the_same_time_changes_nothing(firm: Firm) -> None:
    made = recorded(firm)
    assert not actions.move(firm.command(), made, at_minute(made.starts_at))
    assert (made.moves, made.entry_sequence, notices(firm)) == ([], 0, 0)


def canceled(firm: Firm, made: Interview) -> None:
    interviews.set_status(firm.command(), made, "cancelled", None)


def over(firm: Firm, made: Interview) -> None:
    made.starts_at, made.ends_at = firm.now() - 2 * DAY, firm.now() - DAY
    firm.session.flush()


@pytest.mark.parametrize(
    ("before", "by", "field"),
    [(canceled, DAY, None), (over, 9 * DAY, None), (lambda *_: None, -3 * DAY, "starts")],
)
def test_what_is_over_or_canceled_stays_and_no_time_is_past(
    firm: Firm, before: Callable[[Firm, Interview], None], by: timedelta, field: str | None
) -> None:
    made = recorded(firm)
    before(firm, made)
    was = made.starts_at
    with pytest.raises(ActionRefused) as refused:
        actions.move(firm.command(), made, at_minute(was + by))
    assert (refused.value.field, made.starts_at) == (field, was)


def test_a_move_is_undone_once_and_the_queued_email_has_nothing_to_say(firm: Firm) -> None:
    made = recorded(firm)
    was = made.starts_at
    actions.move(firm.command(), made, at_minute(was + DAY))
    move_id = made.moves[-1].id
    for minutes in (1, 2):
        actions.move_back(firm.command(now=firm.now() + minutes * MINUTE), made, move_id)
    assert (made.starts_at, len(made.moves)) == (was, 2)
    [notice] = firm.session.scalars(select(InterviewNotice))
    assert notice.known == change_notices.known_interview(made)


def by_another(firm: Firm, _made: Interview) -> Command:
    return firm.command(by=Actor("account", firm.owner.id, firm.owner.role))


def too_late(firm: Firm, _made: Interview) -> Command:
    return firm.command(now=firm.now() + actions.UNDO_PERIOD + MINUTE)


def changed_since(firm: Firm, made: Interview) -> Command:
    actions.move(firm.command(now=firm.now() + MINUTE), made, at_minute(made.starts_at + DAY))
    return firm.command(now=firm.now() + 2 * MINUTE)


@pytest.mark.parametrize("command", [by_another, too_late, changed_since])
def test_a_move_is_not_undone_by_another_nor_later_nor_once_it_was_changed(
    firm: Firm, command: Callable[[Firm, Interview], Command]
) -> None:
    made = recorded(firm)
    actions.move(firm.command(), made, at_minute(made.starts_at + DAY))
    move_id = made.moves[-1].id
    later = command(firm, made)
    is_at = made.starts_at
    with pytest.raises(ActionRefused):
        actions.move_back(later, made, move_id)
    assert made.starts_at == is_at
