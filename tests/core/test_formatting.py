from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.core import formatting

ZONE = "America/New_York"
NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
AT = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
"""Tuesday, December 1, 2026, 1:30 PM in New York; `NOW` is 10:00 AM the day before."""
WRITTEN = {
    "en_US": {
        "moment": "Tue, Dec 1, 1:30\u202fPM",
        "moment of another year": "Tue, Dec 1, 2026, 1:30\u202fPM",
        "tomorrow": "tomorrow 1:30\u202fPM",
        "target": "Fri 1:30\u202fPM",
        "full": "Tuesday, December 1, 2026, 1:30\u202fPM, Eastern Standard Time",
        "day": "Tue, Dec 1",
        "long day": "Tuesday, December 1",
        "long day of another year": "Tuesday, December 1, 2026",
        "date": "December 1, 2026",
        "date of this year": "December 1",
        "time": "1:30\u202fPM",
        "duration": "1 hr 50 min",
        "hours": "2 hr",
        "minutes": "20 min",
        "no time": "0 min",
        "number": "12,500",
    },
    "en_GB": {
        "moment": "Tue 1 Dec, 13:30",
        "moment of another year": "Tue, 1 Dec 2026, 13:30",
        "tomorrow": "tomorrow 13:30",
        "target": "Fri 13:30",
        "full": "Tuesday, 1 December 2026, 13:30, Eastern Standard Time",
        "day": "Tue 1 Dec",
        "long day": "Tuesday 1 December",
        "long day of another year": "Tuesday, 1 December 2026",
        "date": "1 December 2026",
        "date of this year": "1 December",
        "time": "13:30",
        "duration": "1 hr 50 mins",
        "hours": "2 hrs",
        "minutes": "20 mins",
        "no time": "0 mins",
        "number": "12,500",
    },
    "de": {
        "moment": "Di., 1. Dez., 13:30",
        "moment of another year": "Di., 1. Dez. 2026, 13:30",
        "tomorrow": "tomorrow 13:30",
        "target": "Fr 13:30",
        "full": "Dienstag, 1. Dezember 2026, 13:30, Nordamerikanische Ostküsten-Normalzeit",
        "day": "Di., 1. Dez.",
        "long day": "Dienstag, 1. Dezember",
        "long day of another year": "Dienstag, 1. Dezember 2026",
        "date": "1. Dezember 2026",
        "date of this year": "1. Dezember",
        "time": "13:30",
        "duration": "1 Std. 50 Min.",
        "hours": "2 Std.",
        "minutes": "20 Min.",
        "no time": "0 Min.",
        "number": "12.500",
    },
}


def english(sentence: str, **values: str) -> str:
    return sentence % values


def written(locale: str) -> dict[str, str]:
    return {
        "moment": formatting.format_moment(AT, ZONE, locale, 2026),
        "moment of another year": formatting.format_moment(AT, ZONE, locale, 2027),
        "tomorrow": formatting.format_near_moment(AT, ZONE, locale, NOW, english),
        "target": formatting.format_target(AT + timedelta(days=3), ZONE, locale, NOW, english),
        "full": formatting.format_full_moment(AT, ZONE, locale),
        "day": formatting.format_day(AT.date(), locale, 2026),
        "long day": formatting.format_long_day(AT.date(), locale, 2026),
        "long day of another year": formatting.format_long_day(AT.date(), locale, 2027),
        "date": formatting.format_date(AT.date(), locale),
        "date of this year": formatting.format_date(AT.date(), locale, 2026),
        "time": formatting.format_time(time(13, 30), locale),
        "duration": formatting.format_duration(timedelta(hours=1, minutes=50), locale),
        "hours": formatting.format_duration(timedelta(hours=2), locale),
        "minutes": formatting.format_duration(timedelta(minutes=20, seconds=59), locale),
        "no time": formatting.format_duration(timedelta(0), locale),
        "number": formatting.format_number(12500, locale),
    }


@pytest.mark.parametrize("locale", WRITTEN)
def test_days_times_and_numbers_are_written_as_the_locale_writes_them(locale: str) -> None:
    assert written(locale) == WRITTEN[locale]


