"""Time zones by the names that mail programs show, in all their spellings."""

from datetime import datetime

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from portal.readers.ics_zone_names import DISPLAY_NAMES, zone_by_display_name
from portal.readers.ics_zones import ZoneResolver

SPELLINGS = {
    "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna": "Europe/Berlin",
    "(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna": "Europe/Berlin",
    '"(UTC+01:00) Amsterdam\\, Berlin\\, Bern"': "Europe/Berlin",
    "(GMT+01.00) Sarajevo/Warsaw/Zagreb": "Europe/Warsaw",
    "(UTC-05:00) Eastern Time (US & Canada)": "America/New_York",
    "(GMT-05:00) Eastern Time (US and Canada)": "America/New_York",
    "Eastern Time": "America/New_York",
    "Eastern Daylight Time": "America/New_York",
    "W. Europe Daylight Time": "Europe/Berlin",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "New York": "America/New_York",
    "(UTC) Dublin, Edinburgh, Lisbon, London": "Europe/London",
    "(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London": "Europe/London",
    "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius": "Europe/Kiev",
    "(UTC-06:00) Guadalajara, Mexico City, Monterrey": "America/Mexico_City",
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_display_name_is_known(name: str) -> None:
    found = zone_by_display_name(name)
    assert found is not None and found.key == SPELLINGS[name]


@pytest.mark.parametrize(
    "name", ["US & Canada", "(UTC+09:00) Berlin", "Customized Time Zone", "Nowhere", "", "(UTC+01:00)"]
)
def test_nothing_is_guessed_of(name: str) -> None:
    assert zone_by_display_name(name) is None


def test_a_zones_own_name_may_have_spaces() -> None:
    assert ZoneResolver([]).zone_of("America/New York")[1] == "America/New_York"


def test_every_display_name_means_a_zone() -> None:
    for windows, shown in DISPLAY_NAMES:
        first = shown.partition(",")[0].partition(" (Rangoon)")[0]
        assert windows in WINDOWS_TO_OLSON, windows
        assert zone_by_display_name(shown) is not None or zone_by_display_name(first) is not None, shown


def test_a_definition_of_the_files_own_counts_before_a_name_without_an_offset() -> None:
    lines = ["BEGIN:VTIMEZONE", "TZID:Eastern", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0200",
             "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
    zone, name = ZoneResolver([lines]).zone_of("Eastern")
    assert name == "Eastern" and zone is not None
    assert str(datetime(2027, 1, 1, tzinfo=zone).utcoffset()) == "2:00:00"
