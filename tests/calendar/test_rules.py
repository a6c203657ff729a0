"""Who is expected twice at once, and how interviews stand side by side: tables of cases."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from portal.calendar.rules import CANDIDATE, INTERVIEWER, Booking, Lane, find_conflicts, lanes

ANN, BOB, DANA, LEE = (uuid.UUID(int=place) for place in range(1, 5))
NINE = datetime(2026, 12, 1, 14, tzinfo=UTC)


def booking(number: int, who: uuid.UUID, starts: int, ends: int, *there: uuid.UUID) -> Booking:
    """An interview from so many to so many minutes after nine."""
    first, last = (NINE + timedelta(minutes=minutes) for minutes in (starts, ends))
    return Booking(uuid.UUID(int=100 + number), first, last, who, frozenset(there))


@pytest.mark.parametrize(
    ("bookings", "found"),
    [
        ([booking(1, ANN, 0, 60), booking(2, ANN, 15, 75)], [(CANDIDATE, ANN, [1, 2])]),
        ([booking(1, ANN, 0, 60), booking(2, ANN, 60, 120)], []),
        ([booking(1, ANN, 0, 60), booking(2, ANN, 0, 60)], [(CANDIDATE, ANN, [1, 2])]),
        ([booking(1, ANN, 0, 60, DANA), booking(2, BOB, 30, 90, DANA)], [(INTERVIEWER, DANA, [1, 2])]),
        ([booking(1, ANN, 0, 60, DANA), booking(2, BOB, 30, 90, LEE)], []),
        ([booking(1, ANN, 0, 60, DANA), booking(2, BOB, 60, 90, DANA)], []),
        ([booking(1, ANN, 0, 60, DANA), booking(2, ANN, 30, 90, DANA)], [(CANDIDATE, ANN, [1, 2])]),
        ([booking(1, ANN, 0, 60), booking(2, ANN, 30, 90), booking(3, ANN, 80, 120)], [(CANDIDATE, ANN, [1, 2, 3])]),
        ([booking(1, ANN, 0, 30), booking(2, ANN, 10, 20), booking(3, ANN, 300, 330), booking(4, ANN, 310, 340)],
         [(CANDIDATE, ANN, [1, 2]), (CANDIDATE, ANN, [3, 4])]),
        ([booking(1, ANN, 0, 90, DANA, LEE), booking(2, BOB, 30, 60, DANA, LEE)],
         [(INTERVIEWER, DANA, [1, 2]), (INTERVIEWER, LEE, [1, 2])]),
        ([booking(2, ANN, 15, 75), booking(3, BOB, 20, 40), booking(1, ANN, 0, 60)], [(CANDIDATE, ANN, [1, 2])]),
        ([], []),
    ],
)  # fmt: skip
def test_who_is_expected_at_two_interviews_at_once(
    bookings: list[Booking], found: list[tuple[str, uuid.UUID, list[int]]]
) -> None:
    conflicts = find_conflicts(bookings)
    assert [(row.kind, row.who, [one.int - 100 for one in row.ids]) for row in conflicts] == found


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([], []),
        ([(540, 600), (600, 660)], [(0, 1), (0, 1)]),
        ([(540, 600), (555, 615)], [(0, 2), (1, 2)]),
        ([(540, 600), (555, 615), (605, 660)], [(0, 2), (1, 2), (0, 2)]),
        ([(540, 545), (550, 600)], [(0, 2), (1, 2)]),
        ([(540, 600), (540, 600), (540, 600), (700, 760)], [(0, 3), (1, 3), (2, 3), (0, 1)]),
    ],
)
def test_interviews_at_one_time_share_the_width(spans: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    assert lanes(spans) == [Lane(*lane) for lane in found]
