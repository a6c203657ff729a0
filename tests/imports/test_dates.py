"""Dates and times as other programs and people write them."""

from datetime import datetime

import pytest

from portal.imports.dates import parse_moment

TEN_TO_FIVE = datetime.fromisoformat("2031-01-31T16:50")


@pytest.mark.parametrize(
    "written",
    [
        "2031-01-31 16:50",
        "2031-01-31T16:50:00",
        "1/31/2031 4:50 PM",
        "31/1/2031 16:50",
        "31.01.2031, 16.50 Uhr",
        "31.01.2031 um 16:50 Uhr",
        "Jan 31, 2031 4:50 p.m.",
        "31 January 2031 16:50",
        "Friday, January 31, 2031 at 4:50 PM",
        "1/31/31 @ 16h50",
    ],
)
def test_a_date_that_can_be_read_in_one_way_only_is_read(written: str) -> None:
    assert parse_moment(written, "month_first", ("en", "de")) == TEN_TO_FIVE