@pytest.mark.parametrize(
    ("hours", "near", "target"),
    [
        (-35, "Sat, Nov 28, 11:00 PM", "Sat, Nov 28, 11:00 PM"),
        (-34, "yesterday 12:00 AM", "yesterday 12:00 AM"),
        (-11, "yesterday 11:00 PM", "yesterday 11:00 PM"),
        (-10, "today 12:00 AM", "12:00 AM"),
        (13, "today 11:00 PM", "11:00 PM"),
        (14, "tomorrow 12:00 AM", "tomorrow 12:00 AM"),
        (37, "tomorrow 11:00 PM", "tomorrow 11:00 PM"),
        (38, "Wed, Dec 2, 12:00 AM", "Wed 12:00 AM"),
        (157, "Sun, Dec 6, 11:00 PM", "Sun 11:00 PM"),
        (158, "Mon, Dec 7, 12:00 AM", "Mon, Dec 7, 12:00 AM"),
    ],
)
def test_words_stand_for_the_days_next_to_today_and_weekdays_for_targets_within_a_week(
    hours: int, near: str, target: str
) -> None:
    at = NOW + timedelta(hours=hours)
    found = [
        formatting.plain_spaces(write(at, ZONE, "en_US", NOW, english))
        for write in (formatting.format_near_moment, formatting.format_target)
    ]
    assert found == [near, target]


def test_the_day_before_new_year_is_yesterday_and_the_one_before_has_its_year() -> None:
    now = datetime(2027, 1, 1, 15, tzinfo=UTC)
    found = [formatting.format_near_moment(now - timedelta(days=days), "UTC", "en_GB", now, english) for days in (1, 2)]
    assert found == ["yesterday 15:00", "Wed, 30 Dec 2026, 15:00"]


@pytest.mark.parametrize(
    ("entered", "meant"),
    [
        ("13:30", time(13, 30)),
        ("09:05", time(9, 5)),
        ("13:30:00", time(13, 30)),
        ("1:30 PM", time(13, 30)),
        ("1:30\u202fPM", time(13, 30)),
        ("1:30\u00a0p.m.", time(13, 30)),
        (" 1:30pm ", time(13, 30)),
        ("12:00 AM", time(0, 0)),
        ("12:15 PM", time(12, 15)),
    ],
)
def test_a_time_is_read_with_any_space_and_in_either_form(entered: str, meant: time) -> None:
    assert formatting.parse_time(entered) == meant


@pytest.mark.parametrize(
    "entered", ["", "noon", "25:00", "13:60", "13:30 PM", "0:30 AM", "1:3 PM", "\u0661:\u0663\u0660"]
)
def test_what_is_no_time_of_day_is_refused(entered: str) -> None:
    with pytest.raises(ValueError, match=r"no time of day|must be in"):
        formatting.parse_time(entered)


@pytest.mark.parametrize(
    ("country", "locale"), [("US", "en_US"), ("GB", "en_GB"), ("DE", "de_DE"), ("IN", "en_IN"), ("ZZ", "en_US")]
)
def test_a_country_has_its_locale_in_english_where_that_is_official(country: str, locale: str) -> None:
    assert formatting.locale_of_country(country) == locale


@pytest.mark.parametrize(
    ("entered", "locale"),
    [("en_GB", "en_GB"), ("en-gb", "en_GB"), ("de", "de"), ("xx", None), ("", None), ("../x", None)],
)
def test_a_locale_is_known_in_any_spelling_or_not_at_all(entered: str, locale: str | None) -> None:
    assert formatting.parse_locale(entered) == locale


def test_a_date_is_written_in_every_locale_that_babel_has() -> None:
    day = date(2026, 12, 1)
    assert {formatting.format_long_day(day, locale, 2026) for locale in ("ja_JP", "fr_CA", "ar_EG", "sv_SE")} == {
        "12月1日(火曜日)",
        "mardi 1 décembre",
        "الثلاثاء، 1 ديسمبر",
        "tisdag 1 december",
    }


@pytest.mark.parametrize(
    ("zone", "place", "offset"),
    [
        ("America/New_York", "New York, United States", "GMT-04:00"),
        ("America/Indiana/Knox", "Knox, Indiana, United States", "GMT-05:00"),
        ("Asia/Singapore", "Singapore", "GMT+08:00"),
        ("Asia/Kathmandu", "Kathmandu, Nepal", "GMT+05:45"),
        ("Antarctica/Troll", "Troll", "GMT+02:00"),
    ],
)
def test_a_zone_is_named_by_its_place_and_how_far_it_is_from_gmt(zone: str, place: str, offset: str) -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert (formatting.format_place(zone, "en_US"), formatting.format_offset(summer, zone, "en_US")) == (place, offset)
