"""Weeks that can be kept, and lists of holidays after changes."""

from datetime import date, time

import pytest

from portal.followups.rules.working_time import Week
from portal.offices.rules import AGENCY, OFFICE, PUBLIC, Changes, ListedDay, first_bad_day, has_no_hours, list_days

NINE_TO_FIVE = (time(9), time(17))
MEMORIAL, LABOR, OURS = date(2026, 5, 25), date(2026, 9, 7), date(2026, 12, 24)
PUBLIC_DAYS = {MEMORIAL: "Memorial Day", LABOR: "Labor Day"}


@pytest.mark.parametrize(
    ("case", "week", "bad", "empty"),
    [
        ("an ordinary one", (*[NINE_TO_FIVE] * 5, None, None), None, False),
        ("Sunday only", (*[None] * 6, NINE_TO_FIVE), None, False),
        ("ends when it starts", (NINE_TO_FIVE, (time(9), time(9)), *[None] * 5), 1, False),
        ("ends before it starts", (*[None] * 6, (time(22), time(6))), 6, False),
        ("no day at all", (None,) * 7, None, True),
    ],
)
def test_a_week_that_cannot_be_kept_is_found(case: str, week: Week, bad: int | None, empty: bool) -> None:
    assert (first_bad_day(week), has_no_hours(week)) == (bad, empty), case


@pytest.mark.parametrize(
    ("case", "agency", "office", "expected"),
    [
        (
            "public ones only",
            {},
            {},
            [ListedDay(MEMORIAL, "Memorial Day", PUBLIC), ListedDay(LABOR, "Labor Day", PUBLIC)],
        ),
        (
            "added by the agency, by date",
            {OURS: "Holiday break"},
            {},
            [
                ListedDay(MEMORIAL, "Memorial Day", PUBLIC),
                ListedDay(LABOR, "Labor Day", PUBLIC),
                ListedDay(OURS, "Holiday break", AGENCY),
            ],
        ),
        (
            "removed by the agency, taken back by the office",
            {MEMORIAL: None, LABOR: None},
            {LABOR: "Labor Day"},
            [ListedDay(MEMORIAL, "Memorial Day", PUBLIC, AGENCY), ListedDay(LABOR, "Labor Day", OFFICE)],
        ),
        (
            "the agency’s own, worked by the office",
            {OURS: "Holiday break"},
            {OURS: None, MEMORIAL: None},
            [
                ListedDay(MEMORIAL, "Memorial Day", PUBLIC, OFFICE),
                ListedDay(LABOR, "Labor Day", PUBLIC),
                ListedDay(OURS, "Holiday break", AGENCY, OFFICE),
            ],
        ),
        (
            "removed where it no longer is",
            {OURS: None},
            {},
            [ListedDay(MEMORIAL, "Memorial Day", PUBLIC), ListedDay(LABOR, "Labor Day", PUBLIC)],
        ),
    ],
)
def test_a_list_of_holidays_names_who_changed_it(
    case: str, agency: Changes, office: Changes, expected: list[ListedDay]
) -> None:
    assert list_days(PUBLIC_DAYS, [(AGENCY, agency), (OFFICE, office)]) == expected, case
