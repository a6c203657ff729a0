"""Lines of a digest file, the days that are closed, and the chain that their digests make."""

import uuid
from datetime import UTC, date, datetime

import pytest

from portal.audit.rules import DayDigest, MalformedDigest, chain, last_closed_day, parse_lines

DAY = date(2026, 11, 30)
AGENCY = uuid.UUID("01a22bb1-aed3-746f-ad97-2922b4bf98ab")
AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_a_line_reads_back() -> None:
    digest = DayDigest(DAY, "mcgrath.example", AGENCY, 3, "a" * 64)
    assert parse_lines([f"{digest.line}\n"]) == [digest]


@pytest.mark.parametrize("line", ["", "x", "2026-13-01\th\t" + str(AGENCY) + "\trows=1\t" + "a" * 64])
def test_any_other_line_is_named_by_its_number(line: str) -> None:
    good = DayDigest(DAY, "h", AGENCY, 0, "a" * 64).line
    with pytest.raises(MalformedDigest, match="line 2"):
        parse_lines([good, line])


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 12, 1, 0, 59, tzinfo=UTC), date(2026, 11, 29)),
        (datetime(2026, 12, 1, 1, 0, tzinfo=UTC), date(2026, 11, 30)),
    ],
)
def test_a_day_is_closed_an_hour_after_it(now: datetime, last: date) -> None:
    assert last_closed_day(now) == last


def test_a_digest_depends_on_each_event_their_order_and_the_day_before() -> None:
    one, two = [uuid.uuid4(), AT, "a.b", ["name"], None], [uuid.uuid4(), AT, "a.c", [], "x"]
    before = "0" * 64
    usual = chain(before, AGENCY, DAY, [one, two])
    assert usual == chain(before, AGENCY, DAY, [one, two])
    others = [
        chain("1" * 64, AGENCY, DAY, [one, two]),
        chain(before, uuid.uuid4(), DAY, [one, two]),
        chain(before, AGENCY, date(2026, 12, 1), [one, two]),
        chain(before, AGENCY, DAY, [two, one]),
        chain(before, AGENCY, DAY, [one]),
        chain(before, AGENCY, DAY, [one, [*two[:4], "y"]]),
    ]
    assert len({usual, *others}) == 7
    assert chain(before, AGENCY, DAY, [])[0] == 0
